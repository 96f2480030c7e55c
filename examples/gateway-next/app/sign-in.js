// A STAND-IN: everybody may be anybody, without a password. Put your own sign-in, users and sessions in its place.
import 'server-only';
import { randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';

/** Who there is, and whose cards they may see and change. */
const users = {
  ann: ['+15551234567'],
  grace: ['+15551230002'],
  olive: 'all',
};

/** Who is signed in, by the session's id: in this process, until it ends. Next bundles routes apart, so it is global. */
const sessions = (globalThis.exampleSessions ??= new Map());

/** Over https, the browser takes care that no other site of the domain sets the cookie. */
const isSecure = process.env.ORIGIN?.startsWith('https:') ?? false;
const name = isSecure ? '__Host-session' : 'session';

/** The session of the request that is being answered, for the gateway and for pages. */
export async function currentSession() {
  const user = sessions.get((await cookies()).get(name)?.value);
  return user ? { user, numbers: users[user] } : null;
}

export async function startSession(user) {
  if (!Object.hasOwn(users, user)) return;
  const id = randomBytes(32).toString('hex');
  sessions.set(id, user);
  (await cookies()).set(name, id, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure });
}

/** The session is forgotten here, whoever has a copy of its cookie. */
export async function endSession() {
  const jar = await cookies();
  sessions.delete(jar.get(name)?.value);
  jar.delete(name);
}

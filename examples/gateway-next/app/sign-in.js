// FOR DEMONSTRATION: anyone may sign in as anyone, without a password. Replace it with your own sign-in, users and sessions.
import 'server-only';
import { randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';

/** The users, each with the phone numbers whose cards the user may see and change. */
const users = {
  ann: ['+15551234567'],
  grace: ['+15551230002'],
  olive: 'all',
};

// In this process, until it ends. The map is global, since Next bundles each route separately.
globalThis.exampleSessions ??= new Map();
/** The signed-in user of each session, by the session's id. */
const sessions = globalThis.exampleSessions;

/** Over https, the prefix `__Host-` keeps other sites of the domain from setting the cookie (session fixation). */
const isSecure = process.env.ORIGIN?.startsWith('https:') ?? false;
const name = isSecure ? '__Host-session' : 'session';

/** Returns the session of the current request, for the gateway and for pages. */
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

/** Ends the session on the server, so that copies of its cookie stop working, too. */
export async function endSession() {
  const jar = await cookies();
  sessions.delete(jar.get(name)?.value);
  jar.delete(name);
}

// A STAND-IN: everybody may be anybody, without a password. Put your own sign-in, users and sessions in its place.
import { randomBytes } from 'node:crypto';

/** Who there is, and whose cards they may see and change. */
const users = {
  ann: ['+15551234567'],
  grace: ['+15551230002'],
  olive: 'all',
};

/** Who is signed in, by the session's id: in this process, until it ends. */
const sessions = new Map();

/** The session of a request, for the gateway. */
export function sessionOf(cookies) {
  const user = sessions.get(idIn(cookies));
  return user ? { user, numbers: users[user] } : null;
}

/** Signs a user in; gives the cookie to set. */
export function signIn(user, origin) {
  if (!Object.hasOwn(users, user)) return undefined;
  const id = randomBytes(32).toString('hex');
  sessions.set(id, user);
  return cookie(id, origin);
}

/** Signs out: the session is forgotten here, whoever has a copy of its cookie. */
export function signOut(cookies, origin) {
  sessions.delete(idIn(cookies));
  return `${cookie('', origin)}; Max-Age=0`;
}

/** Over https, the browser takes care that no other site of the domain sets it. */
const cookie = (id, origin) =>
  origin.startsWith('https:')
    ? `__Host-session=${id}; Path=/; Secure; HttpOnly; SameSite=Lax`
    : `session=${id}; Path=/; HttpOnly; SameSite=Lax`;

const idIn = (cookies) => /(?:^|; )(?:__Host-)?session=(\w+)/.exec(cookies ?? '')?.[1];

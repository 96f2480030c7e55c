// FOR DEMONSTRATION: anyone may sign in as anyone, without a password. Replace it with your own sign-in, users and sessions.
import { randomBytes } from 'node:crypto';

/**
 * The users, each with the phone numbers whose cards the user may see and change.
 *
 * @type {Record<string, string[] | 'all'>}
 */
const users = {
  ann: ['+15551234567'],
  grace: ['+15551230002'],
  olive: 'all',
};

/** The signed-in user of each session, by the session's id: in this process, until it ends. @type {Map<string, string>} */
const sessions = new Map();

/** Returns the session of a request, for the gateway. @param {string | null} cookies @param {string} origin */
export function sessionOf(cookies, origin) {
  const user = sessions.get(idIn(cookies, origin));
  const numbers = user && users[user];
  return numbers ? { user, numbers } : null;
}

/** Signs a user in, and returns the cookie to set. @param {string} user @param {string} origin */
export function signIn(user, origin) {
  if (!Object.hasOwn(users, user)) return undefined;
  const id = randomBytes(32).toString('hex');
  sessions.set(id, user);
  return cookie(id, origin);
}

/**
 * Ends the session, so that copies of its cookie stop working, too, and returns the cookie to set.
 *
 * @param {string} cookies @param {string} origin
 */
export function signOut(cookies, origin) {
  sessions.delete(idIn(cookies, origin));
  return `${cookie('', origin)}; Max-Age=0`;
}

/**
 * The cookie's name. Over https, the prefix `__Host-` keeps other sites of the domain from setting the cookie (session
 * fixation), so that one without the prefix must not be taken for it.
 *
 * @param {string} origin
 */
const nameFor = (origin) => (origin.startsWith('https:') ? '__Host-session' : 'session');

/** @param {string} id @param {string} origin */
const cookie = (id, origin) =>
  `${nameFor(origin)}=${id}; Path=/; HttpOnly; SameSite=Lax${origin.startsWith('https:') ? '; Secure' : ''}`;

/** @param {string | null} cookies @param {string} origin */
function idIn(cookies, origin) {
  const start = `${nameFor(origin)}=`;
  const found = cookies?.split('; ').find((cookie) => cookie.startsWith(start));
  return found?.slice(start.length) ?? '';
}

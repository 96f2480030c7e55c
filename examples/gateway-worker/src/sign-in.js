// FOR DEMONSTRATION: anyone may sign in as anyone, without a password. Replace it with your own sign-in, users and sessions.
// Its sessions are signed cookies, which the server doesn't store: a copy of one works for an hour, even after sign-out.

/** @import { Env } from './worker.js' */

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
const HOUR = 3_600_000;

/**
 * Returns the session of a request, for the gateway.
 *
 * @param {Pick<Request, 'headers'>} request
 * @param {Pick<Env, 'ORIGIN' | 'SESSION_SECRET'>} env
 */
export async function sessionOf(request, { ORIGIN, SESSION_SECRET }) {
  const start = `${nameFor(ORIGIN)}=`;
  const found = (request.headers.get('cookie') ?? '').split('; ').find((cookie) => cookie.startsWith(start));
  const [, user, expires, signature] = /^(\w+)\.(\d+)\.([0-9a-f]{64})$/.exec(found?.slice(start.length) ?? '') ?? [];
  const numbers = user && Object.hasOwn(users, user) && users[user];
  if (!numbers || !signature || Number(expires) < Date.now()) return null;
  const key = await keyOf(SESSION_SECRET);
  const isOurs = await crypto.subtle.verify(
    'HMAC',
    key,
    Uint8Array.from(signature.match(/../g) ?? [], (hex) => Number.parseInt(hex, 16)),
    bytes(`${user}.${expires}`),
  );
  return isOurs ? { user, numbers } : null;
}

/**
 * Signs a user in, and returns the cookie to set.
 *
 * @param {string} user
 * @param {Pick<Env, 'ORIGIN' | 'SESSION_SECRET'>} env
 */
export async function signIn(user, { ORIGIN, SESSION_SECRET }) {
  if (!Object.hasOwn(users, user)) return undefined;
  const session = `${user}.${Date.now() + HOUR}`;
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(SESSION_SECRET), bytes(session)));
  return cookie(`${session}.${Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('')}`, ORIGIN);
}

/** Returns the cookie that signs out, in this browser. @param {Pick<Env, 'ORIGIN'>} env */
export const signOut = ({ ORIGIN }) => `${cookie('', ORIGIN)}; Max-Age=0`;

/**
 * The cookie's name. Over https, the prefix `__Host-` keeps other sites of the domain from setting the cookie (session
 * fixation), so that one without the prefix must not be taken for it.
 *
 * @param {string} origin
 */
const nameFor = (origin) => (origin.startsWith('https:') ? '__Host-session' : 'session');

/** @param {string} value @param {string} origin */
const cookie = (value, origin) =>
  `${nameFor(origin)}=${value}; Path=/; HttpOnly; SameSite=Lax${origin.startsWith('https:') ? '; Secure' : ''}`;

/** @param {string} text */
const bytes = (text) => new TextEncoder().encode(text);
/** @param {string} secret */
const keyOf = (secret) =>
  crypto.subtle.importKey('raw', bytes(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);

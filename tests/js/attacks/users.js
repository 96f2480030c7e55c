// The users of the gateway under attack. A user's session is the value of the cookie `session`.

/** @typedef {{ name: string, number: string, numbers: string[] | 'all' }} User */

/**
 * The sessions that every host knows, and the numbers that each may read and write.
 * @type {Record<string, { numbers: string[] | 'all' }>}
 */
export const sessions = {};

/** @returns {User} */
function signIn(name, numbers) {
  sessions[name] = { numbers };
  return { name, number: numbers[0], numbers };
}

/** The user of most rows. None of them may spend a write of hers, so that rows don't depend on their order. */
export const alice = signIn('alice', ['+15551234567', '+15557654321']);
export const bob = signIn('bob', ['+15550000001']);
export const admin = { ...signIn('admin', 'all'), number: bob.number };

/** Returns a user without a session. */
export const signedOut = (name) => ({ name, number: alice.number, numbers: [] });

let count = 0;
const uniqueNumber = () => `+1555200${String(count++).padStart(4, '0')}`;

/** Returns a user with numbers, and so write budgets, that no other row uses. */
export function uniqueUser({ numbers = 1 } = {}) {
  const own = Array.from({ length: numbers }, uniqueNumber);
  return signIn(`user-${count}`, own);
}

/** Returns another user with the same numbers. */
export const colleagueOf = ({ numbers }) => signIn(`colleague-${count++}`, numbers);

/** Returns a user whose name makes a host behave in its own way: see hosts/gateway.js. */
export const namedUser = (name) => signIn(name, [uniqueNumber()]);

// Who is logged in where the table is run: the gateway's hosts are given these sessions, by the cookie `session`.

/** @typedef {{ name: string, number: string, numbers: string[] | 'all' }} Person */

/** What the hosts know: the cookie's value, and whose numbers it opens. */
export const sessions = {};

function person(name, ...numbers) {
  sessions[name] = { numbers: numbers[0] === 'all' ? 'all' : numbers };
  return { name, number: numbers[0], numbers: sessions[name].numbers };
}

/** Most rows are hers; none of them may take a place of her budget, so that the table's order doesn't matter. */
export const alice = person('alice', '+15551234567', '+15557654321');
export const bob = person('bob', '+15550000001');
export const admin = { ...person('admin', 'all'), number: bob.number };
/** Nobody that a host knows. */
export const nobody = (name) => ({ name, number: alice.number, numbers: [] });

let newcomers = 0;
const freshNumber = () => `+1555200${String(newcomers++).padStart(4, '0')}`;

/** Somebody with a number, and so a budget, that no other row has. */
export function newcomer({ numbers = 1 } = {}) {
  const fresh = Array.from({ length: numbers }, freshNumber);
  return person(`newcomer-${newcomers}`, ...fresh);
}

/** Somebody else who may see to the same numbers. */
export const colleague = ({ numbers }) => person(`colleague-${newcomers++}`, ...numbers);

/** Somebody for whom the host does something of its own: see session.js. */
export const named = (name) => person(name, freshNumber());

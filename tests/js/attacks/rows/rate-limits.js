// Attacks on the limits: writes for a number, writes of a user, reads of a user; and a store that fails.
import { forwarded, refused } from '../expectations.js';
import { get, list, patch, post, targetOf } from '../requests.js';
import { admin, colleagueOf, namedUser, uniqueUser } from '../users.js';

const body = '{"first_name":"John"}';
const rateLimited = refused(429, 1007, { 'retry-after': /^\d+$/ });
const budgetSpent = refused(429, 1007, {
  'retry-after': /^[1-6]\d\d$|^\d{1,2}$/,
  'x-write-budget': /^limit=3, remaining=0, reset=\d+$/,
});
const wrote = (number, remaining) =>
  forwarded(
    { method: 'PATCH', number, body },
    { headers: { 'x-write-budget': new RegExp(`^limit=3, remaining=${remaining}, reset=\\d+$`) } },
  );
const write = (user, number = user.number) => patch({ user, target: targetOf(number) });

const writer = uniqueUser();
const sharer = uniqueUser();
const colleagues = [colleagueOf(sharer), colleagueOf(sharer), colleagueOf(sharer)];
const creator = uniqueUser();
const prolific = uniqueUser({ numbers: 11 });
const reader = uniqueUser();
const lister = uniqueUser();
const many = Array.from({ length: 20 }, () => uniqueUser());
const refusedUser = uniqueUser();

const racer = uniqueUser();
/** Writes for a number that arrive at the same time, of which three may be forwarded. */
export const concurrentWrites = {
  number: racer.number,
  allowed: 3,
  requests: Array.from({ length: 12 }, () => write(racer)),
};

export const rateLimitRows = [
  {
    name: 'write budget bypass, the fourth write for a number: 429',
    steps: [
      [write(writer), wrote(writer.number, 2)],
      [write(writer), wrote(writer.number, 1)],
      [write(writer), wrote(writer.number, 0)],
      [write(writer), budgetSpent],
      [write(writer), budgetSpent],
    ],
  },
  {
    name: 'write budget bypass, the fourth write for a number by a fourth user: 429',
    steps: [
      [write(sharer), wrote(sharer.number, 2)],
      [write(colleagues[0]), wrote(sharer.number, 1)],
      [write(colleagues[1]), wrote(sharer.number, 0)],
      [write(colleagues[2]), budgetSpent],
      [write({ ...admin, number: sharer.number }), budgetSpent],
    ],
  },
  {
    name: 'write budget bypass, a POST after three PATCHes: 429',
    steps: [
      [write(creator), wrote(creator.number, 2)],
      [write(creator), wrote(creator.number, 1)],
      [write(creator), wrote(creator.number, 0)],
      [post({ user: creator }), budgetSpent],
    ],
  },
  {
    name: 'write budget exhaustion, by refused requests: none is counted',
    steps: [
      ...Array.from({ length: 5 }, () => [patch({ user: refusedUser, body: '{}' }), refused(400, 1005)]),
      ...Array.from({ length: 5 }, () => [patch({ user: refusedUser, headers: { origin: null } }), refused(403, 2005)]),
      [write(refusedUser), wrote(refusedUser.number, 2)],
    ],
  },
  {
    name: 'write budget exhaustion, by other users: each number has its own',
    steps: many.map((user) => [write(user), wrote(user.number, 2)]),
  },
  {
    name: 'rate limit bypass, the 31st write of a user: 429',
    steps: [
      ...prolific.numbers
        .slice(0, 10)
        .flatMap((number) => [2, 1, 0].map((remaining) => [write(prolific, number), wrote(number, remaining)])),
      [write(prolific, prolific.numbers[10]), rateLimited],
    ],
  },
  {
    name: 'rate limit bypass, the 301st read of a user: 429',
    burst: {
      requests: Array.from({ length: 300 }, () => get({ user: reader })),
      expected: forwarded({ method: 'GET', number: reader.number }),
    },
    steps: [
      [get({ user: reader }), rateLimited],
      [list({ user: reader }), rateLimited],
    ],
  },
  {
    name: 'G7 rate limit bypass, the 31st list of a user: 429, and single reads go on',
    scripts: new Map([['', { body: { contact_cards: [] } }]]),
    steps: [
      ...Array.from({ length: 30 }, () => [
        list({ user: lister }),
        forwarded({ method: 'GET' }, { body: { contact_cards: [] } }),
      ]),
      [list({ user: lister }), rateLimited],
      [get({ user: lister }), forwarded({ method: 'GET', number: lister.number })],
    ],
  },
  ...[namedUser('store-rejects')].map((user) => ({
    name: 'a store that rejects: writes are refused, reads are forwarded',
    hosts: ['node', 'workerd'],
    steps: [
      [write(user), refused(503, 4004, { 'retry-after': '1' })],
      [get({ user }), forwarded({ method: 'GET', number: user.number })],
    ],
  })),
];

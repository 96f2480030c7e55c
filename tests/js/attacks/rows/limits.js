// Rows about how often: per number, per user, reads; and about a store that is away.
import { passed, refused } from '../expectations.js';
import { admin, colleague, named, newcomer } from '../people.js';
import { get, list, patch, post, targetOf } from '../requests.js';

const body = '{"first_name":"John"}';
const full = refused(429, 1007, { 'retry-after': /^\d+$/ });
const fullNumber = refused(429, 1007, {
  'retry-after': /^[1-6]\d\d$|^\d{1,2}$/,
  'x-write-budget': /^limit=3, remaining=0, reset=\d+$/,
});
const wrote = (number, remaining) =>
  passed(
    { method: 'PATCH', number, body },
    { headers: { 'x-write-budget': new RegExp(`^limit=3, remaining=${remaining}, reset=\\d+$`) } },
  );
const write = (user, number = user.number) => patch({ user, target: targetOf(number) });

const one = newcomer();
const shared = newcomer();
const others = [colleague(shared), colleague(shared), colleague(shared)];
const posting = newcomer();
const busy = newcomer({ numbers: 11 });
const reader = newcomer();
const many = Array.from({ length: 20 }, () => newcomer());
const refusedOften = newcomer();

const hasty = newcomer();
/** Writes of one number that arrive at the same time: three of them may go on. */
export const atOnce = { number: hasty.number, allowed: 3, requests: Array.from({ length: 12 }, () => write(hasty)) };

export const limits = [
  {
    name: 'budget: the fourth write of a number',
    steps: [
      [write(one), wrote(one.number, 2)],
      [write(one), wrote(one.number, 1)],
      [write(one), wrote(one.number, 0)],
      [write(one), fullNumber],
      [write(one), fullNumber],
    ],
  },
  {
    name: 'budget: the fourth write of a number, by four users',
    steps: [
      [write(shared), wrote(shared.number, 2)],
      [write(others[0]), wrote(shared.number, 1)],
      [write(others[1]), wrote(shared.number, 0)],
      [write(others[2]), fullNumber],
      [write({ ...admin, number: shared.number }), fullNumber],
    ],
  },
  {
    name: 'budget: POST and PATCH take from the same',
    steps: [
      [write(posting), wrote(posting.number, 2)],
      [write(posting), wrote(posting.number, 1)],
      [write(posting), wrote(posting.number, 0)],
      [post({ user: posting }), fullNumber],
    ],
  },
  {
    name: 'budget: what is refused takes nothing',
    steps: [
      ...Array.from({ length: 5 }, () => [patch({ user: refusedOften, body: '{}' }), refused(400, 1005)]),
      ...Array.from({ length: 5 }, () => [
        patch({ user: refusedOften, headers: { origin: null } }),
        refused(403, 2005),
      ]),
      [write(refusedOften), wrote(refusedOften.number, 2)],
    ],
  },
  { name: 'budget: many users, a number each', steps: many.map((user) => [write(user), wrote(user.number, 2)]) },
  {
    name: 'budget: the 31st write of a user',
    steps: [
      ...busy.numbers
        .slice(0, 10)
        .flatMap((number) => [2, 1, 0].map((remaining) => [write(busy, number), wrote(number, remaining)])),
      [write(busy, busy.numbers[10]), full],
    ],
  },
  {
    name: 'limit: the 301st read of a user',
    steps: [
      ...Array.from({ length: 300 }, () => [get({ user: reader }), passed({ method: 'GET', number: reader.number })]),
      [get({ user: reader }), full],
      [list({ user: reader }), full],
    ],
  },
  ...[named('stranded')].map((user) => ({
    name: 'store away: a write is refused, a read goes on',
    hosts: ['node', 'workerd'],
    steps: [
      [write(user), refused(503, 4004)],
      [get({ user }), passed({ method: 'GET', number: user.number })],
    ],
  })),
];

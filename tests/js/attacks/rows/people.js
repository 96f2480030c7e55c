// Rows about who asks, and whose numbers they name.
import { failed, passed, refused } from '../expectations.js';
import { admin, alice, bob, named, newcomer, nobody } from '../people.js';
import { get, json, list, patch, post, targetOf } from '../requests.js';
import { cardOf } from '../upstream.js';

const unknown = refused(401, 2004);
const foreign = refused(403, 2006);
/** Where `authorize` is JavaScript. */
const inJavaScript = ['node', 'workerd'];
const leaver = named('leaving');

const sessions = [
  ['none', get({ headers: { cookie: null } })],
  ['none, on a write', patch({ headers: { cookie: null } })],
  ['none, on a list', list({ headers: { cookie: null } })],
  ['empty', get({ user: nobody('') })],
  ['unknown', patch({ user: nobody('mallory') })],
  ['in another case', get({ user: nobody('Alice') })],
  ['a cookie of another name', get({ headers: { cookie: `Session=${alice.name}` } })],
  ['a cookie that ends in the name', get({ headers: { cookie: `evilsession=${alice.name}` } })],
  ['a name that every object has', get({ user: nobody('__proto__') })],
  ['another name that every object has', list({ user: nobody('constructor') })],
  ['a bearer token instead', get({ headers: { cookie: null, authorization: 'Bearer evil' } })],
  ['a header that names a user', get({ headers: { cookie: null, 'x-user': alice.name } })],
].map(([name, request]) => ({ name: `session: ${name}`, steps: [[request, unknown]] }));

const replayed = [
  {
    name: 'session: replayed after the logout',
    hosts: inJavaScript,
    steps: [
      [get({ user: leaver }), passed({ method: 'GET', number: leaver.number })],
      [get({ user: leaver }), unknown],
      [patch({ user: leaver }), unknown],
    ],
  },
];

const broken = [
  'throws',
  'rejects',
  'nonsense-text',
  'nonsense-numbers',
  'nonsense-all',
  'nonsense-user',
  'nonsense-list',
  'nonsense-undefined',
].flatMap((name) => [
  {
    name: `authorize: ${name}`,
    hosts: inJavaScript,
    steps: [[get({ user: nobody(name) }), name === 'nonsense-undefined' ? unknown : refused(500, 3006)]],
  },
  {
    name: `authorize: ${name}, on a write`,
    hosts: inJavaScript,
    steps: [[patch({ user: nobody(name) }), name === 'nonsense-undefined' ? unknown : refused(500, 3006)]],
  },
]);
const reading = [
  {
    name: 'authorize: reads the body',
    hosts: inJavaScript,
    steps: [[patch({ user: nobody('reads') }), refused(500, 3006)]],
  },
];

const numbers = [
  ['of a GET', get({ target: targetOf(bob.number) })],
  ['of a PATCH', patch({ target: targetOf(bob.number) })],
  ['of a POST', post({ body: json({ phone_number: bob.number, first_name: 'John' }) })],
  ['of nobody', get({ target: targetOf('+15559999999') })],
  ["that begins with one's own", patch({ target: targetOf(`${alice.number}8`) })],
  ["that one's own begins with", patch({ target: targetOf(alice.number.slice(0, -1)) })],
  [
    "of a POST that begins with one's own",
    post({ body: json({ phone_number: `${alice.number}8`, first_name: 'John' }) }),
  ],
].map(([name, request]) => ({ name: `number of another: ${name}`, steps: [[request, foreign]] }));

const lister = newcomer();
const everyone = [cardOf(alice.number), cardOf(bob.number), cardOf(lister.number), cardOf('+15559999999')];
const scripts = new Map([['', { body: { contact_cards: everyone } }]]);
const listed = (...cards) => passed({ method: 'GET' }, { answer: { contact_cards: cards } });
const lists = [
  { name: "list: only one's own cards", scripts, steps: [[list(), listed(cardOf(alice.number))]] },
  { name: "list: nobody else's", scripts, steps: [[list({ user: bob }), listed(cardOf(bob.number))]] },
  { name: 'list: all, where all may be seen', scripts, steps: [[list({ user: admin }), listed(...everyone)]] },
  { name: "list: none, where none is one's own", scripts, steps: [[list({ user: newcomer() }), listed()]] },
  {
    name: 'one card: upstream sends those of others, too',
    scripts: new Map([[lister.number, { body: { contact_cards: everyone } }]]),
    steps: [[get({ user: lister }), failed(502, 3006, { method: 'GET', number: lister.number })]],
  },
];

const all = [
  { name: 'all numbers: a GET', steps: [[get({ user: admin }), passed({ method: 'GET', number: bob.number })]] },
  {
    name: 'all numbers: a PATCH',
    steps: [[patch({ user: admin }), passed({ method: 'PATCH', number: bob.number, body: '{"first_name":"John"}' })]],
  },
];

const poster = newcomer();
const created = [
  {
    name: 'a legal POST',
    steps: [
      [
        post({ user: poster }),
        passed({
          method: 'POST',
          number: poster.number,
          body: json({ phone_number: poster.number, first_name: 'John' }),
        }),
      ],
    ],
  },
];

export const people = [...sessions, ...replayed, ...broken, ...reading, ...numbers, ...lists, ...all, ...created];

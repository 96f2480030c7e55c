// Attacks on authentication and authorisation: missing and forged sessions, replay, numbers of other users (IDOR).
import { failed, forwarded, refused } from '../expectations.js';
import { get, json, list, patch, post, targetOf } from '../requests.js';
import { cardOf } from '../upstream.js';
import { admin, alice, bob, namedUser, signedOut, uniqueUser } from '../users.js';

const unauthorized = refused(401, 2004);
const forbidden = refused(403, 2006);
/** The hosts whose `authorize` is written in JavaScript. */
const javaScriptHosts = ['node', 'workerd'];

const missingSession = [
  ['no cookie', get({ headers: { cookie: null } })],
  ['no cookie, on a write', patch({ headers: { cookie: null } })],
  ['no cookie, on a list', list({ headers: { cookie: null } })],
  ['an empty session', get({ user: signedOut('') })],
  ['an unknown session', patch({ user: signedOut('mallory') })],
  ['a session in another case', get({ user: signedOut('Alice') })],
  ['a cookie name in another case', get({ headers: { cookie: `Session=${alice.name}` } })],
  ['a cookie name with the right ending', get({ headers: { cookie: `evilsession=${alice.name}` } })],
  ['the session __proto__', get({ user: signedOut('__proto__') })],
  ['the session constructor', list({ user: signedOut('constructor') })],
  ['a bearer token', get({ headers: { cookie: null, authorization: 'Bearer evil' } })],
  ['a user name in a header', get({ headers: { cookie: null, 'x-user': alice.name } })],
].map(([name, request]) => ({ name: `authentication bypass, ${name}: 401`, steps: [[request, unauthorized]] }));

const leaver = namedUser('signs-out');
const replay = [
  {
    name: 'session replay, after signing out: 401',
    hosts: javaScriptHosts,
    steps: [
      [get({ user: leaver }), forwarded({ method: 'GET', number: leaver.number })],
      [get({ user: leaver }), unauthorized],
      [patch({ user: leaver }), unauthorized],
    ],
  },
];

const brokenAuthorize = [
  ['that throws', 'throws'],
  ['that rejects', 'rejects'],
  ['whose error has an inspection function (G11)', 'throws-inspected'],
  ['whose error has a class with an inspection function (G11)', 'throws-inspected-class'],
  ['whose error has a toJSON (G11)', 'throws-serialized'],
  ['whose error is a Proxy (G11)', 'throws-proxy'],
  ['whose error is a request (G11)', 'throws-request'],
  ['whose error has a client (G11)', 'throws-client'],
  ['with a string for a session', 'malformed-text'],
  ['without numbers', 'malformed-without-numbers'],
  ["with 'ALL' for numbers", 'malformed-all'],
  ['with a number for a user', 'malformed-user'],
  ['with a phone number that is no string', 'malformed-list'],
  ['without a session', 'malformed-undefined'],
].flatMap(([name, user]) => {
  const isSignedOut = user === 'malformed-undefined';
  const expected = isSignedOut ? unauthorized : refused(500, 3006);
  const result = isSignedOut ? 401 : 500;
  return [
    {
      name: `an authorize ${name}: ${result}`,
      hosts: javaScriptHosts,
      steps: [[get({ user: signedOut(user) }), expected]],
    },
    {
      name: `an authorize ${name}, on a write: ${result}`,
      hosts: javaScriptHosts,
      steps: [[patch({ user: signedOut(user) }), expected]],
    },
  ];
});
const bodyReader = [
  {
    name: 'an authorize that reads the body: 500',
    hosts: javaScriptHosts,
    steps: [[patch({ user: signedOut('reads') }), refused(500, 3006)]],
  },
];

const foreignNumbers = [
  ['a GET', get({ target: targetOf(bob.number) })],
  ['a PATCH', patch({ target: targetOf(bob.number) })],
  ['a POST', post({ body: json({ phone_number: bob.number, first_name: 'John' }) })],
  ["a GET of no user's number", get({ target: targetOf('+15559999999') })],
  ["a number that begins with the user's", patch({ target: targetOf(`${alice.number}8`) })],
  ["a number that the user's begins with", patch({ target: targetOf(alice.number.slice(0, -1)) })],
  [
    "a POST of a number that begins with the user's",
    post({ body: json({ phone_number: `${alice.number}8`, first_name: 'John' }) }),
  ],
].map(([name, request]) => ({ name: `IDOR, ${name}: 403`, steps: [[request, forbidden]] }));

const lister = uniqueUser();
const allCards = [cardOf(alice.number), cardOf(bob.number), cardOf(lister.number), cardOf('+15559999999')];
const scripts = new Map([['', { body: { contact_cards: allCards } }]]);
const listed = (...cards) => forwarded({ method: 'GET' }, { body: { contact_cards: cards } });
const lists = [
  { name: "IDOR, a list: only the user's cards", scripts, steps: [[list(), listed(cardOf(alice.number))]] },
  { name: "IDOR, a list: no other user's card", scripts, steps: [[list({ user: bob }), listed(cardOf(bob.number))]] },
  {
    name: 'a list of a user with all numbers: all cards',
    scripts,
    steps: [[list({ user: admin }), listed(...allCards)]],
  },
  {
    name: 'IDOR, a list without a card of the user: empty',
    scripts,
    steps: [[list({ user: uniqueUser() }), listed()]],
  },
  {
    name: "IDOR, a GET to which the upstream returns other users' cards: 502",
    scripts: new Map([[lister.number, { body: { contact_cards: allCards } }]]),
    steps: [[get({ user: lister }), failed(502, 3006, { method: 'GET', number: lister.number })]],
  },
];

const allNumbers = [
  {
    name: 'a GET of a user with all numbers: forwarded',
    steps: [[get({ user: admin }), forwarded({ method: 'GET', number: bob.number })]],
  },
  {
    name: 'a PATCH of a user with all numbers: forwarded',
    steps: [
      [patch({ user: admin }), forwarded({ method: 'PATCH', number: bob.number, body: '{"first_name":"John"}' })],
    ],
  },
];

const poster = uniqueUser();
const validPost = [
  {
    name: 'a valid POST: forwarded',
    steps: [
      [
        post({ user: poster }),
        forwarded({
          method: 'POST',
          number: poster.number,
          body: json({ phone_number: poster.number, first_name: 'John' }),
        }),
      ],
    ],
  },
];

export const authorizationRows = [
  ...missingSession,
  ...replay,
  ...brokenAuthorize,
  ...bodyReader,
  ...foreignNumbers,
  ...lists,
  ...allNumbers,
  ...validPost,
];

// The values that cases draw from: usual ones, invalid ones, and those that are easily misread.

/**
 * The phone numbers of a case.
 *
 * @typedef {object} Numbers
 * @property {string} own the number that most calls are about
 * @property {string} other
 * @property {string} short
 * @property {string} formatted the own number as people write it
 */

/** Values of each option, most of them invalid. They are made for each draw, since some are objects. */
export const optionValues = () => ({
  apiKey: ['k', 'Bearer-long-key-1234', '', ' x', 5, () => 'key-of-a-function', undefined, null, 'é', 'a\nb'],
  baseURL: [
    'https://x.y/',
    'http://localhost:1/a//',
    'http://h/',
    '/api',
    'ftp://x',
    '//x',
    new URL('https://z/'),
    '',
    'http://127.0.0.1',
    'http://[::1]:80/',
    undefined,
    null,
    'https://x.y/a?b',
    'https://u:p@x.y',
    'https://x.y/a b',
  ],
  credentials: ['omit', 'include', 'same-origin', 'x', 1],
  dangerouslyAllowBrowser: [true, false, 'x'],
  fetch: [5, null, undefined],
  headers: [
    { a: 'b', Authorization: 'secret-token-99' },
    [
      ['X-A', 'v'],
      ['accept', null],
    ],
    new Headers({ q: 'w' }),
    {},
    { accept: null, 'Content-Type': 'text/x' },
    'x',
    { 'bad name': 'x' },
    [['a']],
    { a: 'é' },
    { a: 'Ā' },
    null,
    { a: 'x\ny' },
    { a: undefined },
    new Map([['m', 'n']]),
    { X: '1', x: '2' },
    { authorization: null },
    { a: 5 },
  ],
  keepalive: [true, false, 1],
  maxRetries: [0, 1, 2, 3, 2.5, -1, '1', undefined, Infinity],
  maxRetryAfter: [0, 5, 1000, 1e21, -1, 60_000, NaN],
  onAttempt: [1, null],
  replaceImage: [true, false, 1],
  sendEmpty: [true, false, 1],
  shouldRetry: [1, null],
  signal: [null, {}, 'x', undefined],
  timeout: [1000, 0, 0.5, 1e10, 'x', 1.5, 2_147_483_647, undefined],
  // Names of no option.
  timeOut: [1],
  Timeout: [2],
  fetchX: [1],
  '': [1],
  api_key: ['k'],
});

/** Values of `phone_number`, most of them invalid. @param {Numbers} numbers */
export const numberValues = ({ own, other, short, formatted }) => [
  other,
  short,
  formatted,
  own.slice(1),
  '+1',
  '',
  '555',
  '+0123',
  '+1234567890123456',
  null,
  undefined,
  5,
  '\ud800',
  `+1555\u00a0${own.slice(5)}`,
  `${own} `,
  `\u202a${own}\u202c`,
  `tel:${own}`,
  `${own} ext 9`,
  `${own}/68`,
  {},
  [own],
  '+1é5',
  '＋１５５５',
  '+44 (0)20 7946 0018',
  `\n${own}\n`,
  `${own}\n${other}`,
  `TEL: ${formatted}`,
  `\ufeff\u200e${formatted}`,
  `${own.slice(0, 8)}\u2060${own.slice(8)}`,
  `${own.slice(0, 8)}–${own.slice(8)}`,
  `${own}…`,
  true,
];

/** Characters that are inserted into numbers. */
export const separators = [
  ' ',
  '-',
  '.',
  '(',
  ')',
  '/',
  '\u00a0',
  '\u200e',
  '٣',
  '９',
  '+',
  '0',
  'x',
  '😀',
  '\n',
  '\u2011',
  '−',
  '＋',
  '¹',
  '',
];

export const names = [
  'John',
  '',
  'J"o\\h\n',
  null,
  undefined,
  5,
  'é😀',
  '\ud800',
  { a: 1 },
  ['x'],
  true,
  ' ',
  '\u200b',
  '\u3164\ufe0f',
  '\u202bא\u202c',
  'x'.repeat(300),
  'Ann',
  '\u0000',
  NaN,
];

export const images = [
  'https://a.b/c',
  'http://a',
  'https://',
  'https://u@h/',
  'https://a b',
  'https://:1',
  undefined,
  'https://a\u200b',
  'https://é.x/?a@b',
  'HTTPS://A/',
  null,
  '',
  5,
  'https://a.b/c#d',
  'https://a\\b',
  'data:,x',
  'https://[::1]/',
  'https://a.b/\n',
];

/** Values of each field of a card that can be edited. */
export const fieldValues = { first_name: names, last_name: names, image_url: images };

/** Names of fields that an update doesn't have. */
export const otherFields = ['firstName', 'x', 'lastname', 'phone', '', 'is_active', 'FIRST_NAME', '\ud800'];

/** Inputs that aren't plain objects. @param {string} own */
export const nonInputs = (own) => [
  null,
  5,
  'x',
  [],
  undefined,
  new Map([['phone_number', own]]),
  new URLSearchParams({ first_name: 'A' }),
  () => {},
  new Date(0),
];

/** Edited fields that aren't plain objects. */
export const nonEdits = () => [null, undefined, 5, 'x', [], new Map(), new FormData()];

/** Linq's error codes, and values that aren't one. */
export const codes = [
  1002,
  2014,
  2014,
  2022,
  2001,
  2012,
  2019,
  3001,
  3004,
  4004,
  1007,
  3006,
  'x',
  undefined,
  1.5,
  -1,
  1e20,
];

/** Error messages of a server; some repeat what was sent. @param {Numbers} numbers */
export const messages = ({ own, formatted }) => [
  `bad ${own}`,
  `key Bearer-long-key-1234 in ${own.slice(2)}`,
  '',
  undefined,
  'secret-token-99!',
  5,
  `call ${formatted}`,
  'é😀 "quoted"',
  'Try again',
];

/** Values of `Retry-After`; a date is so many seconds from the response. */
export const retryAfter = [
  '5',
  '1',
  '0',
  '400',
  'x',
  '-1',
  '',
  '1.5',
  '99999999999',
  { dateIn: 4 },
  { dateIn: -60 },
  { dateIn: 3600 },
  { dateIn: 19 },
  '2024-01-01',
  'Sun, 99 Nov 1994 08:49:37 GMT',
];

/** Values of `X-Write-Budget`. */
export const writeBudgets = [
  'limit=3, remaining=1, reset=412',
  'limit=0, remaining=1, reset=1',
  'limit=33, remaining=1, reset=9',
  'limit=x',
  'limit=5, remaining=9, reset=20, z',
  'limit=3, remaining=0, reset=599',
  'limit=32, remaining=2, reset=5',
  'limit=1, remaining=0, reset=60',
  'limit=3,remaining=1,reset=4',
  'limit=3, remaining=3, reset=0',
  'limit=3, remaining=1, reset=99999999999',
];

/** Bodies that are neither a card nor a list of cards nor an error. @param {string} own */
export const otherBodies = (own) => [
  '',
  'x',
  '[]',
  'null',
  '{"error":{}}',
  '"s"',
  '{"contact_cards":5}',
  '<!doctype html>',
  '{"error":null}',
  '{"a":1',
  `{"error":{"message":"${own}"}}`,
  '[[[[[[[[1]]]]]]]]',
  '{"contact_cards":[null]}',
];

export const statuses = [
  200, 200, 200, 201, 204, 301, 302, 304, 307, 400, 401, 403, 404, 404, 409, 409, 418, 422, 429, 429, 500, 503, 599,
];

/** How `fetch` fails: see `failure` in server.mjs. */
export const failures = [
  'network',
  'network',
  'network with the number',
  'network with a cause',
  'text',
  'undefined',
  'DOMException',
  'frozen',
  'secret property',
  'at once',
];

/** How bodies arrive: see `makeBody` in server.mjs. */
export const bodies = ['stalls', 'breaks', 'slow', 'longest', 'too long', 'not UTF-8', 'none', 'BOM'];

/** What `apiKey` functions do: see observe.mjs. */
export const keyBehaviors = [
  'returns',
  'resolves',
  'resolves later',
  'rejects',
  'throws',
  'rejects later',
  'number',
  'empty',
  'undefined',
  'unsafe bytes',
  'never',
  'thenable',
];

/** What `shouldRetry` functions do: see observe.mjs. */
export const retryBehaviors = ['true', 'true', 'false', 'truthy', 'throws', 'first only', 'promise'];

/**
 * When a call is aborted. Not right after it was made: whether `fetch` has been called by then depends on the number of
 * microtasks that a build takes.
 */
export const moments = ['before', 'in fetch', 'later', 'later', 'in apiKey', 'in shouldRetry', 'in onAttempt', 'never'];

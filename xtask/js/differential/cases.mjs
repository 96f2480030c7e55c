// Random cases, as data: what is called with what, how the server responds, what the caller's functions do.
// A seed and a number always make the same case.
import { draws } from './random.mjs';

const CALLS = ['updateContactCard', 'updateContactCard', 'createContactCard', 'ensureContactCard', 'retrieveContactCards'];

/** Values of options, most of them refused. */
const optionValues = () => ({
  apiKey: ['k', 'Bearer-long-key-1234', '', ' x', 5, () => 'key-of-a-function', undefined, null, 'é', 'a\nb'],
  baseURL: [
    'https://x.y/', 'http://localhost:1/a//', 'http://h/', '/api', 'ftp://x', '//x', new URL('https://z/'), 'http://127.0.0.1',
    'http://[::1]:80/', undefined, null, 'https://x.y/a?b', 'https://u:p@x.y', '', 'https://x.y/a b',
  ],
  credentials: ['omit', 'include', 'same-origin', 'x', 1],
  dangerouslyAllowBrowser: [true, false, 'x'],
  fetch: [5, null, undefined],
  headers: [
    { a: 'b', Authorization: 'secret-token-99' }, [['X-A', 'v'], ['accept', null]], { accept: null, 'Content-Type': 'text/x' }, 'x',
    { 'bad name': 'x' }, [['a']], new Headers({ q: 'w' }), { a: 'é' }, { a: 'Ā' }, { a: 'x\ny' }, { a: undefined }, new Map([['m', 'n']]),
    { X: '1', x: '2' }, null, { authorization: null }, { a: 5 }, {},
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
  timeOut: [1], Timeout: [2], fetchX: [1], '': [1], api_key: ['k'],
});

/** Makes a case. @param {number} seed @param {number} index */
export function makeCase(seed, index) {
  const draw = draws(seed, index);
  const { pick, chance, below, random } = draw;

  // Numbers of the case's own: what is known of their write budgets comes from this case alone.
  const own = `+1555${String(index).padStart(7, '0')}`;
  const other = `+4477${String(index).padStart(8, '0')}`;
  const short = `+${index + 10}`;
  const digits = own.slice(1);
  const shown = `+1 (555) ${own.slice(5, 8)}-${own.slice(8)}`;

  const numbers = [
    other, short, '+1', '', '555', shown, '+0123', '+1234567890123456', null, undefined, 5, '\ud800', `+1555\u00a0${own.slice(5)}`, '+1é5',
    digits, `${own} `, `\u202a${own}\u202c`, `tel:${own}`, `${own} ext 9`, '＋１５５５', `${own}/68`, '+44 (0)20 7946 0018', {}, [own], true,
  ];
  const names = [
    'John', '', 'J"o\\h\n', null, undefined, 5, 'é😀', '\ud800', { a: 1 }, ['x'], true, ' ', '\u200b', 'x'.repeat(300), 'Ann', '\u0000', NaN,
  ];
  const images = [
    'https://a.b/c', 'http://a', 'https://', 'https://u@h/', 'https://a b', 'https://:1', undefined, 'https://a\u200b', 'https://é.x/?a@b',
    'HTTPS://A/', null, '', 5, 'https://a.b/c#d', 'https://a\\b', 'data:,x', 'https://[::1]/', 'https://a.b/\n',
  ];

  function fields(share, oddShare) {
    const made = {};
    for (const [name, values] of [['first_name', names], ['last_name', names], ['image_url', images]]) {
      if (!chance(share)) continue;
      const usual = name === 'image_url' ? pick(['https://q/', 'https://a.b/c']) : pick(['Ann', 'John', 'é😀']);
      made[name] = chance(oddShare) ? pick(values) : usual;
    }
    return made;
  }

  function oddInput() {
    if (chance(0.06)) return pick([null, 5, 'x', [], undefined, new Map([['phone_number', own]]), new URLSearchParams({ first_name: 'A' }), () => {}, new Date(0)]);
    const input = {};
    if (chance(0.95)) input.phone_number = chance(0.5) ? own : pick(numbers);
    Object.assign(input, fields(0.5, 0.5));
    if (chance(0.12)) input[pick(['firstName', 'x', 'lastname', other, 'phone', '', 'is_active', 'FIRST_NAME', '\ud800'])] = 1;
    return input;
  }

  function usualInput(call, number) {
    if (call === 'retrieveContactCards') return pick([{ phone_number: number }, { phone_number: number }, {}, undefined]);
    return { phone_number: number, first_name: pick(['Ann', 'John', 'é😀']), ...fields(0.4, 0) };
  }

  /** @param {boolean} isFirst whether the host's own `fetch` may be used: it is that of the first call */
  function oddOptions(isFirst) {
    if (chance(0.03) && isFirst) return pick([null, 5, 'x', [], undefined, () => {}]);
    const options = {};
    for (const [name, values] of Object.entries(optionValues())) if (chance(0.08)) options[name] = pick(values);
    if (!isFirst && !options.fetch) delete options.fetch;
    return options;
  }

  /** A card as a server sends it. */
  function card(number, oddShare) {
    const made = {
      phone_number: chance(oddShare) ? pick([other, ...numbers]) : number,
      first_name: chance(oddShare) ? pick(names) : pick(['Ann', 'John']),
      is_active: chance(oddShare) ? pick(names) : chance(0.6),
    };
    if (chance(0.5)) made.last_name = chance(0.5) ? pick(['Ann', 'é😀']) : pick(names);
    if (chance(0.4)) made.image_url = chance(0.5) ? 'https://a.b/c' : pick(images);
    if (chance(0.05)) delete made[pick(Object.keys(made))];
    if (chance(0.1)) made.extra = { deep: [1] };
    return made;
  }

  /** The body of a failure. */
  function envelope(codes) {
    const error = {
      status: pick([undefined, 400]), code: pick(codes),
      message: pick([
        `bad ${own}`, `key Bearer-long-key-1234 in ${digits.slice(1)}`, '', undefined, 'secret-token-99!', 5, `call ${shown}`, 'é😀 "quoted"', 'Try again',
      ]),
      doc_url: pick([`https://d/${digits}`, '', undefined, undefined, 5]),
      retry_after: chance(0.3) ? pick([0, 1, 30, 100_000, -1, 1.5, '7', null, 1e12]) : undefined,
      outcome: chance(0.15) ? pick(['refused', 'unknown', 'x', 5]) : undefined,
    };
    return JSON.stringify({ success: false, error, trace_id: pick([undefined, `tr-${digits}`, '', 5, 'trace-1']) });
  }

  function headers(share) {
    const made = {};
    if (chance(share)) {
      // A date is relative to when the response is made.
      made['retry-after'] = pick(['5', '1', '0', '400', 'x', '-1', '', '1.5', '99999999999', { dateIn: 4 }, { dateIn: -60 }, { dateIn: 3600 }, { dateIn: 19 }, '2024-01-01', 'Sun, 99 Nov 1994 08:49:37 GMT']);
    }
    if (chance(0.2)) made.date = pick([{ dateIn: 0 }, 'x']);
    if (chance(0.2)) made['x-trace-id'] = pick(['h-1', `h-${digits}`, '']);
    if (chance(share / 2)) made['x-should-retry'] = pick(['true', 'false', 'x', 'TRUE']);
    if (chance(share)) {
      made['x-write-budget'] = pick([
        'limit=3, remaining=1, reset=412', 'limit=0, remaining=1, reset=1', 'limit=33, remaining=1, reset=9', 'limit=5, remaining=9, reset=20, z',
        'limit=x', 'limit=3, remaining=0, reset=599', 'limit=32, remaining=2, reset=5', 'limit=1, remaining=0, reset=60', 'limit=3,remaining=1,reset=4',
        'limit=3, remaining=3, reset=0', 'limit=3, remaining=1, reset=99999999999',
      ]);
    }
    if (chance(0.1)) made['content-type'] = pick(['application/json', 'text/html']);
    return made;
  }

  // Each call has delays of its own, which are no sums of other waits: nothing is due at the same moment.
  const delay = (place) => pick([0, 1, 7, 131, 907, 2503, 31_013]) + place * 17;

  /** A response of success. */
  function good(number, place) {
    const oddShare = chance(0.15) ? 0.3 : 0;
    return {
      status: pick([200, 200, 200, 201]), after: delay(place), headers: headers(0.15),
      // Which of them is sent depends on the request.
      card: card(number, oddShare), cards: Array.from({ length: pick([0, 1, 1, 1, 2]) }, () => card(number, oddShare)),
    };
  }

  /** A failure that may be followed by another attempt. */
  function passing(place) {
    if (chance(0.2)) return { ...broken(place), after: delay(place) };
    const status = pick([500, 500, 502, 503, 503, 503, 504, 429]);
    return { status, after: delay(place), headers: headers(0.3), text: envelope([2022, 3001, 3002, 3003, 3004, 3004, 1007, 4004, undefined]) };
  }

  /** A network failure. */
  const broken = (place) => ({
    throws: pick(['network', 'network', 'network with the number', 'network with a cause', 'text', 'undefined', 'DOMException', 'frozen', 'secret property', 'at once']),
    after: delay(place),
  });

  /** Any response at all. */
  function anything(number, place) {
    if (chance(0.1)) return broken(place);
    if (chance(0.04)) return { hangs: true };
    if (chance(0.03)) return { gives: pick(['undefined', 'null', 'object', 'text']), after: delay(place) };
    const reply = {
      status: pick([200, 200, 200, 201, 400, 401, 403, 404, 404, 409, 409, 418, 422, 429, 429, 500, 503, 204, 301, 302, 307, 304, 599]),
      after: delay(place), headers: headers(0.3),
    };
    if (chance(0.05)) reply.isOpaqueRedirect = true;
    if (chance(0.4)) reply.body = pick(['stalls', 'breaks', 'slow', 'longest', 'too long', 'not UTF-8', 'none', 'BOM']);
    if (chance(0.005)) reply.body = pick(['longest list', 'too long list']);
    if (reply.status < 300 && chance(0.5)) return { ...good(number, place), ...reply };
    reply.text = chance(reply.status < 300 ? 0.8 : 0.15)
      ? pick(['', 'x', '[]', 'null', '{"error":{}}', '"s"', '{"contact_cards":5}', '<!doctype html>', '{"error":null}', '{"a":1', `{"error":{"message":"${own}"}}`, '[[[[[[[[1]]]]]]]]', '{"contact_cards":[null]}'])
      : envelope([1002, 2014, 2014, 2022, 2001, 2012, 2019, 3001, 3004, 4004, 1007, 3006, 'x', undefined, 1.5, -1, 1e20]);
    return reply;
  }

  function makeScript(number, place, call, keepsFailing) {
    if (keepsFailing) return [{ status: 503, after: 1 + place, headers: {}, text: envelope([3004]) }];
    const script = [];
    const last = chance(0.65) ? good(number, place) : chance(0.3) ? passing(place) : anything(number, place);
    // An ensured card is read before it is written; the write may find that somebody was faster.
    if (call === 'ensureContactCard' && chance(0.8)) {
      for (let failures = pick([0, 0, 1, 2]); failures > 0; failures--) script.push(passing(place));
      script.push(chance(0.7) ? { ...good(number, place), status: 200 } : { status: 404, after: delay(place), headers: {}, text: envelope([2001, 2012, 2019, 1002]) });
      if (chance(0.3)) script.push({ status: 409, after: delay(place), headers: {}, text: envelope([2014, 2014, 2014, 1002]) });
    }
    for (let failures = pick([0, 0, 0, 1, 1, 2, 3]); failures > 0; failures--) script.push(chance(0.9) ? passing(place) : anything(number, place));
    script.push(last);
    return script;
  }

  function makeSignal(place) {
    if (!chance(0.25)) return undefined;
    const aborts = pick([
      { when: 'before' }, { when: 'in fetch', attempt: pick([1, 1, 2, 3]) }, { when: 'later', ms: pick([3, 601, 1507, 3109, 5003]) + place },
      { when: 'later', ms: pick([3, 601, 1507, 3109, 5003]) + place }, { when: 'in apiKey' }, { when: 'in shouldRetry' }, { when: 'in onAttempt' }, { when: 'never' }, { when: 'at once' },
    ]);
    return { ...aborts, reason: pick(['default', 'error', 'text', 'null', 'ContactCardError']) };
  }

  function makeCall(place) {
    const name = pick(CALLS);
    const isOdd = chance(0.18);
    const number = chance(0.85) ? own : pick([other, short]);
    const options = isOdd ? oddOptions(place === 0) : {};
    const caller = {};
    // Until the longest wait is reached.
    const keepsFailing = !isOdd && chance(0.03);
    if (keepsFailing) Object.assign(options, { maxRetries: 8, timeout: pick([30_001, 700_001]) });
    if (options && typeof options === 'object') {
      const has = (option) => Object.hasOwn(options, option);
      if (!has('baseURL') && chance(isPage ? 0.4 : 0.97)) options.baseURL = chance(0.9) ? 'https://x.y/' : pick(optionValues().baseURL);
      if (!has('apiKey') && chance(isPage ? 0.3 : 0.6)) {
        if (chance(0.3)) {
          caller.apiKey = pick(['returns', 'resolves', 'resolves later', 'rejects', 'throws', 'rejects later', 'number', 'empty', 'undefined', 'unsafe bytes', 'never', 'odd thenable']);
        } else options.apiKey = pick(['Bearer-long-key-1234', 'k']);
      }
      if (isPage && !has('dangerouslyAllowBrowser') && chance(0.5)) options.dangerouslyAllowBrowser = true;
      if (!has('maxRetries') && chance(0.7)) options.maxRetries = pick([0, 1, 1, 2, 2, 2, 7]);
      if (!has('maxRetryAfter') && chance(0.2)) options.maxRetryAfter = pick([0, 1000, 5000, 1_000_000]);
      if (!has('timeout') && chance(0.25)) options.timeout = pick([43, 777, 1999, 5011, 60_000, 700_001, 4000.5]);
      if (!has('headers') && chance(0.15)) options.headers = pick([{ 'x-app': 'page', Authorization: 'secret-token-99' }, { 'x-app': 'é' }, [['x-app', 'page'], ['accept', null]]]);
      if (!has('sendEmpty') && chance(0.1)) options.sendEmpty = true;
      if (!has('replaceImage') && name === 'ensureContactCard' && chance(0.3)) options.replaceImage = true;
      if (!has('keepalive') && chance(0.1)) options.keepalive = true;
      if (!has('shouldRetry') && chance(0.35)) caller.shouldRetry = pick(['true', 'true', 'false', 'truthy', 'throws', 'first only', 'promise']);
      if (!has('onAttempt') && chance(0.9)) caller.onAttempt = chance(0.9) ? 'records' : pick(['throws', 'rejects']);
      if (!has('signal')) caller.signal = makeSignal(place);
      if (!has('fetch')) caller.fetch = place > 0 || chance(0.9) ? 'option' : 'global';
    }
    const face = chance(0.8) ? 'function' : pick(['class', 'sdk']);
    return {
      name, face: face === 'sdk' && name === 'ensureContactCard' ? 'class' : face,
      at: place === 0 ? 0 : pick([0, 0, 2, 1500, 30_000, 650_000]),
      input: isOdd && chance(0.7) ? oddInput() : usualInput(name, number),
      options, caller, isDeaf: chance(0.15), script: makeScript(number, place, name, keepsFailing),
    };
  }

  const isPage = chance(0.25);
  const jitter = pick([0, 0.25, 0.5, 0.999999, random()]);
  const calls = Array.from({ length: pick([1, 1, 1, 1, 2, 3]) }, (_, place) => makeCall(place));
  const edited = chance(0.9) ? { ...fields(0.7, 0.5), ...(chance(0.2) ? { [pick(['x', 'is_active', 'phone_number'])]: own } : {}) } : pick([null, undefined, 5, 'x', [], new Map(), new FormData()]);
  const messages = chance(0.4) ? { required: 'needed', empty: (issue) => `empty: ${issue.path.join('.')}`, cannot_clear: 'no', [pick(['leading_zero', 'missing_plus', 'unknown_field'])]: 'other' } : undefined;
  const synchronous = {
    input: oddInput(), options: { ...oddOptions(true), ...(chance(0.6) ? { baseURL: 'https://x.y/' } : {}) }, current: card(own, 0.2), edited,
    number: chance(0.5) ? pick(numbers) : shuffledNumber(), schema: chance(0.2) ? undefined : { ...(chance(0.6) ? { current: card(own, 0.1) } : {}), ...(chance(0.3) ? { sendEmpty: true } : {}), ...(messages ? { messages } : {}) },
  };
  return { index, isPage, jitter, numbers: [own, other, short], calls, synchronous };

  /** A number with something put into it, or taken out of it. */
  function shuffledNumber() {
    const characters = [...pick([own, shown, short, other, `tel:${own}`])];
    for (let change = below(4); change > 0; change--) {
      characters.splice(below(characters.length + 1), pick([0, 0, 1]), pick([' ', '-', '.', '(', ')', '/', '\u00a0', '\u200e', '٣', '９', '+', '0', 'x', '😀', '\n', '\u2011', '']));
    }
    return characters.join('');
  }
}

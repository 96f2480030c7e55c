// Random cases. A case is plain data: the calls with their input and options, the server's responses to them, and what the
// caller's functions do. A seed and an index always make the same case.
import { draws } from './random.mjs';
import {
  bodies,
  codes,
  failures,
  fieldValues,
  images,
  keyBehaviors,
  messages,
  moments,
  names,
  nonEdits,
  nonInputs,
  numberValues,
  optionValues,
  otherBodies,
  otherFields,
  retryAfter,
  retryBehaviors,
  separators,
  statuses,
  writeBudgets,
} from './values.mjs';

/** @import { Draws } from './random.mjs' */
/** @import { Numbers } from './values.mjs' */

/**
 * A case.
 *
 * @typedef {object} Case
 * @property {number} index
 * @property {boolean} isPage whether the global scope looks like a page's
 * @property {number} jitter what `Math.random` returns
 * @property {string[]} numbers whose write budgets are read at the end
 * @property {CallCase[]} calls
 * @property {SynchronousCase} synchronous
 */

/** @typedef {'updateContactCard' | 'createContactCard' | 'ensureContactCard' | 'retrieveContactCards'} CallName */

/**
 * A call, and the server's script for it.
 *
 * @typedef {object} CallCase
 * @property {CallName} name
 * @property {'function' | 'class' | 'sdk'} api through which the call is made
 * @property {number} at when it is made, in milliseconds since the case began
 * @property {unknown} input
 * @property {unknown} options without the caller's functions and signal
 * @property {Caller} caller
 * @property {boolean} ignoresSignal whether `fetch` goes on when its signal aborts
 * @property {Reply[]} script what `fetch` does, request by request; the last one repeats
 */

/**
 * What the caller's functions and signal do; those that are absent aren't passed.
 *
 * @typedef {object} Caller
 * @property {string} [apiKey] one of `keyBehaviors`
 * @property {string} [shouldRetry] one of `retryBehaviors`
 * @property {'records' | 'throws' | 'rejects'} [onAttempt]
 * @property {SignalCase} [signal]
 * @property {'option' | 'global'} [fetch] where the package finds the server
 */

/**
 * When and with which reason a call is aborted.
 *
 * @typedef {object} SignalCase
 * @property {string} when one of `moments`
 * @property {'default' | 'error' | 'text' | 'null' | 'ContactCardError'} reason
 * @property {number} [attempt] for the moment 'in fetch'
 * @property {number} [ms] for the moment 'later'
 */

/**
 * What `fetch` does with a request: it never settles, fails, resolves to something else than a response, or to a response.
 * `after` is the milliseconds until then.
 *
 * @typedef {{ hangs: true }} HangingReply
 * @typedef {{ throws: string, after: number }} FailingReply `throws` is one of `failures`
 * @typedef {{ resolvesTo: 'undefined' | 'null' | 'object' | 'text', after: number }} WrongReply
 * @typedef {HangingReply | FailingReply | WrongReply | ResponseReply} Reply
 */

/**
 * @typedef {object} ResponseReply
 * @property {number} status
 * @property {number} after
 * @property {Record<string, string | { dateIn: number }>} headers a date is so many seconds from the response
 * @property {string} [text] the body; without it, `card` or `cards` are sent
 * @property {unknown} [card] to a write
 * @property {unknown[]} [cards] to a read
 * @property {string} [body] one of `bodies`
 * @property {boolean} [isOpaqueRedirect]
 */

/**
 * The arguments of the synchronous functions.
 *
 * @typedef {object} SynchronousCase
 * @property {unknown} input
 * @property {unknown} options
 * @property {unknown} current
 * @property {unknown} edited
 * @property {unknown} number
 * @property {unknown} schema the options of `createContactCardUpdateSchema`
 */

/** @type {CallName[]} */
const WRITES = ['updateContactCard', 'updateContactCard', 'createContactCard', 'ensureContactCard'];

/**
 * Makes a case.
 *
 * @param {number} seed
 * @param {number} index
 * @returns {Case}
 */
export function makeCase(seed, index) {
  const draw = draws(seed, index);
  const { pick, chance, random } = draw;
  // Each case has numbers of its own: what is known of their write budgets comes from this case alone.
  const own = `+1555${String(index).padStart(7, '0')}`;
  const numbers = {
    own,
    other: `+4477${String(index).padStart(8, '0')}`,
    short: `+${index + 10}`,
    formatted: `+1 (555) ${own.slice(5, 8)}-${own.slice(8)}`,
  };
  const isPage = chance(0.25);
  const input = inputs(draw, numbers);
  const server = responses(draw, numbers, input);
  /** @type {CallCase[]} */
  const calls = [];
  for (let count = pick([1, 1, 1, 1, 2, 3]); calls.length < count; ) {
    calls.push(makeCall(draw, { numbers, isPage, input, server, position: calls.length }));
  }
  return {
    index,
    isPage,
    jitter: pick([0, 0.25, 0.5, 0.999999, random()]),
    numbers: [numbers.own, numbers.other, numbers.short],
    calls,
    synchronous: makeSynchronous(draw, input, own),
  };
}

/**
 * Draws of what callers pass.
 *
 * @param {Draws} draw
 * @param {Numbers} numbers
 */
function inputs({ pick, chance, below }, numbers) {
  const { own, other, short, formatted } = numbers;
  const made = {
    /** @returns {unknown} */
    number: () => pick(numberValues(numbers)),

    /** A number with characters inserted or removed. */
    changedNumber() {
      const characters = [...pick([own, formatted, short, other, `tel:${own}`])];
      for (let changes = below(4); changes > 0; changes--) {
        characters.splice(below(characters.length + 1), pick([0, 0, 1]), pick(separators));
      }
      return characters.join('');
    },

    /**
     * @param {number} share of the fields that are present
     * @param {number} unusualShare of these that are unusual
     */
    fields(share, unusualShare) {
      /** @type {Record<string, unknown>} */
      const fields = {};
      for (const [name, values] of Object.entries(fieldValues)) {
        if (!chance(share)) continue;
        const usual = name === 'image_url' ? ['https://q/', 'https://a.b/c'] : ['Ann', 'John', 'é😀'];
        fields[name] = pick(chance(unusualShare) ? values : usual);
      }
      return fields;
    },

    /**
     * @param {CallName} call
     * @param {string} number
     * @returns {unknown}
     */
    usual(call, number) {
      const one = { phone_number: number };
      if (call === 'retrieveContactCards') return pick([one, one, {}, undefined]);
      return { ...one, first_name: pick(['Ann', 'John', 'é😀']), ...made.fields(0.4, 0) };
    },

    /** @returns {unknown} */
    unusual() {
      if (chance(0.06)) return pick(nonInputs(own));
      /** @type {Record<string, unknown>} */
      const input = chance(0.95) ? { phone_number: chance(0.5) ? own : made.number() } : {};
      Object.assign(input, made.fields(0.5, 0.5));
      if (chance(0.12)) input[pick([other, ...otherFields])] = 1;
      return input;
    },

    /**
     * @param {boolean} isFirst whether the call may use the global `fetch`, which is the first call's
     * @returns {unknown}
     */
    unusualOptions(isFirst) {
      if (isFirst && chance(0.03)) return pick([null, 5, 'x', [], undefined, () => {}]);
      /** @type {Record<string, unknown>} */
      const options = {};
      for (const [name, values] of Object.entries(optionValues())) if (chance(0.08)) options[name] = pick(values);
      if (!isFirst && !options.fetch) delete options.fetch;
      return options;
    },

    /**
     * A card in a response.
     *
     * @param {string} number
     * @param {number} unusualShare of the values that are unusual
     */
    card(number, unusualShare) {
      /** @type {Record<string, unknown>} */
      const card = {
        phone_number: chance(unusualShare) ? pick([other, made.number()]) : number,
        first_name: pick(chance(unusualShare) ? names : ['Ann', 'John']),
        is_active: chance(unusualShare) ? pick(names) : chance(0.6),
      };
      if (chance(0.5)) card.last_name = pick(chance(0.5) ? ['Ann', 'é😀'] : names);
      if (chance(0.4)) card.image_url = chance(0.5) ? 'https://a.b/c' : pick(images);
      if (chance(0.05)) delete card[pick(Object.keys(card))];
      if (chance(0.1)) card.extra = { deep: [1] };
      return card;
    },
  };
  return made;
}

/**
 * @param {Draws} draw
 * @param {ReturnType<typeof inputs>} input
 * @param {string} own
 * @returns {SynchronousCase}
 */
function makeSynchronous({ pick, chance }, input, own) {
  /** @type {Record<string, unknown>} */
  const schema = {};
  if (chance(0.6)) schema.current = input.card(own, 0.1);
  if (chance(0.3)) schema.sendEmpty = true;
  if (chance(0.4)) {
    const empty = (/** @type {{ path: string[] }} */ issue) => `empty: ${issue.path.join('.')}`;
    schema.messages = { required: 'needed', empty, [pick(['leading_zero', 'unknown_field', 'cannot_clear'])]: 'other' };
  }
  const edited = input.fields(0.7, 0.5);
  if (chance(0.2)) edited[pick(['x', 'is_active', 'phone_number'])] = own;
  const options = input.unusualOptions(true);
  if (isObject(options) && chance(0.6)) options.baseURL = 'https://x.y/';
  return {
    input: input.unusual(),
    options,
    current: input.card(own, 0.2),
    edited: chance(0.9) ? edited : pick(nonEdits()),
    number: chance(0.5) ? input.number() : input.changedNumber(),
    schema: chance(0.2) ? undefined : schema,
  };
}

/**
 * Draws of a server's replies. `position` is that of the call in its case.
 *
 * @param {Draws} draw @param {Numbers} numbers @param {ReturnType<typeof inputs>} input
 */
function responses({ pick, chance }, numbers, input) {
  const { own } = numbers;
  const digits = own.slice(1);
  /**
   * No timeout and no abort is due at the same moment, as builds may start their timers in another order.
   * @param {number} position
   */
  const delay = (position) => pick([0, 5, 7, 131, 907, 2503, 31_013]) + position * 17;

  /** @param {number} share of the headers that are present */
  function headers(share) {
    /** @type {ResponseReply['headers']} */
    const headers = {};
    if (chance(share)) headers['retry-after'] = pick(retryAfter);
    if (chance(0.2)) headers.date = pick([{ dateIn: 0 }, 'x']);
    if (chance(0.2)) headers['x-trace-id'] = pick(['h-1', `h-${digits}`, '']);
    if (chance(share / 2)) headers['x-should-retry'] = pick(['true', 'false', 'x', 'TRUE']);
    if (chance(share)) headers['x-write-budget'] = pick(writeBudgets);
    if (chance(0.1)) headers['content-type'] = pick(['application/json', 'text/html']);
    return headers;
  }

  /** The body of an error response. @param {readonly unknown[]} codes */
  function errorBody(codes) {
    const error = {
      status: pick([undefined, 400]),
      code: pick(codes),
      message: pick(messages(numbers)),
      doc_url: pick([`https://d/${digits}`, '', undefined, undefined, 5]),
      retry_after: chance(0.3) ? pick([0, 1, 30, 100_000, -1, 1.5, '7', null, 1e12]) : undefined,
      outcome: chance(0.15) ? pick(['refused', 'unknown', 'x', 5]) : undefined,
    };
    return JSON.stringify({ success: false, error, trace_id: pick([undefined, `tr-${digits}`, '', 5, 'trace-1']) });
  }

  /**
   * @param {number} position
   * @param {number} status
   * @param {number[]} codes
   * @returns {ResponseReply}
   */
  const refusal = (position, status, codes) => ({
    status,
    after: delay(position),
    headers: {},
    text: errorBody(codes),
  });

  /**
   * @param {string} number
   * @param {number} position
   * @returns {ResponseReply}
   */
  function success(number, position) {
    const unusualShare = chance(0.15) ? 0.3 : 0;
    const cards = Array.from({ length: pick([0, 1, 1, 1, 2]) }, () => input.card(number, unusualShare));
    // Whether the card or the cards are sent depends on the request.
    const card = input.card(number, unusualShare);
    return { status: pick([200, 200, 200, 201]), after: delay(position), headers: headers(0.15), card, cards };
  }

  /**
   * @param {number} position
   * @returns {FailingReply}
   */
  const networkFailure = (position) => ({ throws: pick(failures), after: delay(position) });

  /**
   * A failure that may be followed by another attempt.
   *
   * @param {number} position
   * @returns {Reply}
   */
  function transientFailure(position) {
    if (chance(0.2)) return networkFailure(position);
    const text = errorBody([2022, 3001, 3002, 3003, 3004, 3004, 1007, 4004, undefined]);
    const status = pick([500, 500, 502, 503, 503, 503, 504, 429]);
    return { status, after: delay(position), headers: headers(0.3), text };
  }

  /**
   * @param {string} number
   * @param {number} position
   * @returns {Reply}
   */
  function anything(number, position) {
    if (chance(0.1)) return networkFailure(position);
    if (chance(0.04)) return { hangs: true };
    if (chance(0.03)) {
      return { resolvesTo: pick(['undefined', 'null', 'object', 'text']), after: delay(position) };
    }
    /** @type {ResponseReply} */
    const response = { status: pick(statuses), after: delay(position), headers: headers(0.3) };
    if (chance(0.05)) response.isOpaqueRedirect = true;
    if (chance(0.4)) response.body = pick(bodies);
    if (chance(0.005)) response.body = pick(['longest list', 'too long list']);
    const isSuccess = response.status < 300;
    if (isSuccess && chance(0.5)) return { ...success(number, position), ...response };
    response.text = chance(isSuccess ? 0.8 : 0.15) ? pick(otherBodies(own)) : errorBody(codes);
    return response;
  }

  return {
    /**
     * The replies to one call's requests; the last one repeats.
     *
     * @param {CallName} call
     * @param {string} number
     * @param {number} position
     */
    script(call, number, position) {
      /** @type {Reply[]} */
      const script = [];
      const fail = (/** @type {number[]} */ times) => {
        for (let count = pick(times); count > 0; count--) script.push(transientFailure(position));
      };
      // An ensured card is read before it is written; another client may create it in between.
      if (call === 'ensureContactCard' && chance(0.8)) {
        fail([0, 0, 1, 2]);
        const found = { ...success(number, position), status: 200 };
        script.push(chance(0.7) ? found : refusal(position, 404, [2001, 2012, 2019, 1002]));
        if (chance(0.3)) script.push(refusal(position, 409, [2014, 2014, 2014, 1002]));
      }
      fail([0, 0, 0, 1, 1, 2, 3]);
      if (chance(0.1)) script.push(anything(number, position));
      if (chance(0.65)) script.push(success(number, position));
      else script.push(chance(0.3) ? transientFailure(position) : anything(number, position));
      return script;
    },

    /**
     * A failure that no further attempt helps.
     *
     * @param {number} position
     * @returns {Reply[]}
     */
    outage: (position) => [{ status: 503, after: 5 + position, headers: {}, text: errorBody([3004]) }],
  };
}

/**
 * @param {Draws} draw
 * @param {number} position
 * @returns {SignalCase | undefined}
 */
function makeSignal({ pick, chance }, position) {
  if (!chance(0.25)) return undefined;
  const when = pick(moments);
  /** @type {SignalCase} */
  const signal = { when, reason: pick(['default', 'error', 'text', 'null', 'ContactCardError']) };
  if (when === 'in fetch') signal.attempt = pick([1, 1, 2, 3]);
  if (when === 'later') signal.ms = pick([3, 601, 1507, 3109, 5003]) + position;
  return signal;
}

/**
 * Makes one of a case's calls.
 *
 * @param {Draws} draw
 * @param {{ numbers: Numbers, isPage: boolean, input: ReturnType<typeof inputs>, server: ReturnType<typeof responses>, position: number }} parts
 * @returns {CallCase}
 */
function makeCall(draw, { numbers, isPage, input, server, position }) {
  const { pick, chance } = draw;
  const name = chance(0.2) ? 'retrieveContactCards' : pick(WRITES);
  const number = chance(0.85) ? numbers.own : pick([numbers.other, numbers.short]);
  const isUnusual = chance(0.18);
  const isOutage = !isUnusual && chance(0.03);
  const options = isUnusual ? input.unusualOptions(position === 0) : {};
  // Enough attempts to reach the longest wait.
  if (isOutage) Object.assign(/** @type {object} */ (options), { maxRetries: 8, timeout: pick([30_001, 700_001]) });
  /** @type {Caller} */
  const caller = {};
  if (isObject(options)) complete(draw, { name, isPage, options, caller, position });
  const api = chance(0.8) ? 'function' : pick(/** @type {const} */ (['class', 'sdk']));
  return {
    name,
    api: name === 'ensureContactCard' && api === 'sdk' ? 'class' : api,
    at: position === 0 ? 0 : pick([0, 0, 2, 1500, 30_000, 650_000]),
    input: isUnusual && chance(0.7) ? input.unusual() : input.usual(name, number),
    options,
    caller,
    ignoresSignal: chance(0.15),
    script: isOutage ? server.outage(position) : server.script(name, number, position),
  };
}

/**
 * Adds usual options, and what the caller's functions do.
 *
 * @param {Draws} draw
 * @param {{ name: CallName, isPage: boolean, options: Record<string, unknown>, caller: Caller, position: number }} call
 */
function complete(draw, { name, isPage, options, caller, position }) {
  const { pick, chance } = draw;
  const present = new Set(Object.keys(options));
  /**
   * True for a share of the calls that don't have the option yet.
   *
   * @param {string} option
   * @param {number} share
   */
  const isDue = (option, share) => !present.has(option) && chance(share);
  if (isDue('baseURL', isPage ? 0.4 : 0.97)) {
    options.baseURL = chance(0.9) ? 'https://x.y/' : pick(optionValues().baseURL);
  }
  if (isDue('apiKey', isPage ? 0.3 : 0.6)) {
    if (chance(0.3)) caller.apiKey = pick(keyBehaviors);
    else options.apiKey = pick(['Bearer-long-key-1234', 'k']);
  }
  if (isPage && isDue('dangerouslyAllowBrowser', 0.5)) options.dangerouslyAllowBrowser = true;
  if (isDue('maxRetries', 0.7)) options.maxRetries = pick([0, 1, 1, 2, 2, 2, 7]);
  if (isDue('maxRetryAfter', 0.2)) options.maxRetryAfter = pick([0, 1000, 5000, 1_000_000]);
  if (isDue('timeout', 0.25)) options.timeout = pick([43, 777, 1999, 5011, 60_000, 700_001, 4000.5]);
  if (isDue('headers', 0.15)) {
    const key = { 'x-app': 'page', Authorization: 'secret-token-99' };
    options.headers = pick([
      key,
      { 'x-app': 'é' },
      [
        ['x-app', 'page'],
        ['accept', null],
      ],
    ]);
  }
  if (isDue('sendEmpty', 0.1)) options.sendEmpty = true;
  if (name === 'ensureContactCard' && isDue('replaceImage', 0.3)) options.replaceImage = true;
  if (isDue('keepalive', 0.1)) options.keepalive = true;
  if (isDue('shouldRetry', 0.35)) caller.shouldRetry = pick(retryBehaviors);
  if (isDue('onAttempt', 0.9)) caller.onAttempt = chance(0.9) ? 'records' : pick(['throws', 'rejects']);
  if (isDue('signal', 1)) caller.signal = makeSignal(draw, position);
  if (isDue('fetch', 1)) caller.fetch = position > 0 || chance(0.9) ? 'option' : 'global';
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export const isObject = (value) => typeof value === 'object' && value !== null;

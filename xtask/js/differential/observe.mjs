// Runs a case on one package, and notes as plain data all that can be seen of it from outside.
import { getEventListeners } from 'node:events';
import { openFetch } from './server.mjs';
import { begin, elapsed, idle, later, pass, pendingTimers, reports, run, wait } from './world.mjs';

/** @typedef {{ main: any, sdk: any }} Package its two entries */

/** Everything seen of a case. @param {Package} entries @param {any} given */
export async function observe(entries, given) {
  begin({ hour: given.index, jitter: given.jitter, isPage: given.isPage });
  const synchronous = askAll(entries.main, given.synchronous);
  const calls = given.calls.map((call, place) => startCall(entries, call, place === 0));
  const settled = await run(() => calls.every(({ seen }) => seen.end));
  // What a call has left behind shows here, and so does a body that nobody reads.
  const timers = pendingTimers();
  await run(() => false);
  const left = {
    timers,
    listeners: calls.map(({ listeners }) => listeners()),
    aborted: calls.map(({ aborted }) => aborted()),
  };
  const budgets = [];
  const budget = (number) => attempt(entries.main, () => entries.main.writeBudget(number));
  for (const ms of [0, 61_000, 330_000, 331_000, 3_000_000]) {
    pass(ms);
    budgets.push({ at: elapsed(), budgets: given.numbers.map(budget) });
  }
  await idle();
  const reported = reports().map((report) => plain(report, entries.main));
  return { synchronous, calls: calls.map(({ seen }) => seen), settled, left, budgets, reported };
}

/** The functions that return at once. @param {any} main @param {any} given */
function askAll(main, { input, options, current, edited, number, schema }) {
  const sendEmpty = options && typeof options === 'object' ? options.sendEmpty : undefined;
  return {
    validate: attempt(main, () => main.validateContactCardUpdate(input, { sendEmpty })),
    preview: attempt(main, () => main.previewUpdate(input, options)),
    parse: attempt(main, () => main.parsePhoneNumber(number)),
    parseOfInput: attempt(main, () => main.parsePhoneNumber(input?.phone_number)),
    isE164: attempt(main, () => main.isE164(number)),
    changed: attempt(main, () => main.changedFields(current, edited)),
    schema: attempt(main, () => main.createContactCardUpdateSchema(schema)['~standard'].validate(edited)),
    schemaOfInput: attempt(main, () => main.contactCardUpdateSchema['~standard'].validate(input)),
    budget: attempt(main, () => main.writeBudget(number)),
  };
}

/** What a function returns or throws. @param {any} main @param {() => unknown} work */
function attempt(main, work) {
  try {
    return { returned: plain(work(), main) };
  } catch (thrown) {
    return { threw: plain(thrown, main) };
  }
}

/** Starts a call when it is due. @param {Package} entries @param {any} call @param {boolean} isFirst of its case */
function startCall(entries, call, isFirst) {
  const { main } = entries;
  /** The caller's own objects, which are known by identity. @type {Map<unknown, string>} */
  const known = new Map();
  const note = (value) => plain(value, main, known);
  /** @type {any} */
  const seen = {
    sent: [],
    attempts: [],
    vetoes: [],
    keys: 0,
    keyArguments: 'none',
    cancelled: 0,
    isPromise: false,
    end: undefined,
  };
  const signal = call.caller.signal && makeSignal(call.caller.signal, main, known);
  const { fetch, signals } = openFetch(call, seen, { note, known, inFetch: (count) => signal?.at('in fetch', count) });
  const options = withFunctions(call, { seen, note, known, signal, fetch });
  // At any time of the call, as one build may look it up later than the other.
  if (isFirst) globalThis.fetch = fetch;
  const start = async () => {
    try {
      const promise = makeCall(entries, call, options);
      seen.isPromise = promise instanceof Promise;
      const returned = await promise;
      seen.end = { at: elapsed(), returned: note(returned) };
    } catch (thrown) {
      seen.end = { at: elapsed(), threw: note(thrown) };
    }
  };
  later(call.at, () => {
    signal?.at('before');
    start();
    signal?.start();
  });
  return {
    seen,
    listeners: () => (signal ? getEventListeners(signal.signal, 'abort').length : 0),
    aborted: () => signals.map(({ aborted }) => aborted),
  };
}

/** The methods that do what the functions do. */
const methods = {
  updateContactCard: 'update',
  createContactCard: 'create',
  ensureContactCard: 'ensure',
  retrieveContactCards: 'retrieve',
};

/** @param {Package} entries @param {any} call @param {any} options */
function makeCall({ main, sdk }, { name, face, input }, options) {
  const method = methods[name];
  if (face === 'function' || typeof (options ?? undefined) !== 'object') return main[name](input, options);
  // Half of the options are bound, the others come with the call.
  const entries = Object.entries(options);
  const bound = Object.fromEntries(entries.filter((_, index) => index % 2 === 0));
  const rest = Object.fromEntries(entries.filter((_, index) => index % 2 === 1));
  if (face === 'class') return new main.ContactCards(bound)[method](input, rest);
  const { headers, ...others } = bound;
  return new sdk.LinqAPIV3({ ...others, defaultHeaders: headers }).contactCard[method](input, rest);
}

/** The options with the caller's functions. */
function withFunctions(call, { seen, note, known, signal, fetch }) {
  const { options, caller } = call;
  if (!options || typeof options !== 'object') return options;
  const made = Array.isArray(options) ? options : { ...options };
  if (caller.fetch === 'option') made.fetch = fetch;
  if (signal) made.signal = signal.signal;
  const thrown = (name) => {
    const error = new RangeError(`${name} threw`);
    known.set(error, `what ${name} threw`);
    return error;
  };
  if (caller.apiKey) {
    made.apiKey = (...args) => {
      seen.keys += 1;
      seen.keyArguments = note(args);
      signal?.at('in apiKey');
      return keys[caller.apiKey](() => thrown('apiKey'));
    };
  }
  if (caller.shouldRetry) {
    made.shouldRetry = (...args) => {
      seen.vetoes.push({ at: elapsed(), arguments: note(args) });
      signal?.at('in shouldRetry');
      return verdicts[caller.shouldRetry](args[1], () => thrown('shouldRetry'));
    };
  }
  if (caller.onAttempt) {
    made.onAttempt = (...args) => {
      seen.attempts.push({ at: elapsed(), arguments: note(args) });
      signal?.at('in onAttempt');
      if (caller.onAttempt === 'throws') throw thrown('onAttempt');
      if (caller.onAttempt === 'rejects') return Promise.reject(thrown('onAttempt'));
    };
  }
  return made;
}

/** What key functions do. @type {Record<string, (error: () => Error) => unknown>} */
const keys = {
  returns: () => 'Bearer-long-key-1234',
  resolves: async () => 'Bearer-long-key-1234',
  'resolves later': async () => {
    await wait(211);
    return 'Bearer-long-key-1234';
  },
  rejects: (error) => Promise.reject(error()),
  throws: (error) => {
    throw error();
  },
  'rejects later': async (error) => {
    await wait(223);
    throw error();
  },
  number: () => 5,
  empty: () => '',
  undefined: () => undefined,
  'unsafe bytes': async () => 'a\nb',
  never: () => new Promise(() => {}),
  // biome-ignore lint/suspicious/noThenProperty: callers return what they like.
  'odd thenable': () => ({ then: (resolve) => resolve('Bearer-long-key-1234') }),
};

/** What `shouldRetry` functions do. @type {Record<string, (attempt: number, error: () => Error) => unknown>} */
const verdicts = {
  true: () => true,
  false: () => false,
  truthy: () => 'yes',
  throws: (_, error) => {
    throw error();
  },
  'first only': (attempt) => attempt === 1,
  promise: async () => true,
};

/** A signal that aborts where the case says so. */
function makeSignal({ when, attempt: count, ms, reason }, main, known) {
  const controller = new AbortController();
  const abort = () => {
    if (controller.signal.aborted) return;
    if (reason === 'default') controller.abort();
    else if (reason === 'text') controller.abort('left the page');
    else if (reason === 'null') controller.abort(null);
    else if (reason === 'error') controller.abort(new RangeError('left the page'));
    else controller.abort(new main.ContactCardError('left the page'));
    known.set(controller.signal.reason, "the signal's reason");
  };
  return {
    signal: controller.signal,
    at: (moment, number) => {
      if (moment === when && number === count) abort();
    },
    start: () => {
      if (when === 'later') later(ms, abort);
    },
  };
}

/**
 * A value as plain data that can be written and compared: what JSON has no word for is in guillemets.
 * @param {any} value
 * @param {any} main the package's main entry
 * @param {Map<unknown, string>} [known]
 * @param {number} [depth]
 * @returns {unknown}
 */
export function plain(value, main, known, depth = 8) {
  if (value === undefined) return '«undefined»';
  if (typeof value === 'number' && !Number.isFinite(value)) return `«${value}»`;
  if (typeof value === 'function') return '«function»';
  if (typeof value === 'bigint' || typeof value === 'symbol') return `«${String(value)}»`;
  if (value === null || typeof value !== 'object') return value;
  if (known?.has(value)) return `«${known.get(value)}»`;
  if (!depth) return '«deep»';
  const inside = (part) => plain(part, main, known, depth - 1);
  if (value instanceof Error) return plainError(value, main, inside);
  if (value instanceof Date) return `«date ${value.getTime()}»`;
  if (value instanceof AbortSignal) return '«signal»';
  if (Array.isArray(value)) return value.map(inside);
  const prototype = Object.getPrototypeOf(value);
  const members = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inside(part)]));
  if (prototype === Object.prototype || prototype === null) return members;
  return { '«class»': prototype.constructor?.name, ...members };
}

/** @param {any} error @param {any} main @param {(part: unknown) => unknown} inside */
function plainError(error, main, inside) {
  const classes = [];
  let prototype = Object.getPrototypeOf(error);
  while (prototype && prototype !== Error.prototype) {
    classes.push(prototype.constructor.name);
    prototype = Object.getPrototypeOf(prototype);
  }
  const branded = Object.keys(main).filter((name) => /Error$/.test(name) && error instanceof main[name]);
  let json;
  try {
    json = JSON.parse(JSON.stringify(error));
  } catch (thrown) {
    json = `«${thrown}»`;
  }
  const members = Object.fromEntries(Object.entries(error).map(([name, part]) => [name, inside(part)]));
  return {
    '«classes»': classes,
    '«instance of»': branded.sort(),
    name: error.name,
    message: error.message,
    ...members,
    ...('cause' in error ? { cause: inside(error.cause) } : {}),
    '«has a stack»': typeof error.stack === 'string',
    '«as JSON»': inside(json),
  };
}

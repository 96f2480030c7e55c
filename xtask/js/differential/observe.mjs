// Runs a case on one package, and observes as plain data all that is visible from outside.
import { getEventListeners } from 'node:events';
import { isObject } from './cases.mjs';
import { openFetch } from './server.mjs';
import { begin, elapsed, idle, later, pass, pendingTimers, reports, run, wait } from './world.mjs';

/** @import { CallCase, Case, SignalCase } from './cases.mjs' */

/**
 * The main entry and the SDK's interface of a package. They aren't typed: cases pass what the typings forbid, and either
 * package may be of another version.
 *
 * @typedef {{ main: any, sdk: any }} Package
 */

/** @typedef {{ returned: unknown } | { threw: unknown }} Result */

/**
 * All that is observed of a case.
 *
 * @typedef {object} Observation
 * @property {Record<string, Result>} synchronous
 * @property {CallObservation[]} calls
 * @property {boolean} settled whether all calls settled
 * @property {{ timers: number, listeners: number[], aborted: boolean[][] }} left what the calls left behind
 * @property {{ at: number, budgets: Result[] }[]} budgets the write budgets, at several times
 * @property {unknown[]} reported errors that were reported to the host
 */

/**
 * What is observed of a call.
 *
 * @typedef {object} CallObservation
 * @property {({ at: number } & Record<string, unknown>)[]} sent its requests
 * @property {{ at: number, arguments: unknown }[]} attempts its calls of `onAttempt`
 * @property {{ at: number, arguments: unknown }[]} vetoes its calls of `shouldRetry`
 * @property {number} keys the number of its calls of `apiKey`
 * @property {unknown} keyArguments
 * @property {number} cancelled the number of bodies that it cancelled
 * @property {boolean} isPromise
 * @property {({ at: number } & Result) | undefined} end absent while it hasn't settled
 */

/**
 * Runs a case.
 *
 * @param {Package} entries
 * @param {Case} testCase
 * @returns {Promise<Observation>}
 */
export async function observe(entries, testCase) {
  begin({ hour: testCase.index, jitter: testCase.jitter, isPage: testCase.isPage });
  const synchronous = callSynchronous(entries.main, testCase.synchronous);
  const calls = testCase.calls.map((call, position) => startCall(entries, call, position === 0));
  const settled = await run(() => calls.every(({ observation }) => observation.end));
  // Shows the timers that a call has left behind, and a body that is never read.
  const timers = pendingTimers();
  await run(() => false);
  const left = {
    timers,
    listeners: calls.map(({ listeners }) => listeners()),
    aborted: calls.map(({ aborted }) => aborted()),
  };
  /** @type {Observation['budgets']} */
  const budgets = [];
  const budget = (/** @type {string} */ number) => attempt(entries.main, () => entries.main.writeBudget(number));
  for (const ms of [0, 61_000, 330_000, 331_000, 3_000_000]) {
    pass(ms);
    budgets.push({ at: elapsed(), budgets: testCase.numbers.map(budget) });
  }
  await idle();
  const reported = reports().map((report) => plain(report, entries.main));
  return { synchronous, calls: calls.map(({ observation }) => observation), settled, left, budgets, reported };
}

/**
 * Calls the synchronous functions.
 *
 * @param {Package['main']} main
 * @param {Case['synchronous']} arguments_
 */
function callSynchronous(main, { input, options, current, edited, number, schema }) {
  const sendEmpty = isObject(options) ? options.sendEmpty : undefined;
  const phoneNumber = isObject(input) ? input.phone_number : undefined;
  return {
    validate: attempt(main, () => main.validateContactCardUpdate(input, { sendEmpty })),
    preview: attempt(main, () => main.previewUpdate(input, options)),
    parse: attempt(main, () => main.parsePhoneNumber(number)),
    parseOfInput: attempt(main, () => main.parsePhoneNumber(phoneNumber)),
    isE164: attempt(main, () => main.isE164(number)),
    changed: attempt(main, () => main.changedFields(current, edited)),
    schema: attempt(main, () => main.createContactCardUpdateSchema(schema)['~standard'].validate(edited)),
    schemaOfInput: attempt(main, () => main.contactCardUpdateSchema['~standard'].validate(input)),
    budget: attempt(main, () => main.writeBudget(number)),
  };
}

/**
 * Returns what a function returns or throws.
 *
 * @param {Package['main']} main
 * @param {() => unknown} work
 * @returns {Result}
 */
function attempt(main, work) {
  try {
    return { returned: plain(work(), main) };
  } catch (thrown) {
    return { threw: plain(thrown, main) };
  }
}

/**
 * Starts a call when it is due.
 *
 * @param {Package} entries
 * @param {CallCase} call
 * @param {boolean} isFirst of its case
 */
function startCall(entries, call, isFirst) {
  const { main } = entries;
  /** The caller's own objects, by name: they are compared by identity. @type {Map<unknown, string>} */
  const known = new Map();
  const note = (/** @type {unknown} */ value) => plain(value, main, known);
  /** @type {CallObservation} */
  const observation = {
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
  const inFetch = (/** @type {number} */ count) => signal?.at('in fetch', count);
  const { fetch, signals } = openFetch(call, observation, { note, known, inFetch });
  const options = withFunctions(call, { observation, note, known, signal, fetch });
  // For the whole case, as one build may look it up later than the other.
  if (isFirst) Object.assign(globalThis, { fetch });
  const start = async () => {
    try {
      const promise = makeCall(entries, call, options);
      observation.isPromise = promise instanceof Promise;
      const returned = await promise;
      observation.end = { at: elapsed(), returned: note(returned) };
    } catch (thrown) {
      observation.end = { at: elapsed(), threw: note(thrown) };
    }
  };
  later(call.at, () => {
    signal?.at('before');
    start();
    signal?.start();
  });
  return {
    observation,
    listeners: () => (signal ? getEventListeners(signal.signal, 'abort').length : 0),
    aborted: () => signals.map(({ aborted }) => aborted),
  };
}

/** The methods of both classes, by the function that does the same. */
const methods = {
  updateContactCard: 'update',
  createContactCard: 'create',
  ensureContactCard: 'ensure',
  retrieveContactCards: 'retrieve',
};

/**
 * @param {Package} entries
 * @param {CallCase} call
 * @param {unknown} options
 */
function makeCall({ main, sdk }, { name, api, input }, options) {
  const method = methods[name];
  if (api === 'function' || !isObject(options)) return main[name](input, options);
  // Half of the options are bound, the others are passed to the call.
  const entries = Object.entries(options);
  const bound = Object.fromEntries(entries.filter((_, index) => index % 2 === 0));
  const rest = Object.fromEntries(entries.filter((_, index) => index % 2 === 1));
  if (api === 'class') return new main.ContactCards(bound)[method](input, rest);
  const { headers, ...others } = bound;
  return new sdk.LinqAPIV3({ ...others, defaultHeaders: headers }).contactCard[method](input, rest);
}

/**
 * Returns the options with the caller's functions.
 *
 * @param {CallCase} call
 * @param {object} parts
 * @param {CallObservation} parts.observation
 * @param {(value: unknown) => unknown} parts.note
 * @param {Map<unknown, string>} parts.known
 * @param {ReturnType<typeof makeSignal> | undefined} parts.signal
 * @param {unknown} parts.fetch
 */
function withFunctions({ options, caller }, { observation, note, known, signal, fetch }) {
  if (!isObject(options)) return options;
  /** @type {Record<string, unknown>} */
  const made = Array.isArray(options) ? options : { ...options };
  if (caller.fetch === 'option') made.fetch = fetch;
  if (signal) made.signal = signal.signal;
  const thrown = (/** @type {string} */ name) => {
    const error = new RangeError(`${name} threw`);
    known.set(error, `what ${name} threw`);
    return error;
  };
  const { apiKey, shouldRetry, onAttempt } = caller;
  if (apiKey) {
    made.apiKey = (/** @type {unknown[]} */ ...args) => {
      observation.keys += 1;
      observation.keyArguments = note(args);
      signal?.at('in apiKey');
      return keyBehaviors[apiKey]?.(() => thrown('apiKey'));
    };
  }
  if (shouldRetry) {
    made.shouldRetry = (/** @type {unknown[]} */ ...args) => {
      observation.vetoes.push({ at: elapsed(), arguments: note(args) });
      signal?.at('in shouldRetry');
      return retryBehaviors[shouldRetry]?.(args[1], () => thrown('shouldRetry'));
    };
  }
  if (onAttempt) {
    made.onAttempt = (/** @type {unknown[]} */ ...args) => {
      observation.attempts.push({ at: elapsed(), arguments: note(args) });
      signal?.at('in onAttempt');
      if (onAttempt === 'throws') throw thrown('onAttempt');
      if (onAttempt === 'rejects') return Promise.reject(thrown('onAttempt'));
    };
  }
  return made;
}

/** What `apiKey` functions do. @type {Record<string, (error: () => Error) => unknown>} */
const keyBehaviors = {
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
  // biome-ignore lint/suspicious/noThenProperty: callers may return any object.
  thenable: () => ({ then: (/** @type {(key: string) => void} */ resolve) => resolve('Bearer-long-key-1234') }),
};

/** What `shouldRetry` functions do. @type {Record<string, (attempt: unknown, error: () => Error) => unknown>} */
const retryBehaviors = {
  true: () => true,
  false: () => false,
  truthy: () => 'yes',
  throws: (_, error) => {
    throw error();
  },
  'first only': (attempt) => attempt === 1,
  promise: async () => true,
};

/**
 * Makes a signal that aborts when the case does.
 *
 * @param {SignalCase} signalCase @param {Package['main']} main @param {Map<unknown, string>} known
 */
function makeSignal({ when, attempt: count, ms = 0, reason }, main, known) {
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
    /**
     * Aborts if this is the moment.
     *
     * @param {string} moment
     * @param {number} [number]
     */
    at(moment, number) {
      if (moment === when && number === count) abort();
    },
    start() {
      if (when === 'later') later(ms, abort);
    },
  };
}

/**
 * Makes plain data of a value, to be printed and compared: what JSON can't express is in guillemets.
 *
 * @param {unknown} value
 * @param {Package['main']} main
 * @param {Map<unknown, string>} [known] names of objects, which replace them
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
  const inside = (/** @type {unknown} */ part) => plain(part, main, known, depth - 1);
  if (value instanceof Error) return plainError(value, main, inside);
  if (value instanceof Date) return `«date ${value.getTime()}»`;
  if (value instanceof AbortSignal) return '«signal»';
  if (Array.isArray(value)) return value.map(inside);
  const prototype = Object.getPrototypeOf(value);
  const members = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inside(part)]));
  if (prototype === Object.prototype || prototype === null) return members;
  return { '«class»': prototype.constructor?.name, ...members };
}

/**
 * @param {Error} error
 * @param {Package['main']} main
 * @param {(part: unknown) => unknown} inside
 */
function plainError(error, main, inside) {
  /** @type {string[]} */
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

// The world in which cases run: the globals that a package reads (clock, timers, randomness, page) are replaced, so that
// every run of a case is the same. Time is virtual: a timer fires as soon as nothing else can happen, in the order of due
// times, so that waiting for minutes takes no time.
// `queueMicrotask` is the host's own: two builds may need different numbers of microtasks for one step.

const { setImmediate } = globalThis;

/** 2023-11-14, in milliseconds since 1970: where every case's clock starts. */
const START = 1_700_000_000_000;

/** Iterations of the host's event loop without a timer after which nothing more is expected to happen. */
const QUIET_ITERATIONS = 20;

/** The time, and that at which the case began, in milliseconds. */
let clock = 0;
let began = 0;
let lastTimer = 0;
/** @typedef {{ id: number, due: number, run: () => void, owner: 'package' | 'case' }} Timer */
/** Pending timers, by id. @type {Map<number, Timer>} */
const timers = new Map();
/** What packages have reported to the host. @type {unknown[]} */
let reported = [];

class VirtualDate extends Date {
  /** @param {[] | [string | number | Date]} parts */
  constructor(...parts) {
    if (parts.length) super(...parts);
    else super(VirtualDate.now());
  }

  static now() {
    return START + Math.floor(clock);
  }
}

/** Replaces the host's globals, for good. */
export function install() {
  // The SDK's interface reads them.
  delete process.env.LINQ_API_V3_API_KEY;
  delete process.env.LINQ_API_V3_BASE_URL;
  Object.assign(globalThis, {
    Date: VirtualDate,
    /**
     * @param {(...args: unknown[]) => void} run
     * @param {number} ms
     * @param {unknown[]} args
     */
    setTimeout: (run, ms, ...args) => start(() => run(...args), ms, 'package'),
    /** @param {unknown} timer */
    clearTimeout: (timer) => timers.delete(Number(timer)),
    /** @param {unknown} error */
    reportError: (error) => void reported.push(error),
  });
  Object.defineProperty(performance, 'now', { value: () => clock });
  process.on('unhandledRejection', (error) => void reported.push(['unhandled rejection', error]));
}

/**
 * Starts a case: sets the clock and `Math.random`, and makes the global scope that of a page or of a server.
 *
 * @param {{ hour: number, jitter: number, isPage: boolean }} world `hour`: when the case begins
 */
export function begin({ hour, jitter, isPage }) {
  began = clock = hour * 3_600_000;
  timers.clear();
  reported = [];
  // Fixed, since one build may draw more often than the other.
  Math.random = () => jitter;
  setPage(isPage);
}

/** What packages have reported to the host since the case began. */
export const reports = () => reported;

/** Milliseconds since the case began. */
export const elapsed = () => clock - began;

/** Pending timers that a package has started. */
export const pendingTimers = () => [...timers.values()].filter(({ owner }) => owner === 'package').length;

/** Advances the clock while no timer is pending. @param {number} ms */
export function pass(ms) {
  clock += ms;
}

/**
 * Runs a function later, on the virtual clock.
 *
 * @param {number} ms
 * @param {() => void} run
 */
export const later = (ms, run) => start(run, ms, 'case');

/**
 * Resolves later, on the virtual clock.
 *
 * @param {number} ms
 * @returns {Promise<void>}
 */
export const wait = (ms) => new Promise((resolve) => later(ms, resolve));

/** Runs until `isDone`, or until nothing more can happen. Returns whether it is done. @param {() => boolean} isDone */
export async function run(isDone) {
  for (let quiet = 0; quiet < QUIET_ITERATIONS; ) {
    await idle();
    if (isDone()) return true;
    quiet = fireNext() ? 0 : quiet + 1;
  }
  return false;
}

/** Waits until everything has happened that needs no timer. */
export async function idle() {
  for (let iteration = 0; iteration < 3; iteration++) await new Promise((resolve) => setImmediate(resolve));
}

/** Fires the timer that is due first, and returns whether there was one. */
function fireNext() {
  const [next] = [...timers.values()].sort((a, b) => a.due - b.due);
  if (!next) return false;
  timers.delete(next.id);
  clock = Math.max(clock, next.due);
  try {
    next.run();
  } catch (error) {
    if (next.owner === 'case') throw error;
    reported.push(['a timer threw', error]);
  }
  return true;
}

/**
 * Starts a timer.
 *
 * @param {() => void} run
 * @param {number} ms
 * @param {'package' | 'case'} owner
 */
function start(run, ms, owner) {
  const id = ++lastTimer;
  // As hosts replace a delay that is out of range.
  const delay = ms >= 1 && ms <= 2_147_483_647 ? Math.trunc(ms) : owner === 'package' ? 1 : 0;
  timers.set(id, { id, due: clock + delay, run, owner });
  const timer = { ref: () => timer, unref: () => timer, hasRef: () => true, [Symbol.toPrimitive]: () => id };
  return timer;
}

/** Defines or removes the globals by which packages recognise a page. @param {boolean} isPage */
function setPage(isPage) {
  const origin = 'https://app.example';
  const document = { baseURI: `${origin}/cards` };
  const globals = { window: globalThis, self: globalThis, document, location: { origin }, origin };
  for (const [name, value] of Object.entries(globals)) {
    if (isPage) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    else Reflect.deleteProperty(globalThis, name);
  }
}

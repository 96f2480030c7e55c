// Virtual time: the globals that a package reads, replaced so that every run of a case is the same. A timer fires as
// soon as nothing else can happen, in the order of due times, so that waits of minutes take none.
// `queueMicrotask` is the host's own: two builds may need different numbers of microtasks for one step.

const { setImmediate } = globalThis;

/** 2023-11-14, in milliseconds since 1970: where every case's clock starts. */
const START = 1_700_000_000_000;

/** Turns of the host's event loop without a timer after which nothing more is expected to happen. */
const QUIET_TURNS = 20;

/** Milliseconds, and where the case began. */
let clock = 0;
let began = 0;
let lastTimer = 0;
/** Pending timers. @type {Map<number, { id: number, due: number, run: () => void, owner: 'package' | 'case' }>} */
const timers = new Map();
/** What packages have reported to the host. @type {unknown[]} */
let reported = [];

class VirtualDate extends Date {
  /** @param {...any} parts */
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
  // The SDK's face reads them.
  delete process.env.LINQ_API_V3_API_KEY;
  delete process.env.LINQ_API_V3_BASE_URL;
  Object.assign(globalThis, {
    Date: VirtualDate,
    setTimeout: (run, ms, ...args) => start(() => run(...args), ms, 'package'),
    clearTimeout: (timer) => timers.delete(Number(timer)),
    reportError: (error) => void reported.push(error),
  });
  Object.defineProperty(performance, 'now', { value: () => clock });
  process.on('unhandledRejection', (error) => void reported.push(['unhandled rejection', error]));
}

/** Starts a case: sets its clock and its `Math.random`, and makes the global scope that of a page or of a server. */
export function begin({ hour, jitter, isPage }) {
  began = clock = hour * 3_600_000;
  timers.clear();
  reported = [];
  // Fixed, since one build may draw more often than the other.
  Math.random = () => jitter;
  setPage(isPage);
}

/** What was reported to the host since the case began. */
export const reports = () => reported;

/** Milliseconds since the case began. */
export const elapsed = () => clock - began;

/** Pending timers that a package has started. */
export const pendingTimers = () => [...timers.values()].filter(({ owner }) => owner === 'package').length;

/** Moves the clock on, where no timer is expected. */
export function pass(ms) {
  clock += ms;
}

/** Does something later, on the virtual clock. @param {number} ms @param {() => void} run */
export const later = (ms, run) => start(run, ms, 'case');

/** @param {number} ms */
export const wait = (ms) => new Promise((resolve) => later(ms, () => resolve(undefined)));

/** Runs until `isDone`, or until nothing more can happen. Returns whether it is done. @param {() => boolean} isDone */
export async function run(isDone) {
  for (let quiet = 0; quiet < QUIET_TURNS; ) {
    await idle();
    if (isDone()) return true;
    quiet = fireNext() ? 0 : quiet + 1;
  }
  return false;
}

/** Lets everything that waits for no timer happen. */
export async function idle() {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Fires the timer that is due first. Returns whether there was one. */
function fireNext() {
  /** @type {{ id: number, due: number, run: () => void } | undefined} */
  let next;
  for (const timer of timers.values()) if (!next || timer.due < next.due) next = timer;
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

/** @param {() => void} run @param {any} ms @param {'package' | 'case'} owner */
function start(run, ms, owner) {
  const id = ++lastTimer;
  // As hosts do with what is out of range.
  const delay = ms >= 1 && ms <= 2_147_483_647 ? Math.trunc(ms) : owner === 'package' ? 1 : 0;
  timers.set(id, { id, due: clock + delay, run, owner });
  const timer = { ref: () => timer, unref: () => timer, hasRef: () => true, [Symbol.toPrimitive]: () => id };
  return timer;
}

/** Gives the global scope what packages recognise a page by, or takes it away. @param {boolean} isPage */
function setPage(isPage) {
  const origin = 'https://app.example';
  const document = { baseURI: `${origin}/cards` };
  const globals = { window: globalThis, self: globalThis, document, location: { origin }, origin };
  for (const [name, value] of Object.entries(globals)) {
    if (isPage) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    else Reflect.deleteProperty(globalThis, name);
  }
}

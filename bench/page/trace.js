// The time of a page's main thread, from Chromium's own trace.
import { logging } from 'selenium-webdriver';

/** @import { WebDriver } from 'selenium-webdriver' */
/** @import { Options } from 'selenium-webdriver/chrome.js' */

/**
 * An event of a trace. Times are in microseconds.
 *
 * @typedef {{ name: string, cat: string, ph: string, ts: number, dur?: number, pid: number, tid: number, args: any }} TraceEvent
 */

/**
 * The time that the main thread was busy.
 *
 * @typedef {object} MainThread
 * @property {number} total milliseconds
 * @property {number} longest the longest task, in milliseconds
 * @property {number} elapsed from start to end, idle time included, in milliseconds
 */

const categories = ['toplevel', 'blink.user_timing', 'devtools.timeline', '__metadata'];

/** Has a browser trace what it does. @param {Options} options */
export function enableTrace(options) {
  const preferences = new logging.Preferences();
  preferences.setLevel(logging.Type.PERFORMANCE, logging.Level.ALL);
  options.setLoggingPrefs(preferences);
  const traceCategories = categories.join(',');
  // The typings have members that chromedriver no longer knows.
  options.setPerfLoggingPrefs(/** @type {any} */ ({ enableNetwork: false, enablePage: false, traceCategories }));
}

/** The number of spans so far, so that each has a name of its own. */
let spans = 0;

/**
 * Measures the main thread while something happens in the page.
 *
 * @param {WebDriver} driver
 * @param {() => Promise<unknown>} action loads no other page
 * @returns {Promise<MainThread>}
 */
export async function measure(driver, action) {
  const name = `span ${spans++}`;
  await mark(driver, `${name} starts`);
  await action();
  await mark(driver, `${name} ends`);
  return busyIn(driver, name);
}

/**
 * Measures the main thread from a navigation on, until something has happened.
 *
 * @param {WebDriver} driver
 * @param {() => Promise<unknown>} navigate loads a page, and waits for what is to be measured
 * @returns {Promise<MainThread>}
 */
export async function measureNavigation(driver, navigate) {
  const name = `span ${spans++}`;
  await navigate();
  await mark(driver, name);
  const events = await takeTrace(driver, name);
  const end = timeOf(events, name);
  const { pid } = /** @type {TraceEvent} */ (events.find((event) => event.name === name));
  // Not that of an empty document, which a new window has at first.
  const starts = events.filter(
    (event) =>
      event.name === 'navigationStart' &&
      event.pid === pid &&
      event.ts < end &&
      event.args.data?.documentLoaderURL?.startsWith('http'),
  );
  return busyBetween(events, Math.max(...starts.map(({ ts }) => ts)), end);
}

/**
 * Measures the main thread while a script runs in the page, without what the driver's calls cost it.
 *
 * @param {WebDriver} driver
 * @param {string} script
 * @param {string} condition an expression that holds once what the script has started is done
 * @returns {Promise<MainThread>}
 */
export async function measureScript(driver, script, condition) {
  const name = `span ${spans++}`;
  await driver.executeAsyncScript(
    `const [name, done] = arguments;
     ${markScript}
     const check = () => (${condition}) ? mark(name + ' ends', done) : setTimeout(check, 20);
     mark(name + ' starts', () => { ${script}; check(); });`,
    name,
  );
  return busyIn(driver, name);
}

/** The function of the page that marks a moment in the trace, after the frame that is due. */
const markScript = `
  const mark = (name, then) => requestAnimationFrame(() => setTimeout(() => { performance.mark(name); then(); }));`;

/** Marks a moment in the trace. @param {WebDriver} driver @param {string} name */
const mark = (driver, name) => driver.executeAsyncScript(`${markScript} mark(...arguments);`, name);

/** Returns how busy the main thread was in a span. @param {WebDriver} driver @param {string} name of the span */
async function busyIn(driver, name) {
  const events = await takeTrace(driver, `${name} ends`);
  return busyBetween(events, timeOf(events, `${name} starts`), timeOf(events, `${name} ends`));
}

/** Returns the trace since the last call, up to a mark. @param {WebDriver} driver @param {string} end @returns {Promise<TraceEvent[]>} */
async function takeTrace(driver, end) {
  /** @type {TraceEvent[]} */
  const events = [];
  // The driver returns what it has so far.
  while (!events.some(({ name }) => name === end)) {
    const entries = await driver.manage().logs().get(logging.Type.PERFORMANCE);
    for (const { message } of entries) {
      const { method, params } = JSON.parse(message).message;
      if (method === 'Tracing.dataCollected') events.push(params);
    }
  }
  return events;
}

/** Returns the time of a mark. @param {TraceEvent[]} events @param {string} name */
function timeOf(events, name) {
  const found = events.find((event) => event.name === name && event.cat.includes('user_timing'));
  if (!found) throw new Error(`the trace has no ${name}`);
  return found.ts;
}

/** Returns how busy the thread of the marks was. @param {TraceEvent[]} events @param {number} start @param {number} end */
function busyBetween(events, start, end) {
  const thread = events.find(({ name, cat }) => name.startsWith('span ') && cat.includes('user_timing'));
  const durations = events
    .filter(
      ({ name, ph, pid, tid }) =>
        name === 'ThreadControllerImpl::RunTask' && ph === 'X' && pid === thread?.pid && tid === thread.tid,
    )
    .map(({ ts, dur = 0 }) => Math.max(0, Math.min(ts + dur, end) - Math.max(ts, start)) / 1_000);
  return {
    total: durations.reduce((sum, duration) => sum + duration, 0),
    longest: Math.max(0, ...durations),
    elapsed: (end - start) / 1_000,
  };
}

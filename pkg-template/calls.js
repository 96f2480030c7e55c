// @ts-check
// The calls under way: what the core asks of the host for each of them, and what outlives an instance of the module.
// Nothing is decided here.
import { createError, hidden, textsOf } from './errors.js';
import { headOf, pack } from './pack.js';

/** @type {Set<Call>} */
const live = new Set();

/** The ledger of each number's writes, as the core wrote it. @type {Map<string, string>} */
const budgets = new Map();

/** @param {string} number */
export const keptBudget = (number) => budgets.get(number) ?? '';

/** @param {string} number @param {string} budget */
export const keepBudget = (number, budget) => void budgets.set(number, budget);

/** One call. */
export class Call {
  /** The packed head of the response under way, once it is there. */
  response = '';
  /** What is under way. @type {AbortController | undefined} */
  #transfer;
  /** Its body. @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  #reader;
  /** Whether a write was sent. */
  isWritten = false;
  /** What `fetch` or a function of the caller threw, as far as it may be seen. @type {any} */
  thrown;
  isOver = false;
  /** Ends the wait, when the call has to stop. @type {(value?: any) => void} */
  wake = () => {};
  listener = () => this.wake();

  /**
   * @param {any} options the caller's
   * @param {(card: any) => void} resolve
   * @param {(reason: unknown) => void} reject
   */
  constructor(options, resolve, reject) {
    const { apiKey, fetch = globalThis.fetch, onAttempt, shouldRetry, signal } = options ?? {};
    this.apiKey = apiKey;
    this.fetch = fetch;
    this.onAttempt = onAttempt;
    this.shouldRetry = shouldRetry;
    this.signal = signal;
    this.resolve = resolve;
    this.reject = reject;
    // What is no signal is for the core to refuse.
    if (typeof signal?.addEventListener === 'function') signal.addEventListener('abort', this.listener);
    live.add(this);
  }

  /** Nothing of a call outlives it: no listener, no timer, no transfer. */
  close() {
    live.delete(this);
    clearTimeout(this.deadline);
    clearTimeout(this.sleeping);
    this.transfer = undefined;
    quietly(() => this.signal?.removeEventListener?.('abort', this.listener));
  }

  /** What is under way ends where something else begins. */
  set transfer(/** @type {AbortController | undefined} */ next) {
    this.#transfer?.abort();
    this.#transfer = next;
    // The body of a `fetch` that doesn't hear the signal.
    drop(this.#reader);
    this.#reader = undefined;
    this.response = '';
  }

  // What the core calls.

  /** @param {string} text the end, as JSON */
  end(text) {
    this.close();
    const end = JSON.parse(text);
    if (end.name === 'Aborted') this.reject(quietly(() => this.signal.reason));
    else if (end.name === 'CallerThrew') this.reject(this.thrown);
    else if (end.outcome) this.reject(createError(end, this.thrown));
    else this.resolve(end);
  }

  /** @param {number} timeout in milliseconds */
  start(timeout) {
    this.deadline = setTimeout(() => {
      this.isOver = true;
      this.wake();
    }, timeout);
  }

  /** Why the call has to stop: 1 for an abort, 2 for the deadline, 0 otherwise. */
  stop() {
    return this.signal && quietly(() => this.signal.aborted) ? 1 : this.isOver ? 2 : 0;
  }

  /**
   * A promise that settles as `work` does, or when the call is woken.
   * @param {Promise<string>} [work]
   */
  wait(work) {
    return new Promise((resolve, reject) => {
      this.wake = resolve;
      // A function of the caller may have aborted while nothing waited.
      if (this.stop()) this.wake();
      work?.then(resolve, reject);
    });
  }

  /** @param {number} ticket */
  queue(ticket) {
    this.ticket = ticket;
    return this.wait();
  }

  /** @param {number} ms */
  sleep(ms) {
    const slept = this.wait();
    this.sleeping = setTimeout(this.wake, ms);
    return slept;
  }

  askKey() {
    const { apiKey } = this;
    return this.wait(Promise.resolve(apiKey()).then((key) => pack(key)));
  }

  /** @param {unknown} sent what `fetch` gave @param {number} limit in bytes */
  read(sent, limit) {
    return this.wait(this.#read(sent, limit));
  }

  /**
   * Head and body, packed; the body as JSON in a list, or as what is wrong with it.
   * @param {any} sent
   * @param {number} limit
   */
  async #read(sent, limit) {
    this.thrown = undefined;
    const transfer = this.#transfer;
    const response = await sent;
    if (transfer !== this.#transfer) {
      drop(response?.body);
      return '';
    }
    this.response = pack(headOf(response));
    const { body } = response ?? {};
    let text = '';
    if (body) {
      const reader = body.getReader();
      this.#reader = reader;
      const decoder = new TextDecoder('utf-8', { fatal: true });
      for (;;) {
        const { value } = await reader.read();
        if (value === undefined) break;
        if ((limit -= value.byteLength) < 0) return `[${this.response}${pack('too long')}]`;
        text += decoder.decode(value, { stream: true });
      }
      text += decoder.decode();
    }
    // Nothing is left to cancel, and aborting would make an error with a stack.
    this.#transfer = undefined;
    this.#reader = undefined;
    return `[${this.response}${packJson(text)}]`;
  }

  /** The packed head of the response under way; empty before it is there. */
  head() {
    return this.response;
  }

  /** @param {any} thrown */
  keep(thrown) {
    this.thrown = thrown;
  }

  /** All texts of what was thrown; `undefined` where not all of it can be looked at. */
  look() {
    return textsOf(this.thrown);
  }

  /** Puts something harmless into the place of what was thrown. */
  hide() {
    this.thrown = hidden(this.thrown);
  }

  /**
   * Whether the caller allows another attempt, 1 or 0; 2 where that function throws.
   * @param {string} error
   * @param {number} attempt
   */
  allows(error, attempt) {
    const { shouldRetry } = this;
    try {
      return Number(shouldRetry(createError(JSON.parse(error), this.thrown), attempt) === true);
    } catch (thrown) {
      this.thrown = thrown;
      return 2;
    }
  }

  /** Tells the caller of an attempt. @param {string} attempt */
  report(attempt) {
    const { onAttempt } = this;
    quietly(() => Promise.resolve(onAttempt(JSON.parse(attempt))).catch(tell));
  }
}

/**
 * Runs what is the caller's: what it throws is reported, and doesn't matter to the call.
 * @template T
 * @param {() => T} run
 */
function quietly(run) {
  try {
    return run();
  } catch (thrown) {
    tell(thrown);
  }
}

/** Reports what is the caller's, later: the host's own reporter may be the caller's too, and throw. @param {unknown} thrown */
function tell(thrown) {
  const { reportError = console.error } = /** @type {any} */ (globalThis);
  queueMicrotask(() => reportError(thrown));
}

/**
 * Ends a body that nobody reads to its end.
 * @param {{ cancel(): Promise<void> } | undefined} body
 */
async function drop(body) {
  try {
    await body?.cancel();
  } catch {}
}

/** @param {string} text of a body */
function packJson(text) {
  try {
    return pack([JSON.parse(text)]);
  } catch {
    return pack(text ? 'not JSON' : 'empty');
  }
}

/** Wakes the call whose turn has come. @param {number} ticket */
export function callTicket(ticket) {
  for (const call of live) if (call.ticket === ticket) call.wake();
}

/**
 * The instance of all live calls broke: none of them would ever settle.
 * @param {unknown} cause
 */
export function breakAll(cause) {
  // What closing a call tells the caller may make new ones, on a new instance.
  for (const call of [...live]) {
    call.close();
    call.reject(trapped(call.isWritten ? 'unknown' : 'not_sent', cause));
  }
}

/**
 * @param {string} outcome
 * @param {unknown} cause
 */
export function trapped(outcome, cause) {
  const message = 'The WebAssembly instance broke. The next call starts a new one';
  return createError({ name: 'WasmTrapError', message, outcome }, cause);
}

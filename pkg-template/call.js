// @ts-check
// The calls in flight. The core decides what is next; this does it, and comes back with what has happened.
import { createError, hidden, textsOf } from './errors.js';
import { Message, none, own } from './message.js';

/** The calls in flight. @type {Set<Call>} */
const live = new Set();

/** The calls that write to a number, in call order: the first one writes, the others wait. @type {Map<unknown, Call[]>} */
const queues = new Map();

/** Each number's write budget, as the core wrote it. @type {Map<unknown, string>} */
export const budgets = new Map();

/** How many of them are kept. */
const MOST_BUDGETS = 10_000;

/** One call. */
export class Call {
  #startedAt = performance.now();
  #apiKey;
  #fetch;
  #onAttempt;
  #shouldRetry;
  #signal;
  #number;
  /** The message to the core: what stays the same in all of them, and while a step is taken, what belongs to that. */
  #request;
  /** What the caller's key function returned. @type {unknown} */
  #key;
  /** The calls that write to the same number. @type {Call[] | undefined} */
  #queue;
  /** Aborts the request in flight. @type {AbortController | undefined} */
  #controller;
  /** The promise of the response. @type {unknown} */
  #sent;
  /** The report of the response's head, once it is there. @type {object | undefined} */
  #head;
  /** Reads the response's body. @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  #reader;
  /** What `fetch` or a function of the caller threw, as far as it may be seen. @type {any} */
  #thrown;
  /** The call's time is over. */
  #isOver = false;
  /** A write was sent. */
  #isWritten = false;
  /** The instance broke. @type {Error | undefined} */
  #broken;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #deadline;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #sleep;
  /** Ends the wait, when the call has to stop. @type {(value?: any) => void} */
  #wake = () => {};
  #abort = () => this.#wake();

  /**
   * @param {string} operation as the core names it
   * @param {any} params
   * @param {any} options of both, own members
   * @param {object} environment
   */
  constructor(operation, params, options, environment) {
    const { apiKey, fetch = globalThis.fetch, onAttempt, shouldRetry, signal } = options ?? none;
    this.#apiKey = apiKey;
    this.#fetch = fetch;
    this.#onAttempt = onAttempt;
    this.#shouldRetry = shouldRetry;
    this.#signal = signal;
    this.#number = params?.phone_number;
    this.#request = new Message().add(operation, params, plain(options), environment);
  }

  /** Carries the call out. @param {import('./load.js').Instance} instance of the core */
  async run(instance) {
    const signal = this.#signal;
    try {
      live.add(this);
      // What is no signal is for the core to refuse.
      if (typeof signal?.addEventListener === 'function') signal.addEventListener('abort', this.#abort);
      /** @type {any} */
      let event = ['started', this.#stopped() === 'aborted', queues.has(this.#number)];
      let verdict;
      for (;;) {
        const action = this.#step(instance, verdict, event);
        verdict = undefined;
        if (action.action === 'askRetry') {
          verdict = this.#verdict(action);
          continue;
        }
        if (action.action === 'done') {
          if (!action.error) return action.value;
          throw this.#errorOf(action.error);
        }
        try {
          event = await this.#perform(instance, action);
        } catch (thrown) {
          this.#thrown = thrown;
          event = ['thrown', this.#head, textsOf(thrown)];
        }
        const stopped = this.#stopped();
        if (stopped) event = [stopped, this.#head];
        this.#endAttempt();
      }
    } catch (error) {
      throw this.#broken ?? error;
    } finally {
      live.delete(this);
      clearTimeout(this.#deadline);
      clearTimeout(this.#sleep);
      this.#endAttempt();
      quietly(() => signal?.removeEventListener?.('abort', this.#abort));
      this.#leaveQueue();
    }
  }

  /**
   * Tells the core what has happened, and takes what goes with every action.
   * @param {import('./load.js').Instance} instance
   * @param {unknown} verdict
   * @param {unknown[]} event
   */
  #step(instance, verdict, event) {
    const request = this.#request;
    const { length } = request;
    request.add(this.#key, budgets.get(this.#number), verdict, ...event);
    const action = instance.exchange(request, this.#startedAt, Math.random());
    // What was added is of this step alone.
    request.length = length;
    if (action.timeout) this.#start(action);
    if (action.budget) keep(this.#number, action.budget);
    if (action.hide) this.#thrown = hidden(this.#thrown);
    if (action.report) quietly(() => Promise.resolve((0, this.#onAttempt)(action.report)).catch(reportLater));
    return action;
  }

  /** The call begins, as it is valid. @param {any} action */
  #start({ timeout, isWrite }) {
    const stop = () => {
      this.#isOver = true;
      this.#wake();
    };
    this.#deadline = setTimeout(stop, timeout - (performance.now() - this.#startedAt));
    if (isWrite) {
      this.#queue = queues.get(this.#number) ?? [];
      this.#queue.push(this);
      queues.set(this.#number, this.#queue);
    }
  }

  #leaveQueue() {
    const queue = this.#queue;
    if (!queue) return;
    const position = queue.indexOf(this);
    queue.splice(position, 1);
    if (!queue.length) queues.delete(this.#number);
    else if (!position) queue[0].#wake();
  }

  /**
   * Does what is next, and returns what has happened.
   * @param {import('./load.js').Instance} instance
   * @param {any} action
   */
  async #perform(instance, { action, url, init, limit, ms }) {
    const apiKey = this.#apiKey;
    switch (action) {
      case 'waitInQueue':
        await this.#wait();
        return ['dequeued'];
      case 'askKey':
        this.#key = await this.#wait(Promise.resolve(apiKey()));
        return ['key'];
      case 'sleep':
        if (ms) {
          const slept = this.#wait();
          this.#sleep = setTimeout(this.#wake, ms);
          await slept;
        }
        return ['slept'];
      case 'send': {
        const controller = (this.#controller = new AbortController());
        // Hosts read what is inherited, too.
        const request = own(init);
        this.#isWritten ||= !!request.body;
        instance.guard(() => instance.core.send(this, url, request, controller.signal));
        const body = await this.#wait(this.#read(instance, limit));
        return ['response', this.#head, body];
      }
    }
  }

  /** Sends a request; called by the core. What `fetch` throws at once becomes a rejection. @param {string} url @param {object} init */
  fetch(url, init) {
    // Unbound, as callers expect of `fetch`.
    const fetch = this.#fetch;
    try {
      this.#sent = fetch(url, init);
    } catch (thrown) {
      this.#sent = Promise.reject(thrown);
    }
  }

  /**
   * Reads a response: its head into the call; its body, up to `limit` bytes, as JSON in a list, or as the name of what is
   * wrong with it.
   * @param {import('./load.js').Instance} instance
   * @param {number} limit
   */
  async #read(instance, limit) {
    const controller = this.#controller;
    this.#thrown = undefined;
    const response = /** @type {any} */ (await this.#sent);
    const body = response?.body;
    if (controller !== this.#controller) return body && cancel(body);
    this.#head = headOf(response);
    let text = '';
    if (body) {
      const reader = (this.#reader = body.getReader());
      /** @type {Uint8Array[]} */
      const chunks = [];
      let length = 0;
      for (;;) {
        const { value } = await reader.read();
        if (value === undefined) break;
        length += value.byteLength;
        // What isn't bytes has no length, and may never end.
        if (!(length <= limit)) return 'tooLong';
        chunks.push(value);
      }
      text = instance.decoder.decode(joined(chunks, length));
    }
    // Nothing is left to end, and aborting would make an error with a stack.
    this.#controller = this.#reader = undefined;
    try {
      return [JSON.parse(text)];
    } catch {
      return text ? 'notJson' : 'empty';
    }
  }

  /** Ends what is left of an attempt: the request, and the body of a `fetch` that ignores its signal. */
  #endAttempt() {
    this.#controller?.abort();
    this.#reader && cancel(this.#reader);
    this.#controller = this.#reader = this.#head = undefined;
  }

  /** Why the call has to stop, as the core names the event. Throws where no event can be handled any more. */
  #stopped() {
    if (this.#broken) throw this.#broken;
    return this.#signal && quietly(() => this.#signal.aborted) ? 'aborted' : this.#isOver ? 'timedOut' : undefined;
  }

  /**
   * A promise that settles as `work` does, or when the call is woken.
   * @param {Promise<unknown>} [work]
   */
  #wait(work) {
    return new Promise((resolve, reject) => {
      this.#wake = resolve;
      work?.then(resolve, reject);
      // A function of the caller may have aborted, or broken the instance, while nothing waited.
      if (this.#stopped()) resolve(undefined);
    });
  }

  /**
   * Asks the caller whether a failure may be tried again: `null` where that function throws.
   * @param {any} action
   */
  #verdict({ error, attempt }) {
    const shouldRetry = this.#shouldRetry;
    try {
      return shouldRetry(createError(error, this.#thrown), attempt) === true;
    } catch (thrown) {
      this.#thrown = thrown;
      return null;
    }
  }

  /** What the call rejects with. @param {any} error as the core describes it */
  #errorOf(error) {
    if (error.name === 'Aborted') return quietly(() => this.#signal.reason);
    if (error.name === 'CallerThrew') return this.#thrown;
    return createError(error, this.#thrown);
  }

  /**
   * The instance of all live calls broke: none of them can go on.
   * @param {unknown} cause
   */
  static breakAll(cause) {
    for (const call of live) {
      call.#broken = trapped(call.#isWritten ? 'unknown' : 'not_sent', cause);
      call.#wake();
    }
  }
}

/**
 * Options as the core takes them: a `URL` object stands for its text, and a signal for the function that makes it one.
 * @param {any} options own members
 */
export function plain(options) {
  const { baseURL, signal } = options ?? none;
  if (typeof baseURL !== 'object' && !signal) return options;
  // A function that listens to nothing is no signal.
  return { ...options, baseURL: baseURL?.href ?? baseURL, signal: signal?.addEventListener ?? (signal && false) };
}

/** The report of a response's head, as far as it can be read: see the core's `Response`. @param {any} response */
export function headOf(response) {
  try {
    const { headers, status, type } = response;
    // A `fetch` of the caller's may give anything: an object could throw when it is encoded.
    const primitive = (/** @type {unknown} */ value) => (typeof value === 'object' ? undefined : value);
    const header = (/** @type {string} */ name) => primitive(headers.get(name));
    const retryAfter = header('retry-after');
    return {
      status: primitive(status),
      type: primitive(type),
      retryAfter,
      retryIn: retryAfter && Math.max(0, Math.ceil((Date.parse(retryAfter) - Date.now()) / 1000)),
      traceId: header('x-trace-id'),
      shouldRetry: header('x-should-retry'),
      writeBudget: header('x-write-budget'),
    };
  } catch {
    return {};
  }
}

/**
 * Stores a number's write budget. Of many numbers, as a server may have, those that were written to last are kept.
 * @param {unknown} number
 * @param {string} budget
 */
function keep(number, budget) {
  budgets.delete(number);
  if (budgets.set(number, budget).size > MOST_BUDGETS) budgets.delete(budgets.keys().next().value);
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} length of all of them, in bytes
 */
function joined(chunks, length) {
  if (chunks.length === 1) return chunks[0];
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
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
    reportLater(thrown);
  }
}

/** The host's own reporter may be the caller's too, and throw. @param {unknown} thrown */
function reportLater(thrown) {
  const { reportError = console.error } = /** @type {any} */ (globalThis);
  queueMicrotask(() => reportError(thrown));
}

/**
 * Ends a body that nobody reads to its end.
 * @param {{ cancel(): Promise<void> }} body
 */
async function cancel(body) {
  try {
    await body.cancel();
  } catch {}
}

/**
 * @param {string} outcome
 * @param {unknown} cause
 */
export function trapped(outcome, cause) {
  const message = 'The WebAssembly instance broke. The next call starts a new one';
  return createError({ name: 'WasmTrapError', message, outcome }, cause);
}

// The calls in flight. The core decides what is next; a call carries it out, and reports what has happened.
import { createError, createTrapError, hidden, textsOf } from '../runtime/errors.js';
import { DEEPEST, emptyObject, headOf, Message, ownMembers } from '../runtime/message.js';

/** @typedef {import('../types/index.js').RequestOptions} RequestOptions */
/** @typedef {import('../types/index.js').AbortSignalLike} AbortSignalLike */
/** @typedef {import('../runtime/core.js').Action} Action */
/** @typedef {import('../runtime/errors.js').ErrorDescription} ErrorDescription */
/** @typedef {import('../runtime/instance.js').Instance} Instance */
/** @typedef {unknown[]} Event the name of an event, then its values, as the core reads them */

/** The calls that write to a number, in call order: the first one writes, the others wait. @type {Map<unknown, Call[]>} */
export const queues = new Map();

/** Each number's write budget, as the core wrote it. @type {Map<unknown, string>} */
export const budgets = new Map();

/** How many write budgets are stored at most. */
const MOST_BUDGETS = 10_000;

/** One call of an operation, from its start to its end. */
export class Call {
  #startedAt = performance.now();
  #options;
  #fetch;
  #number;
  /** The message to the core: the part that all steps have in common. A step adds its own, and removes it again. */
  #request;
  /** What the caller's key function returned. @type {unknown} */
  #key;
  /** The calls that write to the same number. @type {Call[] | undefined} */
  #queue;
  /** Aborts the request in flight. @type {AbortController | undefined} */
  #controller;
  /** What `fetch` returned: a promise of the response. @type {unknown} */
  #sent;
  /** The report of the response's head, once it has arrived. @type {object | undefined} */
  #head;
  /** Reads the response's body. @type {Reader | undefined} */
  #reader;
  /** What `fetch` or a function of the caller threw, as far as it may be shown. @type {unknown} */
  #thrown;
  /** Whether the call's time is over. */
  #isOver = false;
  /** Whether a write was sent. */
  #isWritten = false;
  /** Why the instance broke. @type {Error | undefined} */
  #broken;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #deadline;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #sleep;
  /** Ends the wait, when the call has to stop. @type {(value?: unknown) => void} */
  #wake = () => {};
  /** Wakes the call at an abort. Signals that aren't the host's may send the event without one. */
  #abort = () => this.#stopReason() && this.#wake();

  /**
   * @param {string} operation as the core names it
   * @param {unknown} params own members, as of the options
   * @param {RequestOptions | undefined} options
   * @param {object} host the report on it
   */
  constructor(operation, params, options, host) {
    this.#options = /** @type {RequestOptions} */ (options ?? emptyObject);
    this.#fetch = this.#options.fetch ?? globalThis.fetch;
    this.#number = /** @type {{ phone_number?: unknown } | null | undefined} */ (params)?.phone_number;
    this.#request = messageOf(operation, params, options, host);
  }

  /** Carries the call out. @param {Instance} instance of the core */
  async run(instance) {
    try {
      instance.calls.add(this);
      /** @type {Event} */
      let event = ['started', this.#stopReason() === 'aborted', queues.has(this.#number)];
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
        const stopped = this.#stopReason();
        if (stopped) event = [stopped, this.#head];
        this.#endAttempt();
      }
    } catch (error) {
      throw this.#broken ?? error;
    } finally {
      instance.calls.delete(this);
      clearTimeout(this.#deadline);
      clearTimeout(this.#sleep);
      this.#endAttempt();
      tryRead(() => this.#options.signal?.removeEventListener('abort', this.#abort));
      this.#leaveQueue();
    }
  }

  /** Stops the call, as its instance broke. @param {unknown} cause */
  stop(cause) {
    this.#broken = createTrapError(this.#isWritten ? 'unknown' : 'not_sent', cause);
    this.#wake();
  }

  /**
   * Reports an event to the core. Returns the next action, after what comes with any action is done.
   * @param {Instance} instance
   * @param {unknown} verdict
   * @param {Event} event
   */
  #step(instance, verdict, event) {
    const request = this.#request;
    const { length } = request;
    request.add(DEEPEST, this.#key, budgets.get(this.#number), verdict, ...event);
    /** @type {Action} */
    const action = instance.exchange(request, this.#startedAt, Math.random());
    // The additions belong to this step alone.
    request.length = length;
    if (action.timeout) this.#start(action.timeout, action.isWrite);
    if (action.budget) storeBudget(this.#number, action.budget);
    if (action.hide) this.#thrown = hidden(this.#thrown);
    const { report } = action;
    const onAttempt = /** @type {NonNullable<RequestOptions['onAttempt']>} */ (this.#options.onAttempt);
    if (report) promiseOf(() => onAttempt(report)).catch((thrown) => (globalThis.reportError ?? console.error)(thrown));
    return action;
  }

  /**
   * Starts the timeout, listens to the signal and joins the queue of a write, once the core has found the call valid.
   * @param {number} timeout
   * @param {boolean} [isWrite]
   */
  #start(timeout, isWrite) {
    const stop = () => {
      this.#isOver = true;
      this.#wake();
    };
    this.#deadline = setTimeout(stop, timeout - (performance.now() - this.#startedAt));
    this.#options.signal?.addEventListener('abort', this.#abort);
    if (isWrite) {
      this.#queue = queues.get(this.#number) ?? [];
      this.#queue.push(this);
      queues.set(this.#number, this.#queue);
    }
  }

  /** Leaves the number's queue. Wakes the call that is first now. */
  #leaveQueue() {
    const queue = this.#queue;
    if (!queue) return;
    const position = queue.indexOf(this);
    queue.splice(position, 1);
    const next = queue[0];
    if (!next) queues.delete(this.#number);
    else if (!position) next.#wake();
  }

  /**
   * Performs an action. Returns what has happened.
   * @param {Instance} instance
   * @param {Exclude<Action, { action: 'askRetry' | 'done' }>} action
   * @returns {Promise<Event>}
   */
  async #perform(instance, action) {
    switch (action.action) {
      case 'waitInQueue':
        await this.#wait();
        return ['dequeued'];
      case 'askKey':
        this.#key = await this.#wait(promiseOf(/** @type {() => unknown} */ (this.#options.apiKey)));
        return ['key'];
      case 'sleep':
        if (action.ms) {
          const slept = this.#wait();
          this.#sleep = setTimeout(this.#wake, action.ms);
          await slept;
        }
        return ['slept'];
      case 'send': {
        const controller = new AbortController();
        this.#controller = controller;
        // Hosts read inherited members, too.
        const request = ownMembers(action.init);
        this.#isWritten ||= !!request.body;
        instance.guard(() => instance.core.send(this, action.url, request, controller.signal));
        const body = await this.#wait(this.#read(instance, action.limit));
        return ['response', this.#head, body];
      }
    }
  }

  /**
   * Sends a request; called by the core. What `fetch` throws becomes a rejection.
   * @param {string} url
   * @param {import('../types/index.js').FetchInit} init
   */
  fetch(url, init) {
    // Unbound, as callers expect of `fetch`.
    const fetch = this.#fetch;
    this.#sent = promiseOf(() => fetch(url, init));
  }

  /**
   * Reads a response, and stores the report of its head. Returns its body: the value of the JSON, in a list, or the name of
   * what is wrong with it.
   * @param {Instance} instance
   * @param {number} limit of the body, in bytes
   */
  async #read(instance, limit) {
    const controller = this.#controller;
    this.#thrown = undefined;
    /** @type {Partial<Response>} */
    const response = (await this.#sent) ?? emptyObject;
    if (controller !== this.#controller) return cancel(response.body);
    this.#head = headOf(response);
    const reader = readerOf(response);
    this.#reader = reader;
    /** @type {Uint8Array[]} */
    const chunks = [];
    let length = 0;
    for (;;) {
      const { value } = await reader.read();
      if (value === undefined) break;
      length += value.byteLength;
      // A chunk that isn't bytes has no length, and empty ones may never end.
      if (!(length <= limit) || chunks.push(value) > limit) return 'tooLong';
    }
    // Most bodies are one chunk.
    const text = instance.decoder.decode(chunks[1] ? joined(chunks, length) : chunks[0]);
    // Nothing remains to be ended, and aborting would make an error with a stack.
    this.#controller = this.#reader = undefined;
    try {
      return [JSON.parse(text)];
    } catch {
      return text ? 'notJson' : 'empty';
    }
  }

  /** Ends what is left of an attempt: the request, and the body where `fetch` ignores its signal. */
  #endAttempt() {
    this.#controller?.abort();
    this.#reader && cancel(this.#reader);
    this.#controller = this.#reader = this.#head = undefined;
  }

  /** Returns the event that stops the call: aborted, or timed out. Throws where the instance broke and handles no event. */
  #stopReason() {
    if (this.#broken) throw this.#broken;
    return tryRead(() => this.#options.signal?.aborted) ? 'aborted' : this.#isOver ? 'timedOut' : undefined;
  }

  /**
   * Returns a promise that settles as `work` does, or when the call is woken.
   * @param {Promise<unknown>} [work]
   */
  #wait(work) {
    return new Promise((resolve, reject) => {
      this.#wake = resolve;
      work?.then(resolve, reject);
      // A function of the caller may have aborted, or broken the instance, while nothing waited.
      if (this.#stopReason()) resolve(undefined);
    });
  }

  /**
   * Returns the caller's verdict on another attempt: `null` where `shouldRetry` throws.
   * @param {Extract<Action, { action: 'askRetry' }>} action
   */
  #verdict({ error, attempt }) {
    const shouldRetry = /** @type {(error: Error, attempt: number) => boolean} */ (this.#options.shouldRetry);
    try {
      return shouldRetry(createError(error, this.#thrown), attempt) === true;
    } catch (thrown) {
      this.#thrown = thrown;
      return null;
    }
  }

  /** Returns what the call rejects with. @param {ErrorDescription} error */
  #errorOf(error) {
    if (error.name === 'Aborted') return tryRead(() => this.#options.signal?.reason);
    if (error.name === 'CallerThrew') return this.#thrown;
    return createError(error, this.#thrown);
  }
}

/**
 * Returns the message about a call, from which the core makes its requests. Params have one level, and options four, as their
 * headers may be a list of pairs.
 * @param {string} operation as the core names it
 * @param {unknown} params
 * @param {RequestOptions | undefined} options own members
 * @param {object} host the report on it
 */
export const messageOf = (operation, params, options, host) =>
  new Message().add(1, operation, params).add(4, optionsForCore(options), host);

/**
 * Returns options as the core takes them: of a `URL` object its text, and of a signal the function by which the core recognizes
 * it.
 * @param {RequestOptions | undefined} options own members
 */
function optionsForCore(options) {
  const { baseURL, signal } = options ?? emptyObject;
  const isURL = typeof baseURL === 'object';
  // A list is for the core to refuse: its members would be options here.
  if ((!isURL && !signal) || Array.isArray(options)) return options;
  return {
    ...options,
    baseURL: isURL ? tryRead(() => /** @type {URL | null} */ (baseURL)?.href ?? baseURL) : baseURL,
    signal: signal && tryRead(() => recognize(signal)),
  };
}

/**
 * Returns the function by which the core recognizes a signal. Throws where nothing can listen to it, as for a proxy of one.
 * @param {AbortSignalLike} signal
 */
function recognize(signal) {
  signal.removeEventListener('abort', () => {});
  return signal.addEventListener ?? false;
}

/**
 * Stores a number's write budget. A server may have many numbers: those that were written to last remain.
 * @param {unknown} number
 * @param {string} budget
 */
function storeBudget(number, budget) {
  budgets.delete(number);
  if (budgets.set(number, budget).size > MOST_BUDGETS) budgets.delete(budgets.keys().next().value);
}

/**
 * Returns what a function reads from an object of the caller's; `false` where that throws, as it does for a proxy of a host's
 * object.
 * @template T
 * @param {() => T} read
 */
function tryRead(read) {
  try {
    return read();
  } catch {
    return false;
  }
}

/** @typedef {{ read(): Promise<{ value?: Uint8Array | void }>, cancel(): Promise<unknown> }} Reader of a body, chunk by chunk */

/**
 * Returns the reader of a response's body, which is a web stream only where `fetch` is the host's.
 * @param {Partial<Response>} response
 * @returns {Reader}
 */
function readerOf(response) {
  if (response.body?.getReader) return response.body.getReader();
  const chunks = chunksOf(response);
  return { read: () => chunks.next(), cancel: () => chunks.return() };
}

/**
 * Yields a body that isn't a web stream: Node's streams can be iterated, and any other body is read as a whole.
 * @param {Partial<Response>} response
 */
async function* chunksOf(response) {
  if (response.body?.[Symbol.asyncIterator]) yield* response.body;
  else if (response.arrayBuffer) yield new Uint8Array(await response.arrayBuffer());
  else yield new TextEncoder().encode(response.text ? await response.text() : JSON.stringify(await response.json?.()));
}

/**
 * Returns the bytes of all chunks.
 * @param {Uint8Array[]} chunks
 * @param {number} length
 */
function joined(chunks, length) {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** Ends a body that isn't read to its end. @param {{ cancel(): Promise<unknown> } | null | undefined} body or its reader */
const cancel = (body) => promiseOf(() => body?.cancel()).catch(() => {});

/**
 * Returns a promise of what a function returns, or throws.
 * @param {() => unknown} run
 */
const promiseOf = (run) => new Promise((resolve) => resolve(run()));

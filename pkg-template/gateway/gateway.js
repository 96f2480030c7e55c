// @ts-check
// A gateway: the core decides what is done next, and this does it. Nothing is decided here.
import { headOf } from '../call.js';
import { encoded } from '../message.js';
import { environment } from '../environment.js';
import { createError, hidden, textsOf } from '../errors.js';
import { Deadline, LATE } from './deadline.js';
import { instance } from './instance.js';
import { memoryStore } from './memory.js';
import { once } from './once.js';
import { isServer } from './place.js';
import { rawHeads } from './raw.js';
import { readBody } from './reading.js';

/** @typedef {import('./instance.js').Instance} Instance */

/**
 * Makes a gateway. Its options are checked now, so that a mistake ends the server's start and not its first request.
 * @param {any} options
 * @returns {(request: any) => Promise<Response>}
 */
export function createGateway(options) {
  const gateway = new Gateway(options);
  return async (request) => {
    if (typeof request?.headers?.get !== 'function') {
      throw new TypeError('A gateway takes a Request; node:http and Express take toNodeListener(gateway)');
    }
    return new Exchange(gateway, request).run();
  };
}

/** The options of one gateway. */
class Gateway {
  /** The options and the environment, encoded. */
  #message;
  /** The numbers under which instances have the config. @type {WeakMap<Instance, number>} */
  #configs = new WeakMap();

  /** @param {any} options */
  constructor(options) {
    this.#message = encoded(plain(options), environment(isServer));
    this.timeout = this.#setUp(instance()).timeout;
    const { authorize, fetch, log, store = memoryStore() } = options;
    this.authorize = authorize;
    this.fetch = fetch;
    this.log = log;
    this.store = store;
  }

  /** The number of the config on an instance, which may be a new one. @param {Instance} on */
  config(on) {
    return this.#configs.get(on) ?? this.#setUp(on).config;
  }

  /** @param {Instance} on */
  #setUp(on) {
    const settings = JSON.parse(on.call('setUp', this.#message));
    if (settings.error) throw createError(settings.error);
    this.#configs.set(on, settings.config);
    return settings;
  }

  /** Whether a log may hold a text. @param {string} text */
  mayLog(text) {
    const on = instance();
    return on.call('mayLog', this.config(on), text);
  }
}

/**
 * Options as plain data: a store is encoded as its function, a `URL` object as its text.
 * @param {any} options
 */
function plain(options) {
  const { store, upstream } = options ?? {};
  if (store === undefined && upstream === undefined) return options;
  return { ...options, store: store && (store.reserve ?? null), upstream: upstream?.href ?? upstream };
}

/** One request, on its way through the core's `Exchange`. */
class Exchange {
  #gateway;
  #request;
  #started = performance.now();
  #deadline;
  /** Where it is: an instance, and its number there. @type {Instance} */
  #instance;
  #number;
  /** What `authorize`, the store or `fetch` threw. @type {unknown} */
  #thrown;

  /**
   * @param {Gateway} gateway
   * @param {Request} request
   */
  constructor(gateway, request) {
    this.#gateway = gateway;
    this.#request = request;
    this.#deadline = new Deadline(gateway.timeout);
  }

  /** From the first check to the response. */
  async run() {
    try {
      this.#begin();
      for (;;) {
        const step = JSON.parse(this.#call('nextStep'));
        if (step.step === 'respond') return this.#respond(step);
        await this.#perform(step);
      }
    } catch (thrown) {
      // The instance broke. Whatever was sent, nothing is known of it.
      this.#thrown = thrown;
      const error = { status: 500, code: 3006, message: 'The gateway failed' };
      const log = { method: 'other', status: error.status, code: error.code, outcome: 'failed', reason: error.message };
      const headers = {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-should-retry': 'false',
      };
      return this.#respond({ status: error.status, headers, body: JSON.stringify({ success: false, error }), log });
    } finally {
      this.#end();
    }
  }

  #begin() {
    const raw = rawHeads.get(this.#request);
    const { headers, method, url } = this.#request;
    const { pathname, search } = new URL(url);
    const head = [raw?.method ?? method, raw?.target ?? pathname + search, raw?.headers ?? [...headers].flat()];
    this.#instance = instance();
    this.#number = this.#instance.call('begin', this.#gateway.config(this.#instance), encoded(...head));
  }

  #end() {
    this.#deadline.end();
    try {
      this.#call('end');
    } catch {
      // An instance that broke has nothing to forget.
    }
  }

  /**
   * Calls a function about this exchange.
   * @param {string} name
   * @param {unknown[]} args
   */
  #call(name, ...args) {
    return this.#instance.call(name, this.#number, ...args);
  }

  /** Does what is next, and reports what came of it. @param {any} step */
  async #perform(step) {
    switch (step.step) {
      case 'authorize':
        // Encoded at once: what the caller changes later doesn't count.
        this.#call('authorized', encoded(await this.#authorize()));
        break;
      case 'readBody':
        this.#call('bodyRead', ...(await readBody(this.#request.body, step.limit, this.#deadline)));
        break;
      case 'reserve':
        this.#call('reserved', encoded(await this.#reserve(step)));
        break;
      case 'forward':
        await this.#forward(step);
        break;
    }
  }

  /** The session; `false` where there is no answer. */
  async #authorize() {
    const { authorize } = this.#gateway;
    const session = await this.#attempt(() => authorize(this.#request));
    if (!this.#request.bodyUsed) return session;
    this.#thrown ??= new Error('authorize has read the body, which is for the gateway to read');
    return false;
  }

  /** @param {{ slots: import('./index.js').Place[], timeout: number }} step */
  #reserve({ slots, timeout }) {
    const soon = new Deadline(timeout);
    return this.#attempt(() => this.#gateway.store.reserve(slots), soon).finally(() => soon.end());
  }

  /**
   * What a function of the caller returns; `false` where it throws, or doesn't answer in time.
   * @param {() => unknown} run
   * @param {Deadline} [soon]
   */
  async #attempt(run, soon = this.#deadline) {
    try {
      const answer = await this.#deadline.race(soon.race((async () => run())()));
      if (answer !== LATE) return answer ?? null;
      this.#thrown = new Error('no answer in time');
    } catch (thrown) {
      this.#thrown = thrown;
    }
    return false;
  }

  /** @param {{ method: string, url: string, headers: Record<string, string>, body?: string, limit: number }} step */
  async #forward({ method, url, headers, body, limit }) {
    // Nobody waits for the response any more.
    if (this.#deadline.isOver) return this.#call('notResponded', 'late');
    const { fetch = globalThis.fetch } = this.#gateway;
    const transfer = new AbortController();
    /** @type {any} */
    const init = { method, headers, body, redirect: 'manual', signal: transfer.signal };
    // Frameworks cache what their `fetch` reads; workerd doesn't, and knows no such member.
    if (globalThis.navigator?.userAgent !== 'Cloudflare-Workers') init.cache = 'no-store';
    if (body !== undefined && fetch === globalThis.fetch) Object.assign(init, once(body, headers));
    this.#call(...(await this.#send(() => fetch(url, init), limit, transfer)));
  }

  /**
   * Sends a request and reads the response. Returns what to call with it.
   * @param {() => unknown} send
   * @param {number} limit of the response's body, in bytes
   * @param {AbortController} transfer
   * @returns {Promise<[string, ...unknown[]]>}
   */
  async #send(send, limit, transfer) {
    try {
      const response = /** @type {any} */ (await this.#deadline.race((async () => send())()));
      if (response === LATE) {
        transfer.abort();
        return ['notResponded', 'late'];
      }
      const [state, body] = await readBody(response.body, limit, this.#deadline);
      if (state !== 'whole') transfer.abort();
      return ['responded', encoded(headOf(response)), state, body];
    } catch (thrown) {
      // Hosts put what was sent into their errors: the kind alone is told.
      const { code, name } = Object(Object(thrown).cause ?? thrown);
      this.#thrown = String(code ?? name);
      return ['notResponded', 'unreachable'];
    }
  }

  /** @param {{ status: number, headers: Record<string, string>, body: string, log: object }} response */
  #respond({ status, headers, body, log }) {
    const { log: tell } = this.#gateway;
    /** @type {any} */
    const entry = { ...log, duration: Math.round(performance.now() - this.#started) };
    if (this.#thrown !== undefined) entry.error = this.#shown(this.#thrown);
    if (tell) report(tell, entry);
    else if (status >= 500) console.error('linq-contact-card gateway:', entry);
    return new Response(body, { status, headers });
  }

  /** What was thrown, as far as a log may hold it: clients of stores put what they were asked into their errors. */
  #shown(/** @type {unknown} */ thrown) {
    const texts = textsOf(thrown);
    try {
      if (texts !== undefined && this.#gateway.mayLog(texts)) return thrown;
    } catch {}
    return hidden(thrown);
  }
}

/**
 * Reports to the caller's log. Nobody waits for one that is asynchronous, but it may throw as well.
 * @param {(entry: any) => unknown} log
 * @param {any} entry
 */
async function report(log, entry) {
  try {
    await log(entry);
  } catch (thrown) {
    console.error('linq-contact-card gateway: log threw', thrown);
  }
}

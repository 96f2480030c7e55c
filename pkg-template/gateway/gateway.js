// A gateway: the core decides what is next, and this carries it out without any decision of its own.
import { createError } from '../runtime/errors.js';
import { describeHost } from '../runtime/host.js';
import { encoded, headOf } from '../runtime/message.js';
import { readBody } from './body.js';
import { ConcurrentLists } from './concurrent-lists.js';
import { LATE } from './deadline.js';
import { bodyOf, longestExchange, startDeadline } from './delivery.js';
import { failure } from './failure.js';
import { GuardedStore } from './guarded-store.js';
import { getInstance, isServer } from './instance.js';
import { print } from './print.js';
import { recordOf } from './record.js';
import { redacted } from './redacted.js';
import { headForCore } from './request-head.js';
import { sessionForCore } from './session.js';
import { singleUse } from './single-use-body.js';
import { memoryStore } from './stores/memory.js';

/** @typedef {import('./glue.js').GatewayFunctions} Functions */
/** @typedef {import('./instance.js').Instance} Instance */
/** @typedef {import('../types/gateway/index.js').GatewayOptions<Request, unknown>} GatewayOptions */
/** @typedef {import('../types/gateway/index.js').LogEntry} LogEntry */
/** @typedef {import('../types/gateway/index.js').Slot} Slot */

/** @typedef {{ core: Instance, handle: number }} LiveExchange the instance that an exchange runs on, and its handle there */
/** @typedef {{ method: string, url: string, headers: Record<string, string>, body?: string, limit: number }} UpstreamRequest `limit`: of the response's body, in bytes */
/** @typedef {{ status: number, headers: Record<string, string>, log: Omit<LogEntry, 'duration'> }} ResponseHead */
/**
 * @typedef {{ step: 'authorize', number?: string } | { step: 'readBody', limit: number } | { step: 'countList', user: string }
 *   | { step: 'reserve', slots: Slot[], timeout: number } | { step: 'forward' } & UpstreamRequest} Step
 * @typedef {Step | { step: 'respond' } & ResponseHead} NextStep
 */

/** How many foreign origins are printed at most: callers choose what they send. */
const MOST_ORIGINS = 20;

/**
 * Makes a gateway. Its options are checked now, so that a mistake ends the server's start and not its first request.
 * @type {typeof import('../types/gateway/index.js').createGateway}
 */
export function createGateway(options) {
  // `authorize` receives the host's own type of request, which has all that is read here.
  const gateway = new Gateway(/** @type {GatewayOptions} */ (/** @type {unknown} */ (options)));
  return async (request, ...[context]) => {
    if (typeof request?.headers?.get !== 'function') {
      throw new TypeError('A gateway takes a Request; node:http and Express take toNodeListener(gateway)');
    }
    return new Exchange(gateway, request, context).run();
  };
}

/** The options of one gateway. */
class Gateway {
  /** The options and the report on the host, encoded: what an instance makes the config of. */
  #message;
  /** The handles of the config, by instance. @type {WeakMap<Instance, number>} */
  #configs = new WeakMap();
  lists = new ConcurrentLists();
  /** The operator's mistakes that were printed. @type {Set<string>} */
  #mistakes = new Set();

  /** @param {GatewayOptions} options */
  constructor(options) {
    const own = recordOf(options);
    this.#message = encoded(own ? optionsForCore(own) : options, describeHost(isServer));
    this.timeout = this.#setUp(getInstance()).timeout;
    // Options that aren't a record are refused above.
    const { authorize, fetch, log, store = memoryStore() } = own ?? options;
    this.authorize = authorize;
    this.fetch = /** @type {typeof globalThis.fetch | undefined} */ (fetch);
    this.log = log;
    this.store = new GuardedStore(store, memoryStore());
  }

  /** Returns the handle of the config on an instance; sets it up where the instance is new. @param {Instance} core */
  config(core) {
    return this.#configs.get(core) ?? this.#setUp(core).config;
  }

  /** Makes the config on an instance. Throws where an option is invalid. @param {Instance} core */
  #setUp(core) {
    /** @type {{ config: number, timeout: number, error?: import('../runtime/errors.js').ErrorDescription }} */
    const settings = readJSON(core.call('setUp', this.#message));
    if (settings.error) throw createError(settings.error);
    this.#configs.set(core, settings.config);
    return settings;
  }

  /**
   * Returns what was thrown while a request was handled, as far as a log may hold it.
   * @param {unknown} thrown
   * @param {Request} request
   */
  loggable(thrown, request) {
    return redacted(thrown, request, (core) => this.config(core));
  }

  /**
   * Prints what the operator should know where there is no log: failures, and each mistake in the set-up once.
   * @param {LogEntry} entry
   */
  warn(entry) {
    const { mistake, origin, status } = entry;
    if (mistake === undefined) {
      if (status >= 500) print('linq-contact-card gateway:', entry);
      return;
    }
    const isFull = origin !== undefined && this.#mistakes.size >= MOST_ORIGINS;
    if (isFull || this.#mistakes.has(mistake)) return;
    this.#mistakes.add(mistake);
    print(`linq-contact-card gateway: ${mistake}`);
  }

  /**
   * Reports to the caller's log. The gateway doesn't wait for one that is asynchronous, whose rejection is caught here, too.
   * @param {LogEntry} entry
   * @param {Request} request
   */
  async report(entry, request) {
    const { log } = this;
    try {
      await log?.(entry);
    } catch (thrown) {
      print('linq-contact-card gateway: log threw', this.loggable(thrown, request));
    }
  }
}

/**
 * Returns options as plain data: a store is encoded as its function, a `URL` object as its text.
 * @param {GatewayOptions} own a record
 */
function optionsForCore(own) {
  const { store, upstream } = own;
  const url = typeof upstream === 'object' && upstream ? (upstream.href ?? upstream) : upstream;
  return { ...own, store: store && (store.reserve ?? null), upstream: url };
}

/**
 * Reads an object that the core has written, as a record.
 * @param {string} json
 */
const readJSON = (json) => recordOf(JSON.parse(json));

/** One request and its response: performs the steps of the core's `Exchange`. */
class Exchange {
  #gateway;
  #request;
  #context;
  #started = performance.now();
  #deadline;
  /** @type {LiveExchange | undefined} */
  #exchange;
  /** The list that was counted among those in flight. @type {import('./concurrent-lists.js').List | undefined} */
  #list;
  /** What `authorize`, the store or `fetch` threw. @type {unknown} */
  #thrown;

  /**
   * @param {Gateway} gateway
   * @param {Request} request
   * @param {unknown} context what the host passes along with the request
   */
  constructor(gateway, request, context) {
    this.#gateway = gateway;
    this.#request = request;
    this.#context = context;
    this.#deadline = startDeadline(request, gateway.timeout);
  }

  /** Runs the exchange, from the first check to the response. */
  async run() {
    try {
      this.#begin();
      for (;;) {
        /** @type {NextStep} */
        const step = readJSON(this.#call('nextStep'));
        if (step.step === 'respond') return this.#respond(step, this.#call('takeBody'));
        await this.#perform(step);
      }
    } catch (thrown) {
      // The instance broke. The outcome of a request that was sent is unknown.
      this.#thrown = thrown;
      const { status, headers, code, message, body } = failure('The gateway failed');
      /** @type {ResponseHead['log']} */
      const log = { method: 'other', status, code, outcome: 'failed', reason: message };
      return this.#respond({ status, headers, log }, body);
    } finally {
      this.#end();
    }
  }

  /** Passes the request's head to the core. */
  #begin() {
    const core = getInstance();
    const handle = core.call('begin', this.#gateway.config(core), headForCore(this.#request));
    this.#exchange = { core, handle };
  }

  /** Frees the exchange. */
  #end() {
    this.#deadline.clear();
    try {
      this.#call('end');
    } catch {
      // An instance that broke has no exchanges any more.
    }
  }

  /**
   * Calls a function of the core on this exchange.
   * @template {'authorized' | 'bodyRead' | 'end' | 'listCounted' | 'nextStep' | 'notResponded' | 'reserved' | 'responded'
   *   | 'takeBody'} Name
   * @param {Name} name
   * @param {Parameters<Functions[Name]> extends [number, ...infer Rest] ? Rest : never} args
   */
  #call(name, ...args) {
    const { core, handle } = /** @type {LiveExchange} */ (this.#exchange);
    return core.call(name, .../** @type {Parameters<Functions[Name]>} */ (/** @type {unknown} */ ([handle, ...args])));
  }

  /** Performs a step, and reports its outcome to the core. @param {Step} step */
  async #perform(step) {
    switch (step.step) {
      case 'authorize':
        this.#call('authorized', await this.#authorize(step.number));
        break;
      case 'readBody':
        this.#call('bodyRead', ...(await readBody(this.#request.body, step.limit, this.#deadline)));
        break;
      case 'countList': {
        const { lists, timeout } = this.#gateway;
        const { list, ofUser, inAll } = lists.begin(step.user, longestExchange(timeout), performance.now());
        this.#list = list;
        this.#call('listCounted', ofUser, inAll);
        break;
      }
      case 'reserve':
        this.#call('reserved', encoded(await this.#reserve(step)));
        break;
      case 'forward':
        await this.#forward(step);
        break;
    }
  }

  /**
   * Returns the encoded session: `false` where `authorize`, or reading what it returned, failed.
   * @param {string | undefined} number the phone number that the request is about, where it is known
   */
  async #authorize(number) {
    const { authorize } = this.#gateway;
    // Encoded at once, so that later changes by the caller don't count.
    const session = await this.#attempt(async () =>
      encoded(sessionForCore((await authorize(this.#request, this.#context)) ?? null, number)),
    );
    if (!this.#request.bodyUsed) return /** @type {Uint8Array | false} */ (session) || encoded(false);
    this.#thrown ??= new Error('authorize has read the body, which is for the gateway to read');
    return encoded(false);
  }

  /** Returns the store's reservation; `false` where the exchange's time is over. @param {{ slots: Slot[], timeout: number }} step */
  async #reserve({ slots, timeout }) {
    const isWrite = this.#request.method !== 'GET';
    const outcome = await this.#attempt(() => this.#gateway.store.reserve(slots, { isWrite, timeout }));
    if (!outcome) return false;
    const { reservation, error } = /** @type {import('./guarded-store.js').Outcome} */ (outcome);
    this.#thrown = error;
    return reservation;
  }

  /**
   * Returns the result of a function; `false` where it throws, or isn't done in time.
   * @param {() => unknown} run
   */
  async #attempt(run) {
    try {
      const result = await this.#deadline.race((async () => run())());
      if (result !== LATE) return result ?? null;
      this.#thrown = new Error('no result in time');
    } catch (thrown) {
      this.#thrown = thrown;
    }
    return false;
  }

  /** Sends a request to Linq, and reports the response to the core. @param {UpstreamRequest} step */
  async #forward({ method, url, headers, body, limit }) {
    // Not sent, as its response would arrive too late.
    if (!this.#deadline.remaining) return this.#call('notResponded', 'late');
    const { fetch = globalThis.fetch } = this.#gateway;
    const transfer = new AbortController();
    const init = /** @type {RequestInit} */ (
      recordOf({ method, headers, body, redirect: 'manual', signal: transfer.signal })
    );
    // Frameworks cache what their `fetch` reads. workerd caches nothing, and doesn't know `cache`.
    if (globalThis.navigator?.userAgent !== 'Cloudflare-Workers') init.cache = 'no-store';
    if (body !== undefined && fetch === globalThis.fetch) Object.assign(init, singleUse(body, headers));
    const received = await this.#send(() => fetch(url, init), limit, transfer);
    if (received.length === 1) this.#call('notResponded', ...received);
    else this.#call('responded', ...received);
  }

  /**
   * Sends a request and reads the response. Returns its head, the state of its body, and the body; or why there is none.
   * @param {() => Promise<Response>} send
   * @param {number} limit of the response's body, in bytes
   * @param {AbortController} transfer
   * @returns {Promise<[head: Uint8Array, state: string, body: Uint8Array] | [reason: 'late' | 'unreachable']>}
   */
  async #send(send, limit, transfer) {
    try {
      const response = await this.#deadline.race((async () => send())());
      if (response === LATE) {
        transfer.abort();
        return ['late'];
      }
      const [state, body] = await readBody(response.body, limit, this.#deadline);
      if (state !== 'whole') transfer.abort();
      return [encoded(headOf(response)), state, body];
    } catch (thrown) {
      // Hosts put parts of requests into their errors: only the code or the name is logged.
      const error = Object(this.#gateway.loggable(thrown, this.#request));
      const { code, name } = Object(error.cause ?? error);
      this.#thrown = String(code ?? name);
      return ['unreachable'];
    }
  }

  /**
   * Returns the response for the page, and reports to the log.
   * @param {ResponseHead} head
   * @param {string | Uint8Array<ArrayBuffer>} body
   */
  #respond({ status, headers, log: reported }, body) {
    /** @type {LogEntry} */
    const entry = { ...reported, duration: Math.round(performance.now() - this.#started) };
    if (this.#thrown !== undefined) entry.error = this.#gateway.loggable(this.#thrown, this.#request);
    if (this.#gateway.log) this.#gateway.report(entry, this.#request);
    else this.#gateway.warn(entry);
    return new Response(this.#deliverable(body), recordOf({ status, headers }));
  }

  /** Returns a body for the host. A list is counted until it is delivered. @param {string | Uint8Array<ArrayBuffer>} body */
  #deliverable(body) {
    const { lists } = this.#gateway;
    const list = this.#list;
    return bodyOf(body, this.#request, () => list && lists.end(list));
  }
}

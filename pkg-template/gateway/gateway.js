// @ts-check
// A gateway: the core says what is done next, and this does it. Nothing is decided here.
import { createError, hidden, textsOf } from '../errors.js';
import { host } from '../host.js';
import { headOf, pack } from '../pack.js';
import { Deadline, LATE } from './deadline.js';
import { memoryStore } from './memory.js';
import { once } from './once.js';
import { isServer } from './place.js';
import { rawHeads } from './raw.js';
import { readBody } from './reading.js';
import { ask } from './rules.js';

const NOTHING = new Uint8Array();

/**
 * Makes a gateway. Its options are checked now, so that a mistake ends the server's start and not its first request.
 * @param {any} options
 * @returns {(request: any) => Promise<Response>}
 */
export function createGateway(options) {
  const rules = pack(plain(options));
  const settings = ask('setUp', rules, pack(host(isServer)));
  if (settings.outcome) throw createError(settings);
  const gateway = { ...options, store: options.store ?? memoryStore(), rules, ...settings };
  return async (request) => {
    if (typeof request?.headers?.get !== 'function') {
      throw new TypeError("A gateway takes a Request; node:http and Express take toNodeListener(gateway)");
    }
    return new Exchange(gateway, request).run();
  };
}

/**
 * Options as plain data: a store stands for its function, a `URL` object for its text.
 * @param {any} options
 */
function plain(options) {
  const { store, upstream } = options ?? {};
  if (store === undefined && upstream === undefined) return options;
  return { ...options, store: store && (store.reserve ?? null), upstream: upstream?.href ?? upstream };
}

/** One request and what came of it so far. */
class Exchange {
  #gateway;
  #request;
  #started = performance.now();
  #deadline;
  /** What is known, in the order of the core's `Exchange`; each step adds what came of it. @type {any[]} */
  #known;
  /** The bytes of the request's body, and of Linq's answer. */
  #body = NOTHING;
  #answer = NOTHING;
  /** What `authorize`, the store or `fetch` threw. @type {unknown} */
  #thrown;

  /**
   * @param {any} gateway
   * @param {Request} request
   */
  constructor(gateway, request) {
    this.#gateway = gateway;
    this.#request = request;
    const raw = rawHeads.get(request);
    const { pathname, search } = new URL(request.url);
    this.#deadline = new Deadline(gateway.timeout);
    this.#known = [
      raw?.method ?? request.method,
      raw?.target ?? pathname + search,
      raw?.headers ?? [...request.headers].flat(),
      undefined, undefined, undefined, undefined,
    ];
  }

  /** From the first check to the answer. */
  async run() {
    try {
      for (;;) {
        const step = ask('next', this.#gateway.rules, pack(this.#known), this.#body, this.#answer);
        if (step.step === 'reply') return this.#reply(step);
        await this.#perform(step);
      }
    } catch (thrown) {
      // The rules broke. Whatever was sent, nothing is known of it.
      this.#thrown = thrown;
      const error = { status: 500, code: 3006, message: 'The gateway failed' };
      const log = { method: 'other', status: error.status, code: error.code, outcome: 'failed', reason: error.message };
      const headers = {
        'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-should-retry': 'false',
      };
      return this.#reply({
        status: error.status, headers, body: JSON.stringify({ success: false, error }), log: JSON.stringify(log),
      });
    } finally {
      this.#deadline.end();
    }
  }

  /** @param {any} step */
  async #perform(step) {
    switch (step.step) {
      case 'authorize':
        this.#known[3] = await this.#authorize();
        break;
      case 'read':
        [this.#known[4], this.#body] = await readBody(this.#request.body, step.limit, this.#deadline);
        break;
      case 'reserve':
        this.#known[5] = await this.#reserve(step);
        break;
      case 'forward':
        this.#known[6] = await this.#forward(step);
        break;
      default:
        throw new Error('The rules say nothing');
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

  /** @param {{ places: unknown[], patience: number }} step */
  #reserve({ places, patience }) {
    const soon = new Deadline(patience);
    return this.#attempt(() => this.#gateway.store.reserve(places), soon).finally(() => soon.end());
  }

  /**
   * What a function of the caller answers; `false` where it throws, or doesn't answer in time.
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
    // Nobody waits for the answer any more.
    if (this.#deadline.isOver) return 'late';
    const { fetch = globalThis.fetch } = this.#gateway;
    const transfer = new AbortController();
    /** @type {any} */
    const init = { method, headers, body, redirect: 'manual', signal: transfer.signal };
    // Frameworks cache what their `fetch` reads; workerd doesn't, and knows no such member.
    if (globalThis.navigator?.userAgent !== 'Cloudflare-Workers') init.cache = 'no-store';
    if (body !== undefined && fetch === globalThis.fetch) Object.assign(init, once(body, headers));
    try {
      const response = await this.#deadline.race((async () => fetch(url, init))());
      if (response === LATE) {
        transfer.abort();
        return 'late';
      }
      let state;
      [state, this.#answer] = await readBody(response.body, limit, this.#deadline);
      if (state !== 'whole') transfer.abort();
      return [headOf(response), state];
    } catch (thrown) {
      // Hosts put what was sent into their errors: the kind alone is told.
      const { code, name } = Object(Object(thrown).cause ?? thrown);
      this.#thrown = String(code ?? name);
      return 'unreachable';
    }
  }

  /** @param {{ status: number, headers: Record<string, string>, body: string, log: string }} reply */
  #reply({ status, headers, body, log }) {
    const { log: tell } = this.#gateway;
    const entry = { ...JSON.parse(log), duration: Math.round(performance.now() - this.#started) };
    if (this.#thrown !== undefined) entry.error = this.#shown(this.#thrown);
    if (tell) hear(tell, entry);
    else if (status >= 500) console.error('linq-contact-card gateway:', entry);
    return new Response(body, { status, headers });
  }

  /** What was thrown, as far as a log may hold it: clients of stores put what they were asked into their errors. */
  #shown(/** @type {unknown} */ thrown) {
    const texts = textsOf(thrown);
    try {
      if (texts !== undefined && ask('mayLog', this.#gateway.rules, texts)) return thrown;
    } catch {}
    return hidden(thrown);
  }
}

/**
 * Tells the caller's log. Nobody waits for one that is asynchronous, but it may throw as well.
 * @param {(entry: any) => unknown} tell
 * @param {any} entry
 */
async function hear(tell, entry) {
  try {
    await tell(entry);
  } catch (thrown) {
    console.error('linq-contact-card gateway: log threw', thrown);
  }
}

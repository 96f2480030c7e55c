// The emulator: the rules decide, in WebAssembly, and this is the host that connects them to the Fetch standard.
import { checkAdvance, checkBudget, checkedOptions, checkedResponses } from './checks.js';
import { getInstance } from './instance.js';
import { readFetch, readRequest } from './request.js';
import { reasonOf, toResponse, wait } from './response.js';

/** @typedef {import('../types/testing.js')} Public */
/** @typedef {import('../types/testing.js').Emulator} PublicEmulator */
/** @typedef {import('../types/testing.js').EmulatorRequest} EmulatorRequest */
/** @typedef {import('./request.js').PlainRequest} PlainRequest */
/** @typedef {{ method: string, target: string, headers: [string, string][], body: string, status: number | null }} LoggedRequest */

/** The end of the endpoint's path, below any base URL. */
const ENDPOINT = '/v3/contact_card';

/** The path of the endpoint at Linq, where a request must have the key. A page's gateway has another one. */
const AT_LINQ = `/api/partner${ENDPOINT}`;

/** @type {Public['createEmulator']} */
export function createEmulator(options) {
  const { clock = () => Date.now(), ...rules } = checkedOptions(options);
  const emulator = new Emulator(rules, clock);
  return {
    fetch: (input, init) => emulator.fetch(input, init),
    handler: (request) => emulator.handler(request),
    get cards() {
      return emulator.cards();
    },
    get requests() {
      return emulator.requests();
    },
    get budget() {
      return emulator.budget;
    },
    set budget(budget) {
      emulator.budget = budget;
    },
    get scripted() {
      return emulator.scripted();
    },
    respondNext: (...responses) => emulator.respondNext(responses),
    advance: (ms) => emulator.advance(ms),
    reset: () => emulator.reset(),
  };
}

/** An emulator in WebAssembly, and its host. */
class Emulator {
  #instance = getInstance();
  #rules;
  #clock;
  /** How far the clock is put forward, in milliseconds. */
  #ahead = 0;
  #longestBody;

  /**
   * @param {object} rules the options of the rules
   * @param {() => number} clock
   */
  constructor(rules, clock) {
    this.#clock = clock;
    this.#rules = this.#instance.call('createEmulator', (core) => new core.Emulator(JSON.stringify(rules)));
    this.#longestBody = this.#instance.call('createEmulator', (core) => core.longestBody());
  }

  /**
   * Responds as `fetch` does.
   * @param {string | URL | Request} input
   * @param {RequestInit} [init]
   */
  async fetch(input, init) {
    const response = await this.#respond(readFetch(input, init));
    // A network error, of which `fetch` returns no response.
    if (response.type === 'error') throw new TypeError('fetch failed');
    return response;
  }

  /** @param {Request} request */
  async handler(request) {
    return this.#respond(readRequest(request));
  }

  /** @type {() => PublicEmulator['cards']} */
  cards() {
    return JSON.parse(this.#call('cards', () => this.#rules.cards()));
  }

  /** @type {() => PublicEmulator['requests']} */
  requests() {
    /** @type {LoggedRequest[]} */
    const requests = JSON.parse(this.#call('requests', () => this.#rules.requests()));
    return requests.map(toPublic);
  }

  get budget() {
    return this.#call('budget', () => this.#rules.budget ?? null);
  }

  set budget(budget) {
    checkBudget(budget);
    this.#call('budget', () => {
      this.#rules.budget = budget ?? undefined;
    });
  }

  scripted() {
    /** @type {{ times: number }[]} */
    const responses = JSON.parse(this.#call('scripted', () => this.#rules.script()));
    return responses.reduce((sum, { times }) => sum + times, 0);
  }

  /** @param {Parameters<PublicEmulator['respondNext']>} responses */
  respondNext(responses) {
    const checked = JSON.stringify(checkedResponses(responses));
    this.#call('respondNext', () => this.#rules.extendScript(checked));
  }

  /** @type {PublicEmulator['advance']} */
  advance(ms) {
    checkAdvance(ms);
    this.#ahead += ms;
  }

  reset() {
    this.#ahead = 0;
    this.#call('reset', () => this.#rules.reset());
  }

  /** Responds to a request; rejects where it is aborted. @param {PlainRequest} request */
  async #respond(request) {
    const { method, url, headers, signal } = request;
    if (signal?.aborted) throw reasonOf(signal);
    const body = typeof request.body === 'function' ? await request.body(this.#longestBody + 1) : request.body;
    const now = this.#now();
    const { pathname, href } = new URL(url);
    const target = href.replace(/^\w+:\/\/[^/]*|#.*/g, '');
    const head = { method, target, headers, needsKey: pathname === AT_LINQ };
    const delivery = this.#call('fetch', () =>
      pathname.endsWith(ENDPOINT) ? this.#rules.handle(JSON.stringify(head), body, now) : this.#rules.notFound(),
    );
    try {
      if (delivery.delay) await wait(delivery.delay, signal);
      this.#call('fetch', () => this.#rules.setSent(delivery));
      return await toResponse(JSON.parse(this.#call('fetch', () => delivery.response())), signal);
    } finally {
      this.#call('fetch', () => delivery.free());
    }
  }

  /** The time in milliseconds since 1970. */
  #now() {
    /** @type {unknown} */
    const now = this.#clock();
    const time = typeof now === 'number' ? Math.floor(now) + this.#ahead : undefined;
    if (Number.isSafeInteger(time)) return /** @type {number} */ (time);
    throw new TypeError('createEmulator: clock must return milliseconds since 1970, as Date.now does');
  }

  /**
   * Calls into WebAssembly.
   * @template T
   * @param {string} name of the caller's function
   * @param {() => T} run
   */
  #call(name, run) {
    return this.#instance.call(name, run);
  }
}

/** Returns a request of the log as tests compare it. @param {LoggedRequest} logged @returns {EmulatorRequest} */
function toPublic({ method, target, headers, body, status }) {
  const request = { method, url: target, headers: Object.fromEntries(headers), body: contentOf(body) };
  return status === null ? request : { ...request, status };
}

/** Returns the value of a JSON; any other text as it is, and `undefined` for none. @param {string} text @returns {unknown} */
function contentOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text || undefined;
  }
}

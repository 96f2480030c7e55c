// The emulator of Linq, and the gateway in front of it.
import { respondError } from './respond.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/** @typedef {Awaited<ReturnType<typeof loadLinq>>} Entries */
/** @typedef {ReturnType<Entries['toNodeListener']>} Listener */

/** Loads the package's entries for them, which the other commands don't need. */
export async function loadLinq() {
  const [{ createGateway, toNodeListener }, { createEmulator }] = await Promise.all([
    import('linq-contact-card/gateway'),
    import('linq-contact-card/testing'),
  ]);
  return { createGateway, toNodeListener, createEmulator };
}

/** The key that the emulator accepts. */
export const KEY = 'linq-emulator-key';

/** The base URL of the requests that the gateway passes to the emulator, which stay in this process. */
const UPSTREAM = 'http://localhost/api/partner';

/** The methods of the endpoint. */
const METHODS = ['GET', 'PATCH', 'POST'];

/** The time in which Linq counts the writes of a number, in milliseconds. */
const WINDOW = 600_000;

/** More requests than a developer makes. */
const UNLIMITED = 1_000_000;

/** Linq for one developer, who may change all cards. */
export class DevelopmentLinq {
  #entries;
  #origins;
  #budget;
  #log;
  #gateway;
  /** @type {Listener} */
  #endpoint;

  /**
   * @param {Entries} entries
   * @param {readonly string[]} origins of the pages that may use the gateway
   * @param {number | null} budget writes per number in ten minutes; `null` is unlimited
   * @param {ReturnType<typeof import('./log.js').createLog>} log of the gateway
   */
  constructor(entries, origins, budget, log) {
    this.#entries = entries;
    this.#origins = origins;
    this.#budget = budget;
    this.#log = log;
    this.emulator = entries.createEmulator({ budget });
    this.#gateway = this.#makeGateway(budget);
    this.#endpoint = entries.toNodeListener((request) => this.emulator.handler(request));
  }

  /**
   * Responds to a request of a server, which has the key.
   *
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  endpoint = (request, response) => {
    // `toNodeListener` makes a GET of any other method: it leaves such requests to the gateway.
    if (METHODS.includes(request.method ?? '')) return this.#endpoint(request, response);
    respondError(response, 405, 1005, 'The method must be GET, PATCH or POST');
  };

  /** Responds to a request of a page. @type {Listener} */
  gateway = (incoming, outgoing) => this.#gateway(incoming, outgoing);

  /** Writes per number in ten minutes; `null` is unlimited. */
  get budget() {
    return this.emulator.budget;
  }

  /** @param {number | null} budget */
  setBudget(budget) {
    this.emulator.budget = budget;
    this.#gateway = this.#makeGateway(budget);
  }

  /** Makes everything as it was at the start. */
  reset() {
    this.emulator.reset();
    this.setBudget(this.#budget);
  }

  /** Makes a gateway that allows as many writes as the emulator. @param {number | null} budget */
  #makeGateway(budget) {
    const often = { limit: UNLIMITED, window: WINDOW };
    const gateway = this.#entries.createGateway({
      apiKey: KEY,
      origins: this.#origins,
      authorize: () => ({ user: 'developer', numbers: 'all' }),
      upstream: UPSTREAM,
      fetch: this.emulator.fetch,
      log: this.#log,
      limits: { perNumber: { limit: budget ?? UNLIMITED, window: WINDOW }, perUser: often, reads: often, lists: often },
    });
    return this.#entries.toNodeListener(gateway);
  }
}

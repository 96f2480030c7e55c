/**
 * The gateway between your pages and Linq: it holds the key, lets each user change their own cards and no others, and
 * forwards one checked request for each that it is sent. For servers; nothing of it enters a page's bundle.
 *
 * @module linq-contact-card/gateway
 */

import type { FetchLike } from '../index.js';

/**
 * Makes a gateway: a function from a standard `Request` to a `Response`, which never rejects. It serves
 * `basePath + '/v3/contact_card'`, which is what `linq-contact-card` calls on the page's own origin, and answers errors in
 * Linq's own form, so that the package's error classes work unchanged.
 *
 * @throws `ValidationError` with every issue of the options, with the path `['options', name]`.
 * @throws `UnsafeKeyError` in a page, where everyone could read the key.
 * @throws `WasmUnavailableError` where the host forbids WebAssembly, and the `workerd` or `edge-light` condition isn't set.
 *
 * @example
 * const gateway = createGateway({
 *   apiKey: process.env.LINQ_API_V3_API_KEY,
 *   authorize: (request) => sessionOf(request), // { user: 'alice', numbers: ['+15551234567'] }, or null
 *   origins: ['https://dashboard.example'],
 * });
 */
export function createGateway<Incoming extends HostRequest = HostRequest>(
  options: GatewayOptions<Incoming>,
): Gateway<Incoming>;

/** A gateway. It never rejects: what goes wrong becomes an answer, and an entry in the log. */
export type Gateway<Incoming extends HostRequest = HostRequest> = (request: Incoming) => Promise<HostResponse>;

/** What a gateway needs to know. */
export interface GatewayOptions<Incoming extends HostRequest = HostRequest> {
  /** Linq's key: visible ASCII; needed, though the variable that holds it may be unset for the compiler. It leaves the gateway in one header of the requests to `upstream`, and nowhere else. */
  apiKey: string | undefined;
  /**
   * Whose request this is, `null` for nobody (the page gets a 401). It is called once the head of a request has passed
   * its checks, before its body is read, which it must leave alone. What it throws goes to the log, and the page gets a
   * 500.
   */
  authorize: (request: Incoming) => Session | null | PromiseLike<Session | null>;
  /**
   * The origins of the pages that may use the gateway, as browsers write them: scheme, host, and a port that isn't the
   * scheme's own. Compared exactly; a write without `Origin` is refused.
   */
  origins: readonly string[];
  /** Path below which the gateway is found, without a slash at its end. Default `/api/linq`. */
  basePath?: string | undefined;
  /** Where Linq is. Default `https://api.linqapp.com/api/partner`; `http:` on a loopback address only. */
  upstream?: string | URLLike | undefined;
  /** How much may be asked for, in sliding windows. */
  limits?:
    | {
        /** Writes of one number, whoever makes them. Default 3 in 600 000 ms, which is Linq's own limit. */
        perNumber?: Limit;
        /** Writes of one user. Default 30 in 600 000 ms. */
        perUser?: Limit;
        /** Reads of one user. Default 300 in 60 000 ms. */
        reads?: Limit;
      }
    | undefined;
  /** Where the limits are counted. Default {@link memoryStore}: enough for one process. */
  store?: Store | undefined;
  /** Whether `''` is sent to Linq, which documents no way to clear a field. Default false: it is refused. */
  allowEmpty?: boolean | undefined;
  /**
   * Milliseconds for a whole exchange: session, body, store, Linq's answer to its end. Default 30 000, at most
   * 2 147 483 647.
   */
  timeout?: number | undefined;
  /** Hears of every answer. What it throws, or rejects with, is reported to the console, and changes nothing. */
  log?: ((entry: LogEntry) => void) | undefined;
  /** Default: `globalThis.fetch`, looked up at each request. */
  fetch?: FetchLike | undefined;
}

/** Who asks, and whose cards they may see and change. */
export interface Session {
  /** A name for limits and log, such as the user's id; 1 to 512 bytes. */
  user: string;
  /** Their numbers in E.164 form; `'all'`: every number of the account. */
  numbers: readonly string[] | 'all';
}

/** So many in a sliding window. */
export interface Limit {
  /** 1 or more, whole. */
  limit: number;
  /** Milliseconds, whole. */
  window: number;
}

/** What became of one request. It holds no key, no body and no full number. */
export interface LogEntry {
  /** `GET`, `PATCH` or `POST`; `other` for every other method. */
  method: 'GET' | 'PATCH' | 'POST' | 'other';
  /** The number of the query, masked: `+1•••••••567`. */
  number?: string;
  /** As `authorize` named them. */
  user?: string;
  /** Of a page that isn't in `origins`: what its browser named, cut to 200 characters; empty where it named none. */
  origin?: string;
  /** HTTP status of the answer. */
  status: number;
  /** Linq's code of the error, or the gateway's of the same meaning. */
  code?: number;
  /** `forwarded`: Linq answered; `refused`: nothing was sent to Linq; `failed`: it was sent, and no usable answer came. */
  outcome: 'forwarded' | 'refused' | 'failed';
  /** Why it was refused, or failed. */
  reason?: string;
  /** Names the request to Linq's support. */
  traceId?: string;
  /** Milliseconds. */
  duration: number;
  /**
   * What `authorize` or the store threw, where it holds neither the key nor a number; of a failed connection the code
   * alone, such as `ECONNREFUSED`.
   */
  error?: unknown;
}

/**
 * Counts for all processes that share it. {@link memoryStore} is one; for several processes there are
 * `linq-contact-card/gateway/redis` and `linq-contact-card/gateway/durable-object`.
 */
export interface Store {
  /**
   * Takes one place under every key for as long as its window is, or none where one of them is full; atomically. Places
   * are never given back: Linq may have counted the request. Rejects where the store is away; writes are refused then.
   */
  reserve(places: readonly Place[]): Promise<Reservation>;
}

/** What a request takes of one limit. */
export interface Place extends Limit {
  /** What the limit is of. */
  key: string;
}

/** What a store answers. */
export interface Reservation {
  /** Whether all places were taken. */
  granted: boolean;
  /** For each place, in the order of the question. */
  places: readonly {
    /** How many are taken now, this one included. */
    used: number;
    /** Milliseconds until the next of them is free again; 0 where none is taken. */
    reset: number;
  }[];
}

/** A store in this process's memory. */
export function memoryStore(): Store;

/**
 * A listener for Node's `http.createServer`, also for Express and Connect. Targets and headers are checked as they came on
 * the wire.
 *
 * @example
 * createServer(toNodeListener(gateway)).listen(8787, '127.0.0.1');
 */
export function toNodeListener(gateway: Gateway): (incoming: NodeIncoming, outgoing: NodeOutgoing) => Promise<void>;

/** What is read of an `http.IncomingMessage`. */
export interface NodeIncoming {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** The target as it came, where a framework has cut its own path off `url`. */
  readonly originalUrl?: string | undefined;
  readonly headers: { readonly host?: string | undefined };
  readonly rawHeaders: readonly string[];
  readonly complete: boolean;
  /** Whose `server` says whether it still listens: connections of one that closes are closed with the next answer. */
  readonly socket?: object | null | undefined;
  /** Its body, piece by piece. */
  iterator(options: { destroyOnReturn: boolean }): AsyncIterator<unknown>;
}

/** What is done with an `http.ServerResponse`. */
export interface NodeOutgoing {
  statusCode: number;
  /** Sets a header. */
  setHeader(name: string, value: string): unknown;
  /** Sends the body, and is done. */
  end(text: string): unknown;
  /** Ends the connection. */
  destroy(): unknown;
}

/** The host's `Request`; what the gateway needs of it where the host's typings have none. */
export type HostRequest = typeof globalThis extends { Request: { prototype: infer Known } } ? Known : RequestLike;

/** The host's `Response`. */
export type HostResponse = typeof globalThis extends { Response: { prototype: infer Known } } ? Known : ResponseLike;

/** What the gateway reads of a request. */
export interface RequestLike {
  readonly method: string;
  readonly url: string;
  readonly headers: Iterable<[string, string]>;
  readonly body: unknown;
  readonly bodyUsed: boolean;
}

/** What a gateway's answer has at least. */
export interface ResponseLike {
  readonly status: number;
  readonly headers: Iterable<[string, string]>;
  /** The body. */
  text(): Promise<string>;
}

/** A `URL` object. */
export interface URLLike {
  readonly href: string;
}

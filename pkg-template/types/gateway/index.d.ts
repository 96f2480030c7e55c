/**
 * A reverse proxy between your pages and Linq: it holds the key, lets each user change their own cards only, and sends one
 * checked request to Linq for each request that it receives. For servers; no part of it enters a page's bundle.
 *
 * @module linq-contact-card/gateway
 */

import type { FetchLike } from '../index.js';

/**
 * Makes a gateway: a function from a standard `Request` to a `Response`, which never rejects. It serves
 * `basePath + '/v3/contact_card'`, which `linq-contact-card` calls on the page's own origin. Its errors have Linq's form, so
 * that the package's error classes work unchanged: `docs/errors.md` in this package has a section for each class and code.
 *
 * @throws `ValidationError` with every issue of the options; their paths are `['options', name]`.
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
export function createGateway<Incoming extends HostRequest = HostRequest, Context = unknown>(
  options: GatewayOptions<Incoming, Context>,
): Gateway<Incoming, Context>;

/**
 * A gateway. It never rejects: failures become responses, and entries in the log. It passes its second argument to `authorize`.
 */
export type Gateway<Incoming extends HostRequest = HostRequest, Context = unknown> = (
  request: Incoming,
  ...context: ContextArguments<Context>
) => Promise<HostResponse>;

/** The second argument of a {@link Gateway}: required where `authorize` needs it. */
export type ContextArguments<Context> = unknown extends Context ? [context?: Context] : [context: Context];

/** The options of a gateway. */
export interface GatewayOptions<Incoming extends HostRequest = HostRequest, Context = unknown> {
  /**
   * Linq's API key, of visible ASCII characters. Required; the type includes `undefined` because a variable may be unset. It
   * leaves the gateway in the `authorization` header of requests to `upstream` only.
   */
  apiKey: string | undefined;
  /**
   * Returns the session of a request; `null` where there is none, and the page receives a 401. It is called once the head of
   * a request has passed its checks, and must not read the body. Where it throws, the error goes to the log and the page
   * receives a 500. `context` is what the host passes along with the request: with {@link toNodeListener} Node's or Express's
   * own request, with {@link toSvelteKitHandlers} the event.
   */
  authorize: (request: Incoming, context: Context) => Session | null | PromiseLike<Session | null>;
  /**
   * The origins of the pages that may use the gateway, as browsers send them: scheme, host, and the port where it isn't the
   * scheme's default, such as `https://dashboard.example`. Compared exactly, so that wildcards, paths and other texts that no
   * browser sends are refused. A write without `Origin` is refused (CSRF).
   */
  origins: readonly string[];
  /** The path below which the gateway is served, without a slash at its end. Default `/api/linq`. */
  basePath?: string | undefined;
  /**
   * Linq's base URL. Default `https://api.linqapp.com/api/partner`. `http:` is allowed on `localhost` and loopback addresses
   * only.
   */
  upstream?: string | URLLike | undefined;
  /** How many requests are allowed, in sliding windows. */
  limits?:
    | {
        /**
         * Writes of one number by all users together. Default 3 in 600 000 ms, Linq's own limit. The window starts when a write
         * is sent, and Linq's when it arrives: where one is late on its way, Linq may count four, and refuses the fourth. A
         * window that is longer by `timeout` prevents that.
         */
        perNumber?: Limit;
        /** Writes of one user. Default 30 in 600 000 ms. */
        perUser?: Limit;
        /** Reads of one user, lists included. Default 300 in 60 000 ms. */
        reads?: Limit;
        /** Lists of one user, which are reads without `phone_number`: each may have 4 MiB. Default 30 in 60 000 ms. */
        lists?: Limit;
        /**
         * Lists in flight at the same time, in this process, each until its client has read it, has gone or is late. Default 4
         * of one user and 16 in all.
         */
        concurrentLists?: ConcurrentLists;
      }
    | undefined;
  /** The store that counts requests. Default: a {@link memoryStore}, which is enough for one process. */
  store?: Store | undefined;
  /** Whether `''` is sent to Linq, which documents no way to clear a field. Default `false`: it is refused. */
  allowEmpty?: boolean | undefined;
  /**
   * Milliseconds for a whole exchange: session, request body, store, Linq's response with its body, and the delivery of the
   * gateway's response to the page. Default 30 000, at most 2 147 483 647. A delivery has a second at least.
   */
  timeout?: number | undefined;
  /**
   * Called with an entry for every response. What it throws, or rejects with, is reported to the console and ignored. Default:
   * responses of 500 and above go to `console.error`, and each {@link LogEntry.mistake} once.
   */
  log?: ((entry: LogEntry) => void) | undefined;
  /** The function for requests to Linq. Default: `globalThis.fetch`, looked up at each request. */
  fetch?: FetchLike | undefined;
}

/** The user of a request, and the phone numbers whose cards they may see and change. */
export interface Session {
  /** The user's name in limits and the log, such as an id; 1 to 512 bytes. */
  user: string;
  /** Their phone numbers in E.164 form, or `'all'` numbers of the account. */
  numbers: readonly string[] | 'all';
}

/** How many requests are allowed in a sliding window. */
export interface Limit {
  /** How many: a whole number, 1 or more. */
  limit: number;
  /** The length of the window: a whole number of milliseconds. */
  window: number;
}

/** How many lists may be in flight at the same time. Another one gets a 429 with `Retry-After: 1`. */
export interface ConcurrentLists {
  /** Of one user: a whole number, 1 or more. */
  perUser: number;
  /** Of all users: a whole number, 1 or more. */
  inAll: number;
}

/** The outcome of one request. It holds no key, no body and no full phone number. */
export interface LogEntry {
  /** `GET`, `PATCH` or `POST`; `other` for every other method. */
  method: 'GET' | 'PATCH' | 'POST' | 'other';
  /** The phone number of the query, masked: `+1•••••••567`. */
  number?: string;
  /** The user, as `authorize` named them. */
  user?: string;
  /** The origin of a page that isn't in `origins`, cut to 200 characters; empty where the browser sent none. */
  origin?: string;
  /** HTTP status of the response. */
  status: number;
  /** Linq's error code, or the gateway's own of the same meaning. */
  code?: number;
  /** `forwarded`: Linq responded; `refused`: nothing was sent to Linq; `failed`: it was sent, and no usable response arrived. */
  outcome: 'forwarded' | 'refused' | 'failed';
  /** The reason why it was refused, or failed. */
  reason?: string;
  /** The id of the request, for Linq's support. */
  traceId?: string;
  /**
   * What you have probably set up wrong, and what to do: Linq refuses the key, the origin of a page isn't in `origins`, or
   * `upstream` has a wrong path. The origin in it is quoted, and is whatever the sender has sent.
   */
  mistake?: string;
  /** Milliseconds from the request to the response. */
  duration: number;
  /**
   * A copy of what `authorize` or the store threw: the key and what the request's headers hold are replaced, and phone numbers
   * are masked. Of an error whose class isn't JavaScript's own, it has the name, message, stack, cause, errors and code; of a
   * failed connection to Linq it is the code alone, such as `ECONNREFUSED`.
   */
  error?: unknown;
}

/**
 * A store that counts requests, for all processes that share it. {@link memoryStore} makes one for a single process;
 * `linq-contact-card/gateway/redis` and `linq-contact-card/gateway/durable-object` have stores for several.
 */
export interface Store {
  /**
   * Takes one slot under every key for the length of its window, or none where one of them is full; atomically. Slots are
   * never returned early, as Linq may have counted the request. Rejects where the store is unavailable: writes are refused
   * then, and reads counted in the gateway's own memory. A store that takes longer than a second is late: until it responds,
   * or one request in two seconds has found it working, it isn't called, and writes are refused at once.
   */
  reserve(slots: readonly Slot[]): Promise<Reservation>;
}

/** One slot of a limit, which a request takes. */
export interface Slot extends Limit {
  /** The name of the limit's counter, such as `writes of +15551234567`. */
  key: string;
}

/** The result of {@link Store.reserve}. */
export interface Reservation {
  /** Whether all slots were taken; otherwise none was. */
  granted: boolean;
  /** The use of each slot's limit, in the order of the slots. */
  places: readonly {
    /** How many slots are taken now, this one included. */
    used: number;
    /** Milliseconds until the next of them is free; 0 where none is taken. */
    reset: number;
  }[];
}

/** Makes a store in this process's memory. */
export function memoryStore(): Store;

/**
 * Makes a listener for Node's `http.createServer`, `http2.createServer` and `http2.createSecureServer`, Express and Connect.
 * The gateway checks request targets and headers as they were received. A response that its client doesn't read is dropped,
 * with its connection, at the end of the gateway's `timeout`.
 *
 * @example
 * createServer(toNodeListener(gateway)).listen(8787, '127.0.0.1');
 */
export function toNodeListener<Incoming extends NodeIncoming = NodeIncoming>(
  gateway: Gateway<HostRequest, Incoming>,
): (incoming: Incoming, outgoing: NodeOutgoing) => Promise<void>;

/**
 * Makes the handlers of a route of Next's App Router, `app/api/linq/v3/contact_card/route.ts`. The gateway is made at the
 * first request, as `next build` imports the route and may have no key. Where it can't be made, the request receives a 500,
 * and the console the error.
 *
 * @param makeGateway returns the gateway. Its `authorize` receives Next's request and, second, the context of the route.
 * @throws `TypeError` where it isn't a function.
 *
 * @example
 * export const { GET, PATCH, POST } = toNextHandlers(() => createGateway({
 *   apiKey: process.env.LINQ_API_V3_API_KEY,
 *   authorize: async () => sessionOf(await cookies()),
 *   origins: ['https://dashboard.example'],
 * }));
 */
export function toNextHandlers<Incoming extends HostRequest = HostRequest, Context = unknown>(
  makeGateway: () => Gateway<Incoming, Context>,
): RouteHandlers<(request: Incoming, context: Context) => Promise<HostResponse>>;

/**
 * Makes the handlers of a route of SvelteKit, `src/routes/api/linq/v3/contact_card/+server.ts`. The gateway is made at the
 * first request, as a build imports the route and may have no key. Where it can't be made, the request receives a 500, and the
 * console the error.
 *
 * @param makeGateway returns the gateway. Its `authorize` receives the request and, second, the event.
 * @throws `TypeError` where it isn't a function.
 *
 * @example
 * export const { GET, PATCH, POST } = toSvelteKitHandlers(() => createGateway({
 *   apiKey: env.LINQ_API_V3_API_KEY,
 *   authorize: (_request, { locals }: RequestEvent) => sessionOf(locals),
 *   origins: ['https://dashboard.example'],
 * }));
 */
export function toSvelteKitHandlers<Event extends SvelteKitEvent = SvelteKitEvent>(
  makeGateway: () => Gateway<HostRequest, Event>,
): RouteHandlers<(event: Event) => Promise<HostResponse>>;

/** A handler for each method of the endpoint. */
export interface RouteHandlers<Handler> {
  GET: Handler;
  PATCH: Handler;
  POST: Handler;
}

/** The part of SvelteKit's `RequestEvent` that is read. */
export interface SvelteKitEvent {
  readonly request: HostRequest;
}

/** The part of an `http.IncomingMessage` or `http2.Http2ServerRequest` that is read. */
export interface NodeIncoming {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** The whole target, where a framework has cut its own path off `url`. */
  readonly originalUrl?: string | undefined;
  /** Those with a colon are HTTP/2's. */
  readonly headers: {
    readonly host?: string | undefined;
    readonly ':authority'?: string | undefined;
    readonly ':method'?: string | undefined;
    readonly 'content-length'?: string | undefined;
  };
  readonly rawHeaders: readonly string[];
  /** The stream of HTTP/2, which ends after the headers where the request has no body. */
  readonly stream?: { readonly endAfterHeaders?: boolean | undefined } | undefined;
  readonly complete: boolean;
  /** The connection. Where its `server` no longer listens, it is closed after the response. */
  readonly socket?: object | null | undefined;
  /** Returns the body, in chunks. */
  iterator(options: { destroyOnReturn: boolean }): AsyncIterator<unknown>;
}

/** The part of an `http.ServerResponse` or `http2.Http2ServerResponse` that is used. */
export interface NodeOutgoing {
  statusCode: number;
  /** Sets a header. */
  setHeader(name: string, value: string): unknown;
  /** Calls a function once the response was sent, or its connection has ended. */
  once(event: 'close', listener: () => void): unknown;
  /** Sends the body and ends the response. The callback is called when the system has all of it. */
  end(body: Uint8Array, callback: () => void): unknown;
  /** Closes the connection, or the stream of HTTP/2. */
  destroy(): unknown;
}

/** The host's `Request`, or the part of it that the gateway needs where the host's typings have none. */
export type HostRequest = typeof globalThis extends { Request: { prototype: infer Known } } ? Known : RequestLike;

/** The host's `Response`, or a part of it where the host's typings have none. */
export type HostResponse = typeof globalThis extends { Response: { prototype: infer Known } } ? Known : ResponseLike;

/** The part of a request that the gateway reads. */
export interface RequestLike {
  readonly method: string;
  readonly url: string;
  readonly headers: Iterable<[string, string]>;
  readonly body: unknown;
  readonly bodyUsed: boolean;
}

/** The part of a gateway's response that every host has. */
export interface ResponseLike {
  readonly status: number;
  readonly headers: Iterable<[string, string]>;
  /** Reads the body. */
  text(): Promise<string>;
}

/** A `URL` object. */
export interface URLLike {
  readonly href: string;
}

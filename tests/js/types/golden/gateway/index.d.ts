export interface ConcurrentLists {
    perUser: number;
    inAll: number;
}
export type ContextArguments<Context> = unknown extends Context ? [
    context?: Context
] : [
    context: Context
];
export type Gateway<Incoming extends HostRequest = HostRequest, Context = unknown> = (request: Incoming, ...context: ContextArguments<Context>) => Promise<HostResponse>;
export interface GatewayOptions<Incoming extends HostRequest = HostRequest, Context = unknown> {
    apiKey: string | undefined;
    authorize: (request: Incoming, context: Context) => Session | null | PromiseLike<Session | null>;
    origins: readonly string[];
    basePath?: string | undefined;
    upstream?: string | URLLike | undefined;
    limits?: {
        perNumber?: Limit;
        perUser?: Limit;
        reads?: Limit;
        lists?: Limit;
        concurrentLists?: ConcurrentLists;
    } | undefined;
    store?: Store | undefined;
    allowEmpty?: boolean | undefined;
    timeout?: number | undefined;
    log?: ((entry: LogEntry) => void) | undefined;
    fetch?: FetchLike | undefined;
}
export type HostRequest = typeof globalThis extends {
    Request: {
        prototype: infer Known;
    };
} ? Known : RequestLike;
export type HostResponse = typeof globalThis extends {
    Response: {
        prototype: infer Known;
    };
} ? Known : ResponseLike;
export interface Limit {
    limit: number;
    window: number;
}
export interface LogEntry {
    method: 'GET' | 'PATCH' | 'POST' | 'other';
    number?: string;
    user?: string;
    origin?: string;
    status: number;
    code?: number;
    outcome: 'forwarded' | 'refused' | 'failed';
    reason?: string;
    traceId?: string;
    mistake?: string;
    duration: number;
    error?: unknown;
}
export interface NodeIncoming {
    readonly method?: string | undefined;
    readonly url?: string | undefined;
    readonly originalUrl?: string | undefined;
    readonly headers: {
        readonly host?: string | undefined;
        readonly ':authority'?: string | undefined;
        readonly ':method'?: string | undefined;
        readonly 'content-length'?: string | undefined;
    };
    readonly rawHeaders: readonly string[];
    readonly stream?: {
        readonly endAfterHeaders?: boolean | undefined;
    } | undefined;
    readonly complete: boolean;
    readonly socket?: object | null | undefined;
    iterator(options: {
        destroyOnReturn: boolean;
    }): AsyncIterator<unknown>;
}
export interface NodeOutgoing {
    statusCode: number;
    setHeader(name: string, value: string): unknown;
    once(event: 'close', listener: () => void): unknown;
    end(body: Uint8Array, callback: () => void): unknown;
    destroy(): unknown;
}
export interface RequestLike {
    readonly method: string;
    readonly url: string;
    readonly headers: Iterable<[
        string,
        string
    ]>;
    readonly body: unknown;
    readonly bodyUsed: boolean;
}
export interface Reservation {
    granted: boolean;
    places: readonly {
        used: number;
        reset: number;
    }[];
}
export interface ResponseLike {
    readonly status: number;
    readonly headers: Iterable<[
        string,
        string
    ]>;
    text(): Promise<string>;
}
export interface RouteHandlers<Handler> {
    GET: Handler;
    PATCH: Handler;
    POST: Handler;
}
export interface Session {
    user: string;
    numbers: readonly string[] | 'all';
}
export interface Slot extends Limit {
    key: string;
}
export interface Store {
    reserve(slots: readonly Slot[]): Promise<Reservation>;
}
export interface SvelteKitEvent {
    readonly request: HostRequest;
}
export interface URLLike {
    readonly href: string;
}
export function createGateway<Incoming extends HostRequest = HostRequest, Context = unknown>(options: GatewayOptions<Incoming, Context>): Gateway<Incoming, Context>;
export function memoryStore(): Store;
export function toNextHandlers<Incoming extends HostRequest = HostRequest, Context = unknown>(makeGateway: () => Gateway<Incoming, Context>): RouteHandlers<(request: Incoming, context: Context) => Promise<HostResponse>>;
export function toNodeListener<Incoming extends NodeIncoming = NodeIncoming>(gateway: Gateway<HostRequest, Incoming>): (incoming: Incoming, outgoing: NodeOutgoing) => Promise<void>;
export function toSvelteKitHandlers<Event extends SvelteKitEvent = SvelteKitEvent>(makeGateway: () => Gateway<HostRequest, Event>): RouteHandlers<(event: Event) => Promise<HostResponse>>;

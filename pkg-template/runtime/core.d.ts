// The boundary to the core, as the package's JavaScript sees it: src/wasm/npm.rs.
import type { AttemptEvent, Issue, RequestPreview, parsePhoneNumber } from '../types/index.js';
import type { ErrorDescription } from './errors.js';

/** The exports of the core's module. */
export interface CoreFunctions {
  readonly memory: WebAssembly.Memory;
  /** Reads a message and writes a response behind it. Returns the length of the response, whether or not it fitted. */
  exchange(
    start: number,
    length: number,
    capacity: number,
    now: number,
    startedAt: number | undefined,
    random: number | undefined,
  ): number;
  /** Whether a text in memory is a phone number: 1, or 0. */
  isE164(start: number, length: number): number;
  /** Has a call send a request: calls its method `fetch`. */
  send(call: object, url: string, init: object, signal: AbortSignal): void;
}

/** The response to an operation that needs no network. */
export interface LocalResponse<Value> {
  readonly value: Value;
  readonly error?: ErrorDescription;
}

/** The operations that need no network, and what they return. */
export interface LocalOperations {
  previewUpdate: RequestPreview;
  validateUpdate: readonly Issue[];
  changedFields: readonly ('first_name' | 'last_name' | 'image_url')[];
  parsePhoneNumber: ReturnType<typeof parsePhoneNumber>;
  /** `nextWriteIn`: milliseconds until a write is free, where none is left. */
  writeBudget: { limit: number; used: number; remaining: number; nextWriteIn?: number };
}

/** What a call does next. */
export type Action = ActionEffects &
  (
    | { action: 'waitInQueue' }
    | { action: 'askKey' }
    | { action: 'send'; url: string; init: object & { body?: string }; limit: number }
    | { action: 'sleep'; ms: number }
    | { action: 'askRetry'; error: ErrorDescription; attempt: number }
    | { action: 'done'; value?: unknown; error?: ErrorDescription }
  );

/** What comes with any action. */
export interface ActionEffects {
  /** Milliseconds for the whole call, once its options are valid. */
  timeout?: number;
  /** Whether it is a write, which comes with `timeout`. */
  isWrite?: boolean;
  /** The number's write budget, for JavaScript to store. */
  budget?: string;
  /** Whether what was thrown holds a secret, and must be hidden. */
  hide?: boolean;
  /** The report of an attempt that has ended, for `onAttempt`. */
  report?: AttemptEvent;
}

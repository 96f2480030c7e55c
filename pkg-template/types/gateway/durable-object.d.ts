/**
 * A store in a Durable Object, for a gateway on Cloudflare Workers.
 *
 * @module linq-contact-card/gateway/durable-object
 */

import type { HostResponse, Store } from './index.js';

/** The binding of {@link WriteBudgets}: a `DurableObjectNamespace`. */
export interface BudgetsNamespace {
  /** Returns the id of a named object. */
  idFromName(name: string): BudgetsId;
  /** Returns a stub for an object. */
  get(id: BudgetsId): BudgetsStub;
}

/** A `DurableObjectId`. */
export interface BudgetsId {
  /** Returns its hexadecimal digits. */
  toString(): string;
}

/** A `DurableObjectStub`. */
export interface BudgetsStub {
  /** Sends a request to the object. */
  fetch(
    url: string,
    init: { method: string; body: string },
  ): Promise<{
    readonly ok: boolean;
    readonly status: number;
    /** Reads the body. */
    json(): Promise<unknown>;
  }>;
}

/** A `DurableObjectState`. */
export interface BudgetsState {
  /** The object's storage. */
  readonly storage: BudgetsStorage;
}

/** The part of a `DurableObjectStorage` that is used, with or without SQLite. */
export interface BudgetsStorage {
  /** Returns the values of some keys. */
  get(keys: string[]): Promise<Map<string, unknown>>;
  /** Returns values in the order of their keys. */
  list(options: { limit: number; startAfter?: string }): Promise<Map<string, unknown>>;
  /** Stores values. */
  put(entries: Record<string, unknown>): Promise<void>;
  /** Deletes keys. */
  delete(keys: string[]): Promise<number>;
  /** Returns the time of the alarm, in milliseconds since 1970. */
  getAlarm(): Promise<number | null>;
  /** Sets the alarm. */
  setAlarm(time: number): Promise<void>;
}

/**
 * The Durable Object. Export it from the Worker and name it in the configuration. One object stores all counters, so that a
 * reservation is atomic; an alarm deletes those that are free.
 *
 * @example <caption>The Worker</caption>
 * export { WriteBudgets } from 'linq-contact-card/gateway/durable-object';
 *
 * @example <caption>wrangler.toml</caption>
 * [[durable_objects.bindings]]
 * name = "WRITE_BUDGETS"
 * class_name = "WriteBudgets"
 *
 * [[migrations]]
 * tag = "v1"
 * new_sqlite_classes = ["WriteBudgets"]
 */
export class WriteBudgets {
  constructor(state: BudgetsState);
  /** Responds to {@link durableObjectStore}. */
  fetch(request: { json(): Promise<unknown> }): Promise<HostResponse>;
  /** Deletes counters without taken slots. */
  alarm(): Promise<void>;
}

/**
 * Makes a store in the one object of {@link WriteBudgets}, for all locations where the Worker runs.
 *
 * @example
 * const store = durableObjectStore(env.WRITE_BUDGETS);
 */
export function durableObjectStore(namespace: BudgetsNamespace): Store;

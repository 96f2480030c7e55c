/**
 * Budgets and limits in a Durable Object, for a gateway on Cloudflare Workers.
 *
 * @module linq-contact-card/gateway/durable-object
 */

import type { HostResponse, Store } from './index.js';

/** The binding of {@link WriteBudgets}: a `DurableObjectNamespace`. */
export interface BudgetsNamespace {
  /** The object's id. */
  idFromName(name: string): BudgetsId;
  /** The way to the object. */
  get(id: BudgetsId): BudgetsStub;
}

/** A `DurableObjectId`. */
export interface BudgetsId {
  /** Its digits. */
  toString(): string;
}

/** A `DurableObjectStub`. */
export interface BudgetsStub {
  /** Asks the object. */
  fetch(
    url: string,
    init: { method: string; body: string },
  ): Promise<{
    readonly ok: boolean;
    readonly status: number;
    /** The answer. */
    json(): Promise<unknown>;
  }>;
}

/** A `DurableObjectState`. */
export interface BudgetsState {
  /** What outlives the object. */
  readonly storage: BudgetsStorage;
}

/** What of a `DurableObjectStorage` is used; with or without SQLite. */
export interface BudgetsStorage {
  /** The values of some keys. */
  get(keys: string[]): Promise<Map<string, unknown>>;
  /** Values in the order of their keys. */
  list(options: { limit: number; startAfter?: string }): Promise<Map<string, unknown>>;
  /** Keeps values. */
  put(entries: Record<string, unknown>): Promise<void>;
  /** Keeps them no more. */
  delete(keys: string[]): Promise<number>;
  /** When the alarm comes. */
  getAlarm(): Promise<number | null>;
  /** Has the alarm come. */
  setAlarm(time: number): Promise<void>;
}

/**
 * The Durable Object: export it from the Worker, and name it in the configuration. It keeps all budgets, so that a
 * reservation of several is one; an alarm clears away those that are over.
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
  /** Answers {@link durableObjectStore}. */
  fetch(request: { json(): Promise<unknown> }): Promise<HostResponse>;
  /** Clears away what is over. */
  alarm(): Promise<void>;
}

/**
 * A store in the one object of {@link WriteBudgets}, for all places where the Worker runs.
 *
 * @example
 * const store = durableObjectStore(env.WRITE_BUDGETS);
 */
export function durableObjectStore(namespace: BudgetsNamespace): Store;

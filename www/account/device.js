// What the page stores on this device, by user: in the browser's storage, or in memory where that is refused or full.

/** @import { TextStorage } from './device-storage.js' */

/** The beginning of every key. */
const PREFIX = 'contact-cards';

/** A day, in milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;

/** Returns the user that the host names in `<meta name="user" content="…">`; empty where there is one user only. */
export const userOf = (/** @type {Document} */ { head }) =>
  head.querySelector('meta[name="user"]')?.getAttribute('content') ?? '';

/**
 * What is stored for one user. Entries of other users are dropped when it is made; those that have expired as well, and whenever one of
 * them is read or another value is stored.
 */
export class Device {
  #storage;
  #user;
  #now;
  /** What the storage refused. @type {Map<string, unknown>} */
  #memory = new Map();

  /**
   * @param {TextStorage} storage
   * @param {string} user
   * @param {() => number} [now] the time in milliseconds since the epoch
   */
  constructor(storage, user, now = Date.now) {
    this.#storage = storage;
    this.#user = user;
    this.#now = now;
    for (const key of this.#keys()) if (!this.#isOwn(key)) this.#drop(key);
    this.#dropExpired();
  }

  /** Returns a stored value; nothing where there is none, or where it has expired. @param {string} name @returns {unknown} */
  get(name) {
    if (this.#memory.has(name)) return this.#memory.get(name);
    const key = this.#key(name);
    const entry = this.#read(key);
    if (!entry) this.#drop(key);
    return entry?.value;
  }

  /**
   * Stores a value.
   *
   * @param {string} name
   * @param {unknown} value what JSON can hold
   * @param {number} [lifetime] how long it is stored, in milliseconds; without an end where absent
   * @returns {boolean} whether it outlives the page
   */
  set(name, value, lifetime) {
    this.#dropExpired();
    try {
      const until = lifetime && this.#now() + lifetime;
      this.#storage.setItem(this.#key(name), JSON.stringify({ value, until }));
      this.#memory.delete(name);
      return true;
    } catch {
      this.#memory.set(name, value);
      return false;
    }
  }

  /** Drops a value. @param {string} name */
  remove(name) {
    this.#memory.delete(name);
    this.#drop(this.#key(name));
  }

  /** Drops everything of the user. That of another one may be of the page that is open now. */
  clear() {
    this.#memory.clear();
    for (const key of this.#keys()) if (this.#isOwn(key)) this.#drop(key);
  }

  /** @param {string} name */
  #key(name) {
    return `${PREFIX}:${encodeURIComponent(this.#user)}:${name}`;
  }

  #keys() {
    try {
      return this.#storage.keys().filter((key) => key.startsWith(`${PREFIX}:`));
    } catch {
      return [];
    }
  }

  /** Whether a key is of an entry of the user. @param {string} key */
  #isOwn(key) {
    return key.startsWith(this.#key(''));
  }

  /** Drops the user's entries that have expired. Those of another one may be of the page that is open now. */
  #dropExpired() {
    for (const key of this.#keys()) if (this.#isOwn(key) && !this.#read(key)) this.#drop(key);
  }

  /** Returns an entry that is whole and hasn't expired. @param {string} key @returns {{ value: unknown } | undefined} */
  #read(key) {
    try {
      const entry = JSON.parse(this.#storage.getItem(key) ?? 'null');
      if (entry === null || typeof entry !== 'object' || !Object.hasOwn(entry, 'value')) return undefined;
      const until = Object.hasOwn(entry, 'until') ? entry.until : Infinity;
      return until > this.#now() ? { value: entry.value } : undefined;
    } catch {
      return undefined;
    }
  }

  /** @param {string} key */
  #drop(key) {
    try {
      this.#storage.removeItem(key);
    } catch {
      // A storage that refuses holds nothing.
    }
  }
}

// The runs that are stored on this device, of all pages.
//
// A run has a header, its rows, the mark of the page that has it, whether the user has paused it, and the entries of its rows in groups: a
// storage is slow with thousands of keys.
import { atOnce } from '../shell/slices.js';
import { hasEnded } from './row.js';
import { headerOf, readEntries, readHeader, readRows, undoingOf } from './stored.js';

/** @import { TextStorage } from '../account/device-storage.js' */
/** @import { Undoing } from './run-options.js' */
/** @import { Entry, Header, StoredRow } from './stored.js' */

/**
 * A run that can be continued.
 *
 * @typedef {object} StoredRun
 * @property {string} id
 * @property {Date} at when it was started
 * @property {number} all how many rows are to be sent
 * @property {number} ended how many of them have ended
 * @property {boolean} isPaused whether the user has paused it
 * @property {Undoing} [undo] what it undoes
 */

/**
 * What the keys start with. After it: the run's id, which is the key of its header, then `.rows`, `.owner`, `.paused` or the number of a
 * group.
 */
const PREFIX = 'linq-contact-card.run.';

/** How long a run that no page has open can be continued, in milliseconds. */
const LIFETIME = 86_400_000;

/** The runs of a user, and those that other users have left on the device. */
export class StoredRuns {
  #storage;
  #user;
  #now;

  /**
   * @param {TextStorage} storage
   * @param {string} user who is signed in
   * @param {{ now?: () => number }} [options]
   */
  constructor(storage, user, { now = () => Date.now() } = {}) {
    this.#storage = storage;
    this.#user = user;
    this.#now = now;
  }

  /**
   * Returns the user's runs that can be continued, the latest first.
   *
   * @param {readonly string[]} [open] the ids of the runs that a page has open
   * @returns {StoredRun[]}
   */
  list(open = []) {
    return [...this.#usable(open)]
      .map(([id, header]) => {
        const { at, all, ended } = header;
        const endedSince = [...this.entries(id)].filter(([, entry]) => entry && hasEnded(entry)).length;
        return {
          id,
          at: new Date(at),
          all,
          ended: ended + endedSince,
          isPaused: this.#read(`${id}.paused`) === true,
          undo: undoingOf(header),
        };
      })
      .sort((one, other) => other.at.getTime() - one.at.getTime());
  }

  /**
   * Drops the runs of other users, those that are too old, and what can't be read, but none that a page has open.
   *
   * @param {readonly string[]} [open] the ids of the runs that a page has open
   */
  clean(open = []) {
    const usable = this.#usable(open);
    this.#remove((id) => !usable.has(id) && !open.includes(id));
  }

  /**
   * Returns the numbers that the user's runs are still to send, each with the time of its run.
   *
   * @param {string} [except] the id of a run that is left out
   * @returns {Map<string, Date>}
   */
  numbers(except) {
    const runs = [...this.#own()].filter(([id]) => id !== except);
    return new Map(runs.flatMap(([id, { at }]) => this.#openNumbers(id).map((number) => [number, new Date(at)])));
  }

  /** Whether something is stored of a run: at least its header. @param {string} id */
  has(id) {
    return this.#keys().includes(PREFIX + id);
  }

  /** Whether {@link numbers} has all numbers of a run, or it is another user's. @param {string} id */
  isReadable(id) {
    const header = readHeader(this.#read(id));
    if (!header || header.user !== this.#user) return header !== undefined;
    return atOnce(this.rows(id)) !== undefined;
  }

  /** Returns the header of a run of the user; nothing if it can't be read. @param {string} id */
  header(id) {
    return this.#own().get(id);
  }

  /** Returns the steps in which the rows of a run are read; their result is absent if one can't be read. @param {string} id */
  rows(id) {
    return readRows(this.#read(`${id}.rows`));
  }

  /** Returns the mark of the page that has a run; `null` if there is none. @param {string} id @returns {unknown} */
  owner(id) {
    return this.#read(`${id}.owner`);
  }

  /**
   * Returns the entries of a run by the index of their row; `undefined` for one that can't be read.
   *
   * @param {string} id
   * @returns {Map<number, Entry | undefined>}
   */
  entries(id) {
    const groups = this.#keys().filter(
      (key) => key.startsWith(`${PREFIX}${id}.`) && !/\.(owner|rows|paused)$/.test(key),
    );
    return new Map(groups.flatMap((key) => readEntries(this.#read(key.slice(PREFIX.length)))));
  }

  /**
   * Stores a run. It is written at once, as texts, so that another page finds it whole.
   *
   * @param {string} id
   * @param {Omit<Header, 'version' | 'user'>} header
   * @param {string} owner the mark of the page that has it
   * @param {readonly StoredRow[]} rows
   * @returns {boolean} whether the storage has taken all of it
   */
  add(id, header, owner, rows) {
    const text = JSON.stringify(headerOf({ ...header, user: this.#user }));
    const rowsText = JSON.stringify(rows);
    return this.#write(id, text) && this.setOwner(id, owner) && this.#write(`${id}.rows`, rowsText);
  }

  /** Stores the mark of the page that has a run. Returns whether that was possible. @param {string} id @param {string} owner */
  setOwner(id, owner) {
    return this.#write(`${id}.owner`, JSON.stringify(owner));
  }

  /** Stores whether the user has paused a run. @param {string} id @param {boolean} isPaused */
  setPaused(id, isPaused) {
    // A full storage removes what it has.
    if (isPaused) this.#write(`${id}.paused`, 'true');
    else this.#remove((each, part) => each === id && part === 'paused');
  }

  /**
   * Stores a group of entries. Returns whether that was possible.
   *
   * @param {string} id
   * @param {number} number of the group
   * @param {ReadonlyMap<number, Entry>} entries by the index of their row
   */
  setEntries(id, number, entries) {
    return this.#write(`${id}.${number}`, JSON.stringify([...entries]));
  }

  /** Drops all but the header of a run, which goes on without being stored: its numbers aren't known any more. @param {string} id */
  dropRows(id) {
    this.#remove((each, part) => each === id && part !== '');
  }

  /** Drops a run. @param {string} id */
  drop(id) {
    this.#remove((each) => each === id);
  }

  /** Drops the user's runs, and what can't be read: all but those of other users. */
  dropOwn() {
    const others = new Set([...this.#headers()].filter(([, { user }]) => user !== this.#user).map(([id]) => id));
    this.#remove((id) => !others.has(id));
  }

  /** @param {string} name of what is stored @param {string} text */
  #write(name, text) {
    try {
      this.#storage.setItem(PREFIX + name, text);
      return true;
    } catch {
      return false;
    }
  }

  /** Returns a value that was stored. @param {string} name @returns {unknown} */
  #read(name) {
    try {
      return JSON.parse(this.#storage.getItem(PREFIX + name) ?? 'null');
    } catch {
      return null;
    }
  }

  /**
   * Removes what is stored of runs. A header is removed first: without it, another page doesn't look for the rest.
   *
   * @param {(id: string, part: string) => boolean} isChosen
   */
  #remove(isChosen) {
    const chosen = this.#keys().filter((key) => isChosen(idOf(key), partOf(key)));
    for (const key of chosen.sort()) {
      try {
        this.#storage.removeItem(key);
      } catch {
        // A storage that refuses has nothing to remove.
      }
    }
  }

  /** Returns the keys of what is stored of runs. */
  #keys() {
    try {
      return this.#storage.keys().filter(isOfRuns);
    } catch {
      return [];
    }
  }

  /** Returns the headers that can be read, of all users, by the id of their run. @returns {Map<string, Header>} */
  #headers() {
    const ids = this.#keys()
      .filter((key) => partOf(key) === '')
      .map(idOf);
    return new Map(
      ids.flatMap((id) => {
        const header = readHeader(this.#read(id));
        return header ? [[id, header]] : [];
      }),
    );
  }

  /** Returns the headers of the user's runs. */
  #own() {
    return new Map([...this.#headers()].filter(([, { user, at }]) => user === this.#user && at <= this.#now()));
  }

  /** Returns the headers of the user's runs that can be continued. @param {readonly string[]} open */
  #usable(open) {
    const keys = new Set(this.#keys());
    const isUsable = (/** @type {string} */ id, /** @type {Header} */ { at }) =>
      keys.has(`${PREFIX}${id}.rows`) && (open.includes(id) || this.#now() - at < LIFETIME);
    return new Map([...this.#own()].filter(([id, header]) => isUsable(id, header)));
  }

  /** Returns the numbers that a run is still to send. @param {string} id */
  #openNumbers(id) {
    const rows = atOnce(this.rows(id)) ?? [];
    const entries = this.entries(id);
    return rows.flatMap(({ params, card, entry: first }, index) => {
      const entry = entries.get(index) ?? first;
      return card && !(entry && hasEnded(entry)) ? params.phone_number : [];
    });
  }
}

/** Whether a key is of what is stored of runs. @param {string} key */
export const isOfRuns = (key) => key.startsWith(PREFIX);

/** Whether a key shows that a run has started, was paused or resumed, or has ended. @param {string} key */
export const isOfState = (key) => isOfRuns(key) && ['', 'rows', 'paused'].includes(partOf(key));

/** Returns the id of the run that a key is of. @param {string} key */
const idOf = (key) => key.slice(PREFIX.length).split('.', 1)[0] ?? '';

/** Returns what a key has of a run; an empty text for its header. @param {string} key */
const partOf = (key) => key.slice(PREFIX.length).split('.')[1] ?? '';

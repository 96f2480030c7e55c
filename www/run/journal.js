// What is stored of a run on this device, so that it can be continued after the page was loaded again, and no row is sent twice.
//
// The rows are stored once, and an entry of each row before it is sent and when it has ended. Entries are stored in groups: a storage
// is slow with thousands of keys.
import { Check } from '../import/check.js';
import { atOnce } from '../shell/slices.js';
import { restoredRow, rowOf } from './restored.js';
import { hasEnded } from './row.js';
import { Run } from './run.js';
import { entryOf, headerOf, readEntries, readHeader, readRows, sendingOf, storedRow } from './stored.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { TextStorage } from '../account/device-storage.js' */
/** @import { RunRow } from './row.js' */
/** @import { Loss, RunOptions } from './run-options.js' */
/** @import { Entry, Header, StoredRow } from './stored.js' */

/** A run that is stored. @typedef {{ id: string, at: Date, all: number, ended: number }} StoredRun */

/** What the keys start with. After it: the run's id, then `.rows`, `.owner` or the number of a group of entries. */
const PREFIX = 'linq-contact-card.run.';

/** The number of rows after which {@link Journal.restoring} pauses. */
const SLICE = 50;

/** The number of rows whose entries are stored together. */
const GROUP = 50;

/** How long a run that no page has open can be continued, in milliseconds. */
const LIFETIME = 86_400_000;

/** The journal of the run that a page sends. Those of other pages are stored as well. */
export class Journal {
  /** Whether the run can be continued after the page was loaded again. It can't be where the storage is full or refuses. */
  isResumable = true;
  /** When another page has noted something of a run for the last time, in milliseconds since 1970. */
  othersNotedAt = 0;
  #storage;
  #user;
  #now;
  #newId;
  /** The run's id, and the mark of the page that continues it. */
  #id = '';
  #owner = '';
  /** The run; absent until it is restored. @type {Run | undefined} */
  #run;
  /** The indexes of its rows. Those of an earlier run of the page are none of them. @type {Map<RunRow, number>} */
  #indexes = new Map();
  /** The entries by the number of their group and the index of their row. @type {Map<number, Map<number, Entry>>} */
  #groups = new Map();

  /**
   * @param {TextStorage} storage
   * @param {string} user who is signed in. What is stored of others is dropped
   * @param {{ now?: () => number, newId?: () => string }} [options]
   */
  constructor(storage, user, { now = () => Date.now(), newId = () => crypto.randomUUID() } = {}) {
    this.#storage = storage;
    this.#user = user;
    this.#now = now;
    this.#newId = newId;
  }

  /** The id of the run that this page sends or has sent; empty if there is none. */
  get id() {
    return this.#id;
  }

  /**
   * Returns the user's runs, the latest first, without continuing one.
   *
   * @param {readonly string[]} [open] the ids of the runs that a page has open
   * @returns {StoredRun[]}
   */
  runs(open = []) {
    return [...this.#usable(open)]
      .map(([id, { at, all, ended }]) => {
        const endedSince = [...this.#entriesOf(id)].filter(([, entry]) => entry && hasEnded(entry)).length;
        return { id, at: new Date(at), all, ended: ended + endedSince };
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
    const isLeft = (/** @type {string} */ id) => usable.has(id) || this.#isOpen(id, open);
    this.#remove((key) => key.startsWith(PREFIX) && !isLeft(idOf(key)));
  }

  /**
   * Returns the numbers that the user's other runs are still to send, each with the time of its run. A page must not send them
   * meanwhile: each write would be spent twice.
   *
   * @returns {Map<string, Date>}
   */
  others() {
    const others = [...this.#headers()].filter(([id]) => id !== this.#id);
    return new Map(others.flatMap(([id, { at }]) => this.#openNumbers(id).map((number) => [number, new Date(at)])));
  }

  /**
   * Handles that another page has changed what is stored.
   *
   * @param {string | null} key absent if everything was removed
   * @returns {boolean} whether it may have started or ended a run
   */
  changedByOther(key) {
    if (key !== null && !key.startsWith(PREFIX)) return false;
    this.othersNotedAt = this.#now();
    return key === null || key === `${PREFIX}${idOf(key)}` || key.endsWith('.rows');
  }

  /** Takes a run that is stored, to continue it. A page that has sent it before sends nothing more. @param {string} id */
  take(id) {
    this.isResumable = true;
    this.#setRun(id, undefined);
    this.#claim();
  }

  /** Leaves a run that was taken, so that it can be continued later. */
  release() {
    this.#setRun('', undefined);
  }

  /**
   * Continues the run that was taken, paused. Each row that isn't sent yet is checked again with the account's cards; one that was being
   * sent is `unknown`, unless its card shows that it was saved. It yields between slices.
   *
   * @param {readonly SetContactCard[]} cards
   * @param {Run['client']} client
   * @param {(row?: RunRow) => void} [changed] as in {@link Run}
   * @param {Omit<RunOptions, 'journal'>} [options]
   * @returns {Generator<void, Run | undefined, void>}
   */
  *restoring(cards, client, changed, options) {
    const id = this.#id;
    const header = this.#headers().get(id);
    if (!header) {
      this.finish(undefined);
      return undefined;
    }
    yield;
    const stored = yield* readRows(this.#read(`${PREFIX}${id}.rows`));
    yield;
    const entries = this.#entriesOf(id);
    if (!stored || !isComplete(entries, stored.length)) {
      this.finish(undefined);
      return undefined;
    }
    this.#groups = new Map();
    for (const [index, entry] of entries) this.#groupOf(index).set(index, entry);
    yield;
    const check = new Check(stored.map(rowOf), cards);
    for (const _ of check.slices()) yield;
    const rows = [];
    for (const [index, row] of check.rows.entries()) {
      const before = /** @type {StoredRow} */ (stored[index]);
      rows.push(restoredRow(row, before, entries.get(index) ?? before.entry, this.#now()));
      if (index % SLICE === SLICE - 1) yield;
    }
    const run = new Run(rows, client, changed, { ...options, journal: this });
    this.#setRun(id, run);
    run.continue({ wait: header.wait });
    return run;
  }

  /** Notes the rows of a run before the first is sent. @param {Run} run */
  start(run) {
    const {
      rows,
      wait,
      progress: { all, ended },
    } = run;
    this.finish(this.#run);
    this.isResumable = true;
    this.#setRun(this.#newId(), run);
    this.opened(run);
    this.#groups = new Map();
    this.#write(`${PREFIX}${this.#id}`, headerOf({ user: this.#user, at: this.#now(), wait, all, ended }));
    this.#claim();
    this.#write(`${PREFIX}${this.#id}.rows`, rows.map(storedRow));
  }

  /** Is called before anything of a run is stored, which other pages find then. @param {Run} _run */
  opened(_run) {}

  /**
   * Returns why a run isn't this page's any more; nothing if it is.
   *
   * @param {Run} run
   * @returns {Loss | undefined}
   */
  lossOf(run) {
    if (run !== this.#run) return 'forgotten';
    if (this.isResumable && !this.#isOwner()) return this.#readOwner() === null ? 'forgotten' : 'moved';
    return undefined;
  }

  /** Notes that a row is about to be sent. @param {RunRow} row */
  begin(row) {
    this.#note([row], sendingOf);
  }

  /** Notes what rows have come to. @param {readonly RunRow[]} rows */
  record(rows) {
    if (this.#isOwner()) this.#note(rows, entryOf);
  }

  /** Forgets the run, as every row has ended. Nothing happens if it isn't the one of the journal any more. @param {Run | undefined} run */
  finish(run) {
    if (run !== this.#run) return;
    if (this.#isOwner()) this.#drop(this.#id);
    this.#setRun('', undefined);
  }

  /** Forgets a run that no page sends. @param {string} id */
  discard(id) {
    this.#drop(id);
  }

  /** Forgets every run on this device, as the user signs out. A run that is sending then stops. */
  forget() {
    this.#setRun('', undefined);
    this.#remove((key) => key.startsWith(PREFIX));
  }

  /** Sets the run that is noted from now on. @param {string} id @param {Run | undefined} run */
  #setRun(id, run) {
    this.#id = id;
    this.#run = run;
    this.#indexes = new Map(run?.rows.map((row, index) => [row, index]));
  }

  /** Whether this page is the one that continues the run. */
  #isOwner() {
    return this.#id !== '' && this.#readOwner() === this.#owner;
  }

  /** Returns the mark of the page that continues the run. */
  #readOwner() {
    return this.#read(`${PREFIX}${this.#id}.owner`);
  }

  /** Makes this page the one that continues the run. */
  #claim() {
    this.#owner = this.#newId();
    this.#write(`${PREFIX}${this.#id}.owner`, this.#owner);
  }

  /**
   * Writes the entries of rows, each group once.
   *
   * @param {readonly RunRow[]} rows
   * @param {(row: RunRow) => Entry} make
   */
  #note(rows, make) {
    if (!this.isResumable) return;
    /** @type {Set<number>} */
    const changed = new Set();
    for (const row of rows) {
      const index = this.#indexes.get(row);
      if (index === undefined) continue;
      this.#groupOf(index).set(index, make(row));
      changed.add(Math.floor(index / GROUP));
    }
    for (const number of changed) this.#write(`${PREFIX}${this.#id}.${number}`, [...this.#groupOf(number * GROUP)]);
  }

  /** Returns the entries of a row's group. @param {number} index of the row */
  #groupOf(index) {
    const number = Math.floor(index / GROUP);
    const group = this.#groups.get(number) ?? new Map();
    this.#groups.set(number, group);
    return group;
  }

  /**
   * Writes a value. Where that fails, the run goes on without being stored: half of it would have rows sent twice.
   *
   * @param {string} key
   * @param {unknown} value
   */
  #write(key, value) {
    if (!this.isResumable) return;
    try {
      this.#storage.setItem(key, JSON.stringify(value));
    } catch {
      this.isResumable = false;
      this.#drop(this.#id);
    }
  }

  /** Returns a value that was stored. @param {string} key @returns {unknown} */
  #read(key) {
    try {
      return JSON.parse(this.#storage.getItem(key) ?? 'null');
    } catch {
      return null;
    }
  }

  /** Removes what is stored of a run. @param {string} id */
  #drop(id) {
    this.#remove((key) => key === `${PREFIX}${id}` || key.startsWith(`${PREFIX}${id}.`));
  }

  /** @param {(key: string) => boolean} isChosen */
  #remove(isChosen) {
    for (const key of this.#keys()) {
      try {
        if (isChosen(key)) this.#storage.removeItem(key);
      } catch {
        // A storage that refuses has nothing to remove.
      }
    }
  }

  #keys() {
    try {
      return this.#storage.keys();
    } catch {
      return [];
    }
  }

  /** Returns the headers of the user's runs that can be read, by the id of their run. */
  #headers() {
    /** @type {Map<string, Header>} */
    const headers = new Map();
    for (const key of this.#keys()) {
      const id = idOf(key);
      const header = key === `${PREFIX}${id}` ? readHeader(this.#read(key)) : undefined;
      if (header?.user === this.#user && header.at <= this.#now()) headers.set(id, header);
    }
    return headers;
  }

  /** Returns the headers of the runs that can be continued, by the id of their run. @param {readonly string[]} open */
  #usable(open) {
    const isUsable = (/** @type {string} */ id, /** @type {Header} */ { at }) =>
      this.#isOpen(id, open) || this.#now() - at < LIFETIME;
    return new Map([...this.#headers()].filter(([id, header]) => isUsable(id, header)));
  }

  /** Whether a page has a run open: this one, or another. @param {string} id @param {readonly string[]} open */
  #isOpen(id, open) {
    return id === this.#id || open.includes(id);
  }

  /** Returns the numbers that a run is still to send. @param {string} id */
  #openNumbers(id) {
    const rows = atOnce(readRows(this.#read(`${PREFIX}${id}.rows`))) ?? [];
    const entries = this.#entriesOf(id);
    return rows.flatMap(({ params, card, entry: first }, index) => {
      const entry = entries.get(index) ?? first;
      return card && !(entry && hasEnded(entry)) ? params.phone_number : [];
    });
  }

  /**
   * Returns the entries of a run by the index of their row; `undefined` for one that can't be read.
   *
   * @param {string} id
   * @returns {Map<number, Entry | undefined>}
   */
  #entriesOf(id) {
    const start = `${PREFIX}${id}.`;
    const groups = this.#keys().filter(
      (key) => key.startsWith(start) && key !== `${start}owner` && key !== `${start}rows`,
    );
    return new Map(groups.flatMap((key) => readEntries(this.#read(key))));
  }
}

/** Returns the id of the run that a key is of. @param {string} key */
const idOf = (key) => key.slice(PREFIX.length).split('.', 1)[0] ?? '';

/**
 * Whether every entry can be read and is of a row. Else the row of one may have been sent.
 *
 * @param {Map<number, Entry | undefined>} entries
 * @param {number} count of rows
 * @returns {entries is Map<number, Entry>}
 */
const isComplete = (entries, count) =>
  [...entries].every(([index, entry]) => entry && Number.isInteger(index) && index >= 0 && index < count);

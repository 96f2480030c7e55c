// The journal of the run that this page sends: what is stored of it, so that it can be continued after the page was loaded again, and no
// row is sent twice.
//
// The rows are stored once, and an entry of each row before it is sent and when it has ended.
import { randomId } from '../account/random-id.js';
import { Check } from '../import/check.js';
import { restoredRow, rowOf } from './restored.js';
import { Run } from './run.js';
import { entryOf, sendingOf, storedRow, undoingOf } from './stored.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { NewRow, RunRow } from './row.js' */
/** @import { Loss, RunOptions } from './run-options.js' */
/** @import { Entry, StoredRow } from './stored.js' */
/** @import { StoredRuns } from './stored-runs.js' */

/**
 * The lock by which other pages know that a page has a run open.
 *
 * @typedef {object} RunLock
 * @property {(id: string, lost: () => void) => void} hold holds the lock of a run, and releases the one before. `lost` is called when
 * another page takes it
 * @property {() => void} release
 */

/**
 * Why a run can't be continued. `unreadable`: what is stored can't be read, and was dropped. `lost`: meanwhile another page has continued
 * or discarded it.
 *
 * @typedef {'unreadable' | 'lost'} Obstacle
 */

/** The lock of a page whose runs no other page has to know. @type {RunLock} */
const noLock = { hold() {}, release() {} };

/** The number of rows after which {@link Journal.restoring} pauses. */
const SLICE = 50;

/** The number of rows whose entries are stored together. */
const GROUP = 50;

/** The journal of one run at a time. */
export class Journal {
  /** Whether the run can be continued after the page was loaded again. It can't be where the storage is full or refuses. */
  isResumable = true;
  #runs;
  #lock;
  #now;
  #newId;
  /** The run's id, empty if there is none, and the mark of the page that has it. */
  #id = '';
  #owner = '';
  /** The run; absent until it is restored. @type {Run | undefined} */
  #run;
  /** The indexes of its rows. Those of an earlier run of the page are none of them. @type {Map<RunRow, number>} */
  #indexes = new Map();
  /** The entries by the number of their group and the index of their row. @type {Map<number, Map<number, Entry>>} */
  #groups = new Map();

  /**
   * @param {StoredRuns} runs
   * @param {{ lock?: RunLock, now?: () => number, newId?: () => string }} [options]
   */
  constructor(runs, { lock = noLock, now = () => Date.now(), newId = randomId } = {}) {
    this.#runs = runs;
    this.#lock = lock;
    this.#now = now;
    this.#newId = newId;
  }

  /** The id of the run that this page has open; empty if there is none. */
  get id() {
    return this.#id;
  }

  /**
   * Returns the numbers that other runs are still to send, each with the time of its run. A page must not send them meanwhile: each
   * write would be spent twice. A run that another page has taken is one of them.
   */
  others() {
    return this.#runs.numbers(this.#isOwner() ? this.#id : undefined);
  }

  /**
   * Takes a run that is stored, to continue it. A page that has sent it before sends nothing more.
   *
   * @param {string} id
   * @returns {boolean} whether that was possible. Where the storage refuses, the run is left as it is
   */
  take(id) {
    const owner = this.#newId();
    if (!this.#runs.setOwner(id, owner)) return false;
    this.#open(id, owner);
    return true;
  }

  /** Leaves a run that was taken, so that it can be continued later. Nothing happens if it isn't open any more. @param {string} id */
  release(id) {
    if (id === this.#id) this.#close();
  }

  /**
   * Continues the run that was taken, paused. Each row that isn't sent yet is checked again with the account's cards; one that was being
   * sent is `unknown`, unless its card shows that it was saved. It yields between slices.
   *
   * @param {readonly SetContactCard[]} cards
   * @param {Run['client']} client
   * @param {(row?: RunRow) => void} [changed] as in {@link Run}
   * @param {Omit<RunOptions, 'journal'>} [options]
   * @returns {Generator<void, Run | Obstacle, void>}
   */
  *restoring(cards, client, changed, options) {
    const header = this.#runs.header(this.#id);
    const rows = header && (yield* this.#restoredRows(cards));
    if (this.lossOf(undefined)) return 'lost';
    if (!rows) {
      this.finish(undefined);
      return 'unreadable';
    }
    const run = new Run(rows, client, changed, { ...options, journal: this, undo: undoingOf(header) });
    this.#setRun(run);
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
    this.#open(this.#newId(), this.#newId(), run);
    const header = { at: this.#now(), wait, all, ended, undo: run.undo && { ...run.undo, at: run.undo.at.getTime() } };
    if (!this.#runs.add(this.#id, header, this.#owner, rows.map(storedRow))) this.#giveUp();
  }

  /** Notes that a row is about to be sent. @param {RunRow} row */
  begin(row) {
    this.#note([row], sendingOf);
  }

  /** Notes what rows have come to. @param {readonly RunRow[]} rows */
  record(rows) {
    if (this.#isOwner()) this.#note(rows, entryOf);
  }

  /** Notes whether the user has paused the run. @param {boolean} isPaused */
  setPaused(isPaused) {
    if (this.#isOwner()) this.#runs.setPaused(this.#id, isPaused);
  }

  /** Forgets the run, as every row has ended. Nothing happens if it isn't the one of the journal any more. @param {Run | undefined} run */
  finish(run) {
    if (run !== this.#run) return;
    if (!this.lossOf(run)) this.#runs.drop(this.#id);
    this.#close();
  }

  /** Forgets the user's runs on this device, as the user signs out. The one that is sending stops. */
  forget() {
    this.#run?.leave('forgotten');
    this.#close();
    this.#runs.dropOwn();
  }

  /**
   * Returns why a run isn't this page's any more; nothing if it is.
   *
   * @param {Run | undefined} run absent for the one that was taken, until it is restored
   * @returns {Loss | undefined}
   */
  lossOf(run) {
    if (run !== this.#run) return 'forgotten';
    if (this.#isOwner() || !this.isResumable) return undefined;
    return this.#runs.owner(this.#id) === null ? 'forgotten' : 'moved';
  }

  /** Whether the run is stored, with the mark of this page. */
  #isOwner() {
    return this.#id !== '' && this.#runs.owner(this.#id) === this.#owner;
  }

  /**
   * Notes a run from now on. Its lock is held before it is stored: another page would take it for interrupted.
   *
   * @param {string} id
   * @param {string} owner
   * @param {Run} [run] absent until it is restored
   */
  #open(id, owner, run) {
    this.isResumable = true;
    this.#id = id;
    this.#owner = owner;
    this.#groups = new Map();
    this.#setRun(run);
    this.#lock.hold(id, () => this.#lose());
  }

  /** Notes no run any more. */
  #close() {
    this.#id = '';
    this.#setRun(undefined);
    this.#lock.release();
  }

  /** Stops the run, as another page has taken it. */
  #lose() {
    this.#run?.leave('moved');
    this.#close();
  }

  /** @param {Run | undefined} run */
  #setRun(run) {
    this.#run = run;
    this.#indexes = new Map(run?.rows.map((row, index) => [row, index]));
  }

  /**
   * Returns the rows of the run that was taken, as it continues; nothing if it can't be read.
   *
   * @param {readonly SetContactCard[]} cards
   * @returns {Generator<void, NewRow[] | undefined, void>}
   */
  *#restoredRows(cards) {
    yield;
    const stored = yield* this.#runs.rows(this.#id);
    yield;
    const entries = this.#runs.entries(this.#id);
    if (!stored || !isComplete(entries, stored.length)) return undefined;
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
    return rows;
  }

  /**
   * Stores the entries of rows, each group once.
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
    const isStored = [...changed].every((number) =>
      this.#runs.setEntries(this.#id, number, this.#groupOf(number * GROUP)),
    );
    if (!isStored) this.#giveUp();
  }

  /** Goes on without storing the run, as the storage is full or refuses: half of it would have rows sent twice. */
  #giveUp() {
    this.isResumable = false;
    this.#runs.dropRows(this.#id);
  }

  /** Returns the entries of a row's group. @param {number} index of the row */
  #groupOf(index) {
    const number = Math.floor(index / GROUP);
    const group = this.#groups.get(number) ?? new Map();
    this.#groups.set(number, group);
    return group;
  }
}

/**
 * Whether every entry can be read and is of a row. Else the row of one may have been sent.
 *
 * @param {Map<number, Entry | undefined>} entries
 * @param {number} count of rows
 * @returns {entries is Map<number, Entry>}
 */
const isComplete = (entries, count) =>
  [...entries].every(([index, entry]) => entry && Number.isInteger(index) && index >= 0 && index < count);

// Many updates, a few at a time. It knows neither the page nor the network, only the client that is passed to it.
//
// It guarantees that every row ends with exactly one result, and that none is sent twice unless the user asks for it.
import { inOtherRun, withoutBudget } from './blocked.js';
import { Alarm, Stopwatch, systemClock } from './clock.js';
import { compare } from './compare.js';
import { isLost, isSignedOut, waitAfter } from './failures.js';
import { hasLeft } from './halt.js';
import { HeldRows } from './held.js';
import { limitOf } from './limits.js';
import {
  cancelled,
  changedElsewhere,
  failedWith,
  foundSaved,
  heldAfter,
  leftToOtherRun,
  savedWith,
  skipped,
  withoutWrite,
} from './outcomes.js';
import { cleared, hasEnded, isHeld, isPlanned, isRepeatable, isSendable, isWaiting } from './row.js';
import { noJournal } from './run-options.js';
import { Tally } from './tally.js';
import { timeLeft } from './time-left.js';

/** @import { ContactCards } from 'linq-contact-card' */
/** @import { Block } from './blocked.js' */
/** @import { Halt } from './halt.js' */
/** @import { Loss, RunOptions } from './run-options.js' */
/** @import { HeldRow, NewRow, NewState, RowState, RunRow, SendableRow } from './row.js' */

/** The number of updates in flight at once. */
const CONCURRENCY = 4;

/** How long a card is taken to be as it was read, in milliseconds. After that, it is read again before a row is sent. */
export const FRESH = 600_000;

/** The number of rows after which {@link Run.findBlocked} pauses. */
const SLICE = 50;

/** A run of checked rows. It has copies of them: after an edit of the list, another run is made. */
export class Run {
  /** In a paused run, updates in flight still end. @type {'idle' | 'running' | 'paused' | 'done'} */
  state = 'idle';
  /** Why it paused by itself. @type {Halt | undefined} */
  halted;
  /** When it goes on by itself after a limit of the user's. @type {Date | undefined} */
  resumesAt;
  /** Whether rows whose number has no write left are sent later, as the user has agreed to. */
  wait = false;
  /** The rows that are still to be sent, the next one last. @type {SendableRow[]} */
  #queue = [];
  /** The rows that wait for their time. */
  #held = new HeldRows();
  /** The number of rows in flight. */
  #inFlight = 0;
  /** How long rows were in flight or the user's limit was waited for. */
  #active;
  /** How many requests in a row received no response from Linq. */
  #lostInARow = 0;
  #isCancelled = false;
  /** How many rows had ended when it was started. */
  #endedBefore = 0;
  /** For what comes next by time: a row that is held, or the end of the user's limit. */
  #alarm;
  /** When the cards were read with which the rows were checked. */
  #knownAt;
  #tally;
  #budgetOf;
  #cardOf;
  #journal;
  #clock;

  /**
   * @param {readonly NewRow[]} rows
   * @param {Pick<ContactCards, 'update' | 'retrieve'>} client
   * @param {(row?: RunRow) => void} changed is called with each row that changes, and without one when the run's state does
   * @param {RunOptions} [options]
   */
  constructor(
    rows,
    client,
    changed = () => {},
    {
      budgetOf = () => undefined,
      cardOf = () => undefined,
      journal = noJournal,
      clock = systemClock,
      knownAt = clock.now(),
      undo = undefined,
    } = {},
  ) {
    this.#budgetOf = budgetOf;
    this.#cardOf = cardOf;
    this.#journal = journal;
    this.#clock = clock;
    this.#knownAt = knownAt;
    this.#active = new Stopwatch(clock);
    this.#alarm = new Alarm(clock, () => this.#goOn());
    this.client = client;
    this.undo = undo;
    this.changed = changed;
    /** @type {readonly RunRow[]} */
    this.rows = rows.map((row) => ({ tries: 0, ...row }));
    this.#tally = new Tally(this.rows);
  }

  /** The number of rows with each result. */
  get counts() {
    return this.#tally.counts;
  }

  /** The number of rows that are to be sent, and how many of them have ended. */
  get progress() {
    return this.#tally.progress;
  }

  /** Whether it is cancelled, and only waits for the responses of what is in flight. */
  get isCancelling() {
    return this.#isCancelled && this.state === 'running';
  }

  /** Whether rows are in flight, which a paused run may have. */
  get isBusy() {
    return this.#inFlight > 0;
  }

  /** The estimated time until the last row has ended, in milliseconds; `undefined` until it is known. */
  get timeLeft() {
    const limit = this.#until(this.resumesAt);
    return timeLeft({
      ended: this.progress.ended - this.#endedBefore,
      open: this.#queue.length + this.#inFlight,
      active: this.#active.elapsed + limit,
      waits: Math.max(limit, this.#until(this.#held.last)),
    });
  }

  /** Returns how long it is until a time, in milliseconds. @param {Date | undefined} time */
  #until(time) {
    return Math.max(0, (time?.getTime() ?? 0) - this.#clock.now());
  }

  /**
   * Finds the rows that can't be sent now, before the run is started: as their number is in another run, or has no write left. Those
   * that can be sent again become `ready`. It yields between slices.
   *
   * @returns {Generator<void, void, void>}
   */
  *findBlocked() {
    const others = this.#journal.others();
    for (const [index, row] of this.rows.entries()) {
      if (this.state !== 'idle') return;
      if (isPlanned(row)) this.#plan(row, inOtherRun(others.get(row.params.phone_number)) ?? this.#withoutWrite(row));
      if (index % SLICE === SLICE - 1) yield;
    }
  }

  /** Sets what blocks a row. @param {RunRow} row @param {Block} [block] absent if it can be sent */
  #plan(row, block) {
    if (block) this.#set(row, block);
    else if (row.result !== 'ready') this.#set(row, { ...cleared, result: 'ready' });
  }

  /**
   * Sends the rows that are ready, and ends those that were found to be blocked: the user was shown that they aren't sent.
   *
   * @param {{ wait?: boolean, knownAt?: number }} [options] `wait`: the user agrees that rows whose number has no write left are sent
   * later, while the page is open. Without it they aren't sent. `knownAt`: when the cards were read that the page has now
   */
  start(options) {
    if (this.state === 'idle') this.#send(isPlanned, options);
  }

  /** Sends the rows that failed or were cancelled, after the run has ended. @param {{ wait?: boolean, knownAt?: number }} [options] as in {@link start} */
  again(options) {
    if (this.state === 'done') this.#send(isRepeatable, options);
  }

  /** Sends nothing more until it is resumed. */
  pause() {
    if (!this.#mayPause && this.halted !== 'limited') return;
    this.#become('paused');
    this.#journal.setPaused(true);
  }

  /** Whether it can be paused: what is in flight after it was cancelled can't. */
  get #mayPause() {
    return this.state === 'running' && !this.#isCancelled;
  }

  resume() {
    if (this.state !== 'paused' || !this.#isOwn()) return;
    this.#lostInARow = 0;
    this.#journal.setPaused(false);
    this.#become('running');
    this.#fill();
  }

  /** Sends nothing more, as it isn't this page's run any more. @param {Loss} why */
  leave(why) {
    if (this.state === 'running' || this.state === 'paused') this.#become('paused', why);
  }

  /** Returns whether it is still this page's run. It leaves if it isn't any more. */
  #isOwn() {
    if (hasLeft(this)) return false;
    const why = this.#journal.lossOf(this);
    if (why) this.leave(why);
    return !why;
  }

  /** Sends nothing more. What is in flight isn't aborted, since its outcome would be unknown. */
  cancel() {
    if ((this.state !== 'running' && this.state !== 'paused') || !this.#isOwn()) return;
    this.#isCancelled = true;
    this.#queue = [];
    this.#held.clear();
    const waiting = this.rows.filter(isWaiting);
    for (const row of waiting) this.#set(row, { ...cancelled(row), isUndecided: row.result === 'changed_elsewhere' });
    this.#journal.record(waiting);
    this.#journal.setPaused(false);
    this.#become('running');
    this.#fill();
  }

  /**
   * Decides about a row whose card was changed elsewhere.
   *
   * @param {RunRow} row
   * @param {'send' | 'skip'} choice
   */
  decide(row, choice) {
    if (row.result !== 'changed_elsewhere' || !isSendable(row) || !this.#isOwn()) return;
    if (choice === 'skip') this.#end(row, skipped(row));
    // The card that the user has decided about is known.
    else this.#end(row, { result: 'waiting', reason: undefined });
    this.#fill();
  }

  /** Changes a row after the run has ended, as another run has undone it. @param {RunRow} row @param {NewState} values */
  amend(row, values) {
    if (this.state === 'done') this.#set(row, values);
  }

  /**
   * Continues a run of an earlier page, paused: its rows that are `waiting` or `held` are sent when it is resumed. It has ended where none
   * is left.
   *
   * @param {{ wait: boolean }} options
   */
  continue({ wait }) {
    if (this.state !== 'idle') return;
    this.wait = wait;
    this.#queue = this.rows
      .filter(isSendable)
      .filter(({ result }) => result === 'waiting')
      .reverse();
    for (const row of this.rows) if (isHeld(row)) this.#hold(row);
    this.#endedBefore = this.progress.ended;
    this.#become('paused');
    this.#endIfDone();
  }

  /**
   * Queues the chosen rows and starts to send them.
   *
   * @param {(row: RunRow) => boolean} isChosen
   * @param {{ wait?: boolean, knownAt?: number }} [options]
   */
  #send(isChosen, { wait = false, knownAt = this.#knownAt } = {}) {
    this.wait = wait;
    this.#knownAt = knownAt;
    this.#isCancelled = false;
    this.#lostInARow = 0;
    this.#active.reset();
    const others = this.#journal.others();
    const chosen = this.rows.filter(isSendable).filter(isChosen);
    for (const row of chosen) this.#enqueue(row, others.get(row.params.phone_number) ?? row.otherRunAt);
    this.#queue.reverse();
    this.#endedBefore = this.progress.ended;
    this.#journal.start(this);
    this.#become('running');
    this.#fill();
  }

  /**
   * Queues a row, has it wait for its time, or ends it if this run doesn't send it.
   *
   * @param {SendableRow} row
   * @param {Date} [otherRunAt] when the other run was started that is to send its number, or was when that was shown
   */
  #enqueue(row, otherRunAt) {
    if (otherRunAt) this.#set(row, leftToOtherRun(row, otherRunAt));
    else if (row.isUndecided)
      this.#set(row, { ...cleared, result: 'changed_elsewhere', reason: changedElsewhere, isUndecided: false });
    else if (isHeld(row) && this.wait) this.#hold(row);
    else if (isHeld(row)) this.#set(row, withoutWrite(row, row.heldUntil));
    else {
      this.#set(row, { ...cleared, result: 'waiting' });
      this.#queue.push(row);
    }
  }

  /** Sends queued rows until enough of them are in flight. */
  #fill() {
    this.#release();
    while (this.state === 'running' && this.#inFlight < CONCURRENCY) {
      const row = this.#queue.pop();
      if (!row) break;
      const held = this.#withoutWrite(row);
      if (held) this.#end(row, this.wait ? held : withoutWrite(row, held.heldUntil));
      else this.#next(row);
    }
    this.#endIfDone();
    this.#setAlarm();
  }

  /** Ends the run after its last row. */
  #endIfDone() {
    const { all, ended } = this.progress;
    if (ended < all || this.state === 'done' || !this.#isOwn()) return;
    this.#journal.finish(this);
    this.#become('done');
  }

  /** Sends a row, unless it turns out that it must not be. @param {SendableRow} row */
  async #next(row) {
    this.#inFlight += 1;
    this.#measure();
    this.#set(row, { ...cleared, result: 'sending' });
    const end = (this.#isFresh(row) ? undefined : await this.#compare(row)) ?? (await this.#update(row));
    this.#inFlight -= 1;
    this.#measure();
    this.#end(row, end);
    this.#fill();
  }

  /** Whether a row can be sent without reading its card again: the page knows of no change since. @param {SendableRow} row */
  #isFresh({ params, card, wasUnknown, knownAt = this.#knownAt }) {
    if (wasUnknown || this.#clock.now() - knownAt >= FRESH) return false;
    const known = this.#cardOf(params.phone_number);
    return !known || compare(params, card, known).kind === 'same';
  }

  /**
   * Sends a row once: the package must not retry by itself.
   *
   * @param {SendableRow} row
   * @returns {Promise<NewState>}
   */
  async #update(row) {
    // Meanwhile it was paused, cancelled, or moved to another page.
    if (this.state !== 'running' || this.#isCancelled || !this.#isOwn()) return { result: 'waiting' };
    this.#journal.begin(row);
    try {
      const card = await this.client.update(row.changes, { maxRetries: 0 });
      this.#lostInARow = 0;
      return { ...savedWith(card), before: row.card, tries: row.tries + 1 };
    } catch (error) {
      return this.#failedUpdate(row, error);
    }
  }

  /**
   * Returns the state of a row whose update failed.
   *
   * @param {SendableRow} row
   * @param {unknown} error
   * @returns {NewState}
   */
  #failedUpdate(row, error) {
    const { remaining } = this.#budgetOf(row.changes.phone_number) ?? {};
    const limit = limitOf(error, { isWrite: true, remaining });
    if (limit === 'user') return this.#limited(error);
    if (isSignedOut(error)) return this.#signedOut();
    const now = this.#clock.now();
    const end = { ...failedWith(error, now), tries: row.tries + 1 };
    if (limit === 'number' && this.wait && end.retryAt) return heldAfter(end, end.retryAt, now);
    this.#halt(error);
    return end;
  }

  /**
   * Reads a card again, and compares it with what the row was checked with. Returns nothing if the row is to be sent.
   *
   * @param {SendableRow} row
   * @returns {Promise<NewState | undefined>}
   */
  async #compare(row) {
    const { phone_number } = row.changes;
    try {
      const {
        contact_cards: [card],
      } = await this.client.retrieve({ phone_number }, { maxRetries: 0 });
      this.#lostInARow = 0;
      if (!card) return { result: 'not_sent', reason: 'The number has no card any more.' };
      const { kind, changes } = compare(row.params, row.card, card, { wasSent: row.wasUnknown });
      if (kind === 'saved') return foundSaved(row, card);
      const known = { card, changes, knownAt: this.#clock.now(), wasUnknown: false };
      if (kind === 'elsewhere') return { ...known, result: 'changed_elsewhere', reason: changedElsewhere };
      Object.assign(row, known);
      return undefined;
    } catch (error) {
      if (limitOf(error, { isWrite: false })) return this.#limited(error);
      if (isSignedOut(error)) return this.#signedOut();
      this.#halt(error);
      return { ...failedWith(error, this.#clock.now()), result: row.wasUnknown ? 'unknown' : 'not_sent' };
    }
  }

  /** Pauses the run until the user's limit allows more. The row is sent then. @param {unknown} error */
  #limited(error) {
    const at = this.#clock.now() + waitAfter(error);
    const latest = Math.max(at, this.resumesAt?.getTime() ?? 0);
    if (this.#mayPause || this.halted === 'limited') this.#become('paused', 'limited', new Date(latest));
    return { result: /** @type {const} */ ('waiting'), knownAt: 0 };
  }

  /** Pauses the run until the user has signed in, and resumes it. The row is sent then. */
  #signedOut() {
    if (this.#mayPause) this.#become('paused', 'signed_out');
    return { result: /** @type {const} */ ('waiting'), knownAt: 0 };
  }

  /** Pauses if every other row would fail as well, as the server doesn't respond. @param {unknown} error */
  #halt(error) {
    this.#lostInARow = isLost(error) ? this.#lostInARow + 1 : 0;
    const isLeft = this.#queue.length + this.#held.count > 0;
    if (this.#lostInARow >= CONCURRENCY && this.#mayPause && isLeft) this.#become('paused', 'offline');
  }

  /**
   * Sets what a row has come to, and puts it where it waits if it hasn't ended.
   *
   * @param {RunRow} row
   * @param {NewState} values
   */
  #end(row, values) {
    const { wasUnknown = row.wasUnknown } = values;
    const isOpen = !hasEnded(values);
    const isUndecided = values.result === 'changed_elsewhere';
    const end =
      isOpen && this.#isCancelled ? { ...values, ...cancelled({ wasUnknown, tries: row.tries }), isUndecided } : values;
    this.#set(row, { ...end, wasUnknown: end.result === 'unknown' || (isOpen && wasUnknown) });
    if (row.result === 'waiting' && isSendable(row)) this.#queue.push(row);
    if (isHeld(row)) this.#hold(row);
    this.#journal.record([row]);
  }

  /**
   * Changes a row's state.
   *
   * @param {RunRow} row
   * @param {Partial<RowState>} values
   */
  #set(row, values) {
    const before = row.result;
    Object.assign(row, values);
    if (row.result !== before) this.#tally.move(row, before);
    this.changed(row);
  }

  /**
   * Changes the run's state.
   *
   * @param {Run['state']} state
   * @param {Halt} [halted]
   * @param {Date} [resumesAt]
   */
  #become(state, halted, resumesAt) {
    this.state = state;
    this.halted = halted;
    this.resumesAt = resumesAt;
    this.#measure();
    this.#setAlarm();
    this.changed();
  }

  /** Measures how long the run is active. */
  #measure() {
    this.#active.note(this.#inFlight > 0 || this.halted === 'limited');
  }

  /** Returns the state of a row whose number is known to have no write left. @param {RunRow} row */
  #withoutWrite({ params }) {
    return withoutBudget(this.#budgetOf(params.phone_number), this.#clock.now());
  }

  /** Has a row wait for its time. By then, its card is read again. @param {HeldRow} row */
  #hold(row) {
    row.knownAt = 0;
    this.#held.add(row);
  }

  /** Queues the rows whose time has come. */
  #release() {
    while (this.state === 'running') {
      const row = this.#held.takeDue(this.#clock.now());
      if (!row) return;
      this.#set(row, { ...cleared, result: 'waiting' });
      this.#queue.push(row);
    }
  }

  /** Sets the alarm for what comes next. */
  #setAlarm() {
    this.#alarm.set(this.state === 'running' ? this.#held.first : this.resumesAt);
  }

  /** Goes on, as a time has come. */
  #goOn() {
    if (this.halted === 'limited') this.resume();
    else this.#fill();
  }
}

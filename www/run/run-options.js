// What a run uses of its page: where it notes what it does, and what is known of numbers and cards.

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Clock } from './clock.js' */
/** @import { RunRow } from './row.js' */
/** @import { Run } from './run.js' */

/** @typedef {{ remaining: number, nextWriteAt: Date | null }} Budget the known writes of a number */

/**
 * Where a run notes what it does, so that it can be continued after the page was loaded again.
 *
 * @typedef {object} RunJournal
 * @property {(run: Run) => void} start notes the rows, before the first is sent
 * @property {(run: Run) => Loss | undefined} lossOf returns why a run isn't this page's any more, so that nothing of it must be sent
 * @property {(row: RunRow) => void} begin notes that a row is about to be sent
 * @property {(rows: readonly RunRow[]) => void} record notes what rows have come to
 * @property {(isPaused: boolean) => void} setPaused notes whether the user has paused the run
 * @property {(run: Run) => void} finish forgets the run, as every row has ended
 * @property {() => Map<string, Date>} others returns the numbers that runs of other pages are still to send, with the time of the run
 */

/** What a run undoes. `at`: when that run was started; `times`: 1, or 2 for the undo of its undo. @typedef {{ at: Date, times: number }} Undoing */

/**
 * @typedef {object} RunOptions
 * @property {(phone_number: string) => Budget | undefined} [budgetOf] what is known of a number's writes
 * @property {(phone_number: string) => SetContactCard | undefined} [cardOf] returns the card of a number as the page knows it
 * @property {RunJournal} [journal]
 * @property {Clock} [clock]
 * @property {Undoing | undefined} [undo] what it undoes
 * @property {number} [knownAt] when the cards were read with which the rows were checked, in milliseconds since 1970; now by default
 */

/**
 * Why a run isn't its page's any more, so that it can't be resumed. `moved`: it is continued in another tab. `forgotten`: the user
 * has signed out, or discarded it in another tab.
 *
 * @typedef {'moved' | 'forgotten'} Loss
 */

/** A journal that notes nothing. @type {RunJournal} */
export const noJournal = {
  start() {},
  lossOf: () => undefined,
  begin() {},
  record() {},
  setPaused() {},
  finish() {},
  others: () => new Map(),
};

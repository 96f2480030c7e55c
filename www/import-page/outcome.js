// A run's state, its end and the time that is left, in sentences. Pure functions.
import { hasLeft } from '../run/halt.js';
import { joined } from '../shell/text.js';
import { minuteFrom, timeOf } from '../shell/time.js';
import { countOf, some } from './results.js';

/** @import { RunRow } from '../run/row.js' */
/** @import { Run } from '../run/run.js' */
/** @import { Undo } from '../run/undo.js' */
/** @import { Tone } from './results.js' */

/** Why a run has paused by itself, or isn't this page's any more. @type {Record<NonNullable<Run['halted']>, string>} */
const reasonsToHalt = {
  signed_out: 'You are signed out. Sign in from another tab, then resume.',
  offline: 'The server does not respond. Resume when the connection is back.',
  limited: 'You have reached your limit of requests. Nothing is lost.',
  moved: 'This run goes on in another tab. Its results are there.',
  forgotten: 'This run has ended in another tab, or you have signed out. Nothing more is sent.',
};

/**
 * Returns what a run does.
 *
 * @param {Pick<Run, 'state' | 'halted' | 'isBusy' | 'isCancelling' | 'counts'>} run
 */
export function describeState(run) {
  const { state, halted, isBusy, isCancelling, counts } = run;
  if (state === 'idle') return 'Send';
  if (state === 'done') return ['Done', describeFailed(run)].filter(Boolean).join(', ');
  if (halted === 'moved') return 'Moved to another tab';
  if (halted === 'forgotten') return 'Stopped';
  if (state === 'paused') return isBusy ? 'Pausing: waiting for updates that were sent' : 'Paused';
  if (isCancelling) return 'Cancelling…';
  if (counts.sending || counts.waiting) return 'Sending';
  return counts.held ? 'Waiting for numbers without a write left' : 'Waiting for your decision';
}

/**
 * Returns how much of a run is done.
 *
 * @param {Pick<Run, 'counts' | 'progress'>} run
 */
export const describeProgress = ({ counts, progress }) =>
  [`${progress.ended.toLocaleString('en')} of ${progress.all.toLocaleString('en')} done`, describeFailed({ counts })]
    .filter(Boolean)
    .join(' · ');

/** Returns how many rows have failed; empty if none has. @param {Pick<Run, 'counts'>} run */
function describeFailed({ counts }) {
  const failed = countOf('failed', counts);
  return failed > 0 ? `${failed.toLocaleString('en')} failed` : '';
}

/**
 * Returns why a run has paused by itself, and when it goes on; empty if it hasn't.
 *
 * @param {Pick<Run, 'halted' | 'resumesAt'>} run
 */
export const describeHalt = ({ halted, resumesAt }) =>
  halted
    ? [reasonsToHalt[halted], resumesAt && `It goes on at ${minuteFrom(resumesAt)}.`].filter(Boolean).join(' ')
    : '';

/** Returns that a run has paused again for the same reason. @param {NonNullable<Run['halted']>} halted */
export const describeLastingHalt = (halted) =>
  halted === 'signed_out' ? 'You are still signed out.' : 'The server still does not respond.';

/** Returns that the number of a row is in another run. @param {Date} otherRunAt when that run was started */
export const describeOtherRun = (otherRunAt) => describeInRuns('The number is', [timeOf(otherRunAt)]);

/**
 * Returns that rows aren't sent, as their numbers are in other runs, and what to do.
 *
 * @param {Pick<RunRow, 'otherRunAt'>[]} rows those that other runs are still to send, at least one
 * @param {boolean} isAnyLeft whether others can be sent
 */
export function describeOtherRuns(rows, isAnyLeft) {
  const times = [...new Set(rows.flatMap(({ otherRunAt }) => (otherRunAt ? timeOf(otherRunAt) : [])))];
  const numbers = rows.length === 1 ? '1 number is' : `${rows.length.toLocaleString('en')} numbers are`;
  const end = times.length === 1 ? 'it is' : 'they are';
  return `${describeInRuns(numbers, times)} Wait until ${end}${isAnyLeft ? ', or send the rest now' : ''}.`;
}

/** Returns that numbers are in other runs. @param {string} numbers with a verb @param {string[]} times of the runs */
const describeInRuns = (numbers, times) =>
  times.length === 1
    ? `${numbers} in the run of ${times[0]}, which is not done.`
    : `${numbers} in the runs of ${joined(times)}, which are not done.`;

/** How a run has ended: the outcome in a sentence, and more sentences about a part of it. @typedef {{ tone: Tone, text: string, details: string[] }} End */

/** What an undo has left as it was: so many values, and so many updates of which it isn't known whether they were saved. @typedef {{ values: number, unconfirmed: number }} Left */

/** @type {Left} */
const nothing = { values: 0, unconfirmed: 0 };

/**
 * Returns how a run has ended on this page; an empty text if it hasn't.
 *
 * @param {Run} run
 * @param {Left} [left]
 * @returns {End}
 */
export function describeEnd(run, left) {
  if (run.state === 'done') return describeOutcome(run, left);
  return { tone: 'warn', text: hasLeft(run) ? describeHalt(run) : '', details: [] };
}

/**
 * Returns how a run has ended.
 *
 * @param {Pick<Run, 'counts' | 'progress' | 'undo'>} run
 * @param {Left} [left]
 * @returns {End}
 */
export function describeOutcome({ counts, progress, undo }, left = nothing) {
  const { saved = 0, saved_inactive = 0, undone = 0, refused = 0, unknown = 0, not_sent = 0 } = counts;
  const { cancelled = 0, skipped = 0, invalid = 0 } = counts;
  const all = saved + saved_inactive;
  const values = undo ? ' with the old values' : '';
  const text =
    undone > 0 ? describePart(undone, progress.all, 'undone') : describePart(all, progress.all, 'saved', values);
  const details = [
    undone > 0 && all > 0 && `${all.toLocaleString('en')} saved, and not undone.`,
    saved_inactive > 0 &&
      `${saved_inactive.toLocaleString('en')} not active yet: Linq has not applied it to the device.`,
    refused > 0 && `${refused.toLocaleString('en')} refused.`,
    unknown > 0 && `${unknown.toLocaleString('en')} unconfirmed: trying again reads the card first.`,
    not_sent > 0 && `${not_sent.toLocaleString('en')} not sent.`,
    cancelled > 0 && `${cancelled.toLocaleString('en')} cancelled.`,
    skipped > 0 &&
      `${skipped.toLocaleString('en')} skipped, as ${skipped === 1 ? 'its card was' : 'their cards were'} changed meanwhile.`,
    invalid > 0 && `${invalid.toLocaleString('en')} to fix, so not sent.`,
    left.values > 0 && `${some(left.values, 'value')} could not be undone.`,
    describeUnconfirmed(left.unconfirmed),
  ];
  const isOtherLeft = left.values + left.unconfirmed > 0 || (undone > 0 && all > 0);
  const isPartial = saved_inactive + cancelled + skipped + invalid > 0 || isOtherLeft;
  const tone = refused + unknown + not_sent > 0 ? 'bad' : isPartial ? 'warn' : 'good';
  return { tone, text, details: details.flatMap((detail) => detail || []) };
}

/** Returns that updates aren't part of an undo, as it isn't known whether they were saved; empty if there are none. @param {number} count */
export function describeUnconfirmed(count) {
  if (count === 0) return '';
  const [updates, them] = count === 1 ? ['1 update is', 'it'] : [`${count.toLocaleString('en')} updates are`, 'them'];
  return `${updates} unconfirmed, and not undone: try ${them} again in the run before, or check the card.`;
}

/**
 * Returns how many updates of a run are saved, or undone.
 *
 * @param {number} count
 * @param {number} all
 * @param {string} what
 * @param {string} [values] those that they have, after a space
 */
function describePart(count, all, what, values = '') {
  const updates = `${some(all, 'update')}${values}`;
  if (count < all || all === 0) return `${count.toLocaleString('en')} of ${updates} ${what}.`;
  return all === 1 ? `The update${values} is ${what}.` : `All ${updates} are ${what}.`;
}

/**
 * Returns what the user may do with the rows of a run that are not saved; empty if there are none.
 *
 * @param {Run['counts']} counts
 */
export function describeAgain(counts) {
  const [failed, cancelled] = [countOf('failed', counts), countOf('unsent', counts)];
  if (failed + cancelled === 0) return '';
  if (cancelled === 0) return `Try ${those(failed, 'failed')} again`;
  return failed === 0 ? `Send ${those(cancelled, 'cancelled')}` : `Send ${those(failed + cancelled, 'not saved')}`;
}

/** Returns so many rows: `the failed one`, `the 12 failed`. @param {number} count @param {string} state */
const those = (count, state) => (count === 1 ? `the ${state} one` : `the ${count.toLocaleString('en')} ${state}`);

/**
 * Returns until when a run can be undone, or why it can't be; empty if it has changed nothing.
 *
 * @param {Pick<Undo, 'count' | 'cannot'>} undo
 * @param {Run['counts']} counts
 */
export function describeUndo({ count, cannot }, { undone = 0 }) {
  const isWhole = cannot.length === 0 && undone === 0;
  if (count > 0)
    return `You can undo ${isWhole ? 'this run' : some(count, 'update')} until you close or reload the page, or import anything else.`;
  if (cannot.length === 0) return '';
  const reasons = new Set(cannot.map(({ why }) => why));
  return [undone > 0 ? 'The rest can’t be undone.' : 'This run can’t be undone.', ...reasons].join(' ');
}

/** Returns how many updates can't be undone as a whole; empty if there are none. @param {number} count */
export function describeLasting(count) {
  if (count === 0) return '';
  const updates =
    count === 1 ? '1 update adds a name or sets' : `${count.toLocaleString('en')} updates add a name or set`;
  return `${updates} a picture, which can’t be undone.`;
}

/**
 * Returns what a run still waits for, or how long it still takes; empty while that isn't known.
 *
 * @param {Pick<Run, 'state' | 'isCancelling' | 'timeLeft' | 'counts'>} run
 * @param {Date} now
 */
export function describeTimeLeft({ state, isCancelling, timeLeft, counts }, now) {
  if (isCancelling) return `Waiting for ${some(counts.sending ?? 0, 'response')}`;
  if (counts.changed_elsewhere) return `${counts.changed_elsewhere.toLocaleString('en')} to decide`;
  if (state !== 'running' || timeLeft === undefined) return '';
  if (counts.held) {
    return `Waits for writes until about ${minuteFrom(new Date(now.getTime() + timeLeft))}`;
  }
  const seconds = Math.ceil(timeLeft / 5_000) * 5;
  if (seconds <= 5) return 'A few seconds left';
  return seconds < 60 ? `About ${seconds} seconds left` : `About ${some(Math.round(seconds / 60), 'minute')} left`;
}

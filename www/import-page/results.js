// How the results of rows are shown: before a run, and in it.

/** @import { Result } from '../run/row.js' */

/** @typedef {'good' | 'warn' | 'bad' | 'next' | 'quiet'} Tone */

/** The groups of results that the table can show alone. @typedef {'open' | 'held' | 'otherRun' | 'decide' | 'saved' | 'undone' | 'failed' | 'fix' | 'unchanged' | 'leftOut' | 'unsent' | 'skipped'} Group */

/** A result that is shown: before a run, the user may have left a row out. @typedef {Result | 'left_out'} ShownResult */

/** The label of each result, its tone and its group. @type {Record<ShownResult, { label: string, tone: Tone, group: Group }>} */
export const shownAs = {
  ready: { label: 'To send', tone: 'next', group: 'open' },
  waiting: { label: 'Waiting', tone: 'next', group: 'open' },
  held: { label: 'No write left', tone: 'warn', group: 'held' },
  in_other_run: { label: 'In another run', tone: 'warn', group: 'otherRun' },
  sending: { label: 'Sending', tone: 'next', group: 'open' },
  changed_elsewhere: { label: 'Changed meanwhile', tone: 'warn', group: 'decide' },
  saved: { label: 'Saved', tone: 'good', group: 'saved' },
  saved_inactive: { label: 'Saved, not active yet', tone: 'warn', group: 'saved' },
  undone: { label: 'Undone', tone: 'quiet', group: 'undone' },
  refused: { label: 'Refused', tone: 'bad', group: 'failed' },
  unknown: { label: 'Unconfirmed', tone: 'warn', group: 'failed' },
  not_sent: { label: 'Not sent', tone: 'bad', group: 'failed' },
  invalid: { label: 'To fix', tone: 'bad', group: 'fix' },
  unchanged: { label: 'Unchanged', tone: 'quiet', group: 'unchanged' },
  left_out: { label: 'Left out', tone: 'quiet', group: 'leftOut' },
  cancelled: { label: 'Cancelled', tone: 'quiet', group: 'unsent' },
  skipped: { label: 'Skipped', tone: 'quiet', group: 'skipped' },
};

/** The labels of the groups. @type {Record<Group, string>} */
const labels = {
  decide: 'To decide',
  open: 'To send',
  held: 'No write left',
  otherRun: 'In another run',
  saved: 'Saved',
  undone: 'Undone',
  failed: 'Failed',
  fix: 'To fix',
  unchanged: 'Unchanged',
  leftOut: 'Left out',
  unsent: 'Cancelled',
  skipped: 'Skipped',
};

/** The groups of the rows of a run: each row that it is to send is in one of them. @type {Group[]} */
export const groupsOfRun = ['decide', 'open', 'held', 'otherRun', 'saved', 'undone', 'failed', 'unsent', 'skipped'];

/** @typedef {Partial<Record<ShownResult, number>>} Counts */

/** @typedef {{ result: Result, isLeftOut?: boolean }} ResultRow */

/** Returns the result of a row as it is shown. @param {ResultRow} row @returns {ShownResult} */
export const shownResult = ({ result, isLeftOut }) => (isLeftOut ? 'left_out' : result);

/**
 * Returns how many rows are in a group.
 *
 * @param {Group} group
 * @param {Counts} counts
 */
export const countOf = (group, counts) =>
  Object.entries(shownAs).reduce(
    (sum, [result, shown]) => sum + (shown.group === group ? (counts[/** @type {ShownResult} */ (result)] ?? 0) : 0),
    0,
  );

/**
 * Returns filters of the table: all rows, and those of each group.
 *
 * @param {Group[]} groups
 * @param {() => { all: number, counts: Counts }} read
 * @returns {import('./table.js').Filter<ResultRow>[]}
 */
export const filtersOf = (groups, read) => [
  { id: 'all', label: 'All', includes: () => true, count: () => read().all },
  ...groups.map((group) => ({
    id: group,
    label: labels[group],
    includes: (/** @type {ResultRow} */ row) => shownAs[shownResult(row)].group === group,
    count: () => countOf(group, read().counts),
  })),
];

/**
 * Returns a number of things: `1 update`, `12 updates`.
 *
 * @param {number} count
 * @param {string} thing
 */
export const some = (count, thing) => `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`;

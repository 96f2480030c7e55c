// What is unsaved in the form, and what undoing a save can restore: pure functions.
import { countdown, timeOf } from './budget-text.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Budget } from '../account/budgets.js' */

/** @typedef {'first_name' | 'last_name' | 'image_url'} Field */
/** @typedef {Record<Field, string>} Values the values of the form */
/** @typedef {Partial<Pick<SetContactCard, 'first_name' | 'last_name'>>} Restored the old names, to be written back */

/** @type {readonly Field[]} */
const fields = ['first_name', 'last_name', 'image_url'];

/** The names that can be written back. Linq stores a copy of a picture, so the old link may not lead to it any more. */
const names = /** @type {const} */ (['first_name', 'last_name']);

const labels = { first_name: 'First name', last_name: 'Last name' };

/**
 * Returns the fields in which the form differs from the card.
 *
 * @param {SetContactCard | undefined} card
 * @param {Values} edited
 */
export const changedIn = (card, edited) => fields.filter((name) => edited[name] !== (card?.[name] ?? ''));

/**
 * Returns the old names that a save replaced, or `undefined` where nothing can be restored: there is no way to remove a name
 * that was added.
 *
 * @param {SetContactCard | undefined} before absent where the card was created
 * @param {SetContactCard} after
 * @returns {Restored | undefined}
 */
export function undoOf(before, after) {
  const replaced = names.filter((name) => before?.[name] && before[name] !== after[name]);
  return replaced.length > 0 ? Object.fromEntries(replaced.map((name) => [name, before?.[name]])) : undefined;
}

/**
 * Returns whether a card still has the names that a save wrote, so that writing the old ones back overwrites nothing else.
 *
 * @param {SetContactCard | undefined} now
 * @param {SetContactCard} after
 * @param {Restored} old
 */
export const isAsSaved = (now, after, old) =>
  now !== undefined && names.every((name) => old[name] === undefined || now[name] === after[name]);

/** Describes what undoing restores, such as `First name was “John”.` @param {Restored} old */
export const describeUndo = (old) =>
  names
    .filter((name) => old[name] !== undefined)
    .map((name) => `${labels[name]} was “\u2068${old[name]}\u2069”.`)
    .join(' ');

/**
 * Describes what can't be undone after these changes are saved.
 *
 * @param {SetContactCard | undefined} card
 * @param {readonly Field[]} changed
 * @returns {string[]} sentences
 */
export function describeLasting(card, changed) {
  if (!card) return ["A card can't be removed once created."];
  const lasting = [];
  if (changed.includes('last_name') && !card.last_name) lasting.push("A last name can't be removed once set.");
  if (changed.includes('image_url'))
    lasting.push("The picture can't be undone: Linq stores a copy, so the link changes after saving.");
  return lasting;
}

/**
 * What the save bar shows.
 *
 * @typedef {object} SaveBar
 * @property {string} count the number of changes
 * @property {string[]} hints sentences: what saving costs, and what can't be undone
 * @property {string} save the label of the button that saves
 * @property {string} blocked why saving has to wait; empty where it can be done now
 * @property {boolean} isWaiting whether it waits for a write to be free
 */

/**
 * Describes the save bar, or returns `undefined` where nothing is unsaved.
 *
 * @param {object} pane
 * @param {SetContactCard | undefined} pane.card
 * @param {Values} pane.edited
 * @param {Budget | undefined} pane.budget
 * @param {'reading' | 'saving' | undefined} pane.busy
 * @param {number} pane.now milliseconds since 1970
 * @returns {SaveBar | undefined}
 */
export function describeSaveBar({ card, edited, budget, busy, now }) {
  const changed = changedIn(card, edited);
  if (changed.length === 0) return undefined;
  const count = changed.length === 1 ? '1 change' : `${changed.length} changes`;
  const lasting = describeLasting(card, changed);
  const label = card ? 'Save' : 'Create the card';
  if (busy === 'saving') return { count, hints: lasting, save: 'Saving…', blocked: 'Saving…', isWaiting: false };
  if (busy === 'reading')
    return { count, hints: lasting, save: label, blocked: 'The card is still loading.', isWaiting: false };
  const { limit, remaining, nextWriteAt } = budget ?? {};
  if (nextWriteAt) {
    const blocked = `All ${limit} writes of this number are used. The next one is at ${timeOf(nextWriteAt)}.`;
    return {
      count,
      hints: [blocked, ...lasting],
      save: `Save in ${countdown(nextWriteAt, now)}`,
      blocked,
      isWaiting: true,
    };
  }
  const cost =
    remaining === undefined
      ? 'Uses 1 write.'
      : `Uses ${remaining === 1 ? 'your last write' : `1 of your ${remaining} writes`}.`;
  return { count, hints: [cost, ...lasting], save: label, blocked: '', isWaiting: false };
}

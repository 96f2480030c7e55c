// What is unsaved in the form, and the texts about it: pure functions.
import { capital, joined } from '../shell/text.js';
import { minuteFrom } from '../shell/time.js';
import { countdown } from './budget-text.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Budget } from '../account/budgets.js' */

/** @typedef {'first_name' | 'last_name' | 'image_url'} Field */
/** @typedef {Record<Field, string>} Values the values of the form */

const labels = { first_name: 'first name', last_name: 'last name', image_url: 'picture' };

export const fields = /** @type {readonly Field[]} */ (Object.keys(labels));

/**
 * Returns the fields in which the form differs from the card.
 *
 * @param {SetContactCard | undefined} card
 * @param {Values} edited
 */
export const changedIn = (card, edited) => fields.filter((name) => edited[name] !== (card?.[name] ?? ''));

/** Describes the old values of fields, such as `First name was “John”.` @param {Partial<Values>} old */
export const describeOld = (old) =>
  fields
    .filter((name) => old[name] !== undefined)
    .map((name) => `${capital(labels[name])} was “\u2068${old[name]}\u2069”.`)
    .join(' ');

/** Describes the fields that Undo left as they are. @param {readonly Field[]} names */
export function describeRemaining(names) {
  if (names.length === 0) return '';
  return `${listOf(names)} ${names.length === 1 ? 'was' : 'were'} changed since, so nothing was restored there.`;
}

/**
 * Describes what can't be undone after these changes are saved.
 *
 * @param {SetContactCard | undefined} card
 * @param {readonly Field[]} changed
 * @returns {string} sentences; empty where everything can be undone
 */
export function describeLasting(card, changed) {
  if (!card) return "A card can't be removed here once created.";
  const added = changed.filter((name) => !card[name]);
  const isReplaced = changed.includes('image_url') && card.image_url;
  return [
    added.length > 0 && `${listOf(added)} can't be removed once set.`,
    isReplaced && "Undo can't restore the old picture, as Linq stores copies.",
  ]
    .filter(Boolean)
    .join(' ');
}

/**
 * What the save bar shows.
 *
 * @typedef {object} SaveBar
 * @property {string} count the number of changes, or why none can be saved
 * @property {string} hint what saving costs, and what can't be undone
 * @property {string} save the label of the button that saves
 * @property {string} blocked why saving has to wait; empty where it can be done now
 * @property {boolean} isSaving
 * @property {boolean} isWaiting whether it waits for the time of the next write
 */

/**
 * Describes the save bar, or returns `undefined` where nothing is unsaved.
 *
 * @param {object} pane
 * @param {SetContactCard | undefined} pane.card
 * @param {Values} pane.edited
 * @param {boolean} pane.isPictureBroken whether the picture that was entered can't be loaded
 * @param {Budget | undefined} pane.budget
 * @param {'reading' | 'saving' | undefined} pane.busy
 * @param {readonly string[]} pane.issues why fields can't be saved as they are, in sentences
 * @param {boolean} pane.isSignedOut
 * @param {number} pane.now milliseconds since 1970
 * @returns {SaveBar | undefined}
 */
export function describeSaveBar({ card, edited, isPictureBroken, budget, busy, issues, isSignedOut, now }) {
  const changed = changedIn(card, edited);
  if (changed.length === 0) return undefined;
  const lasting = describeLasting(card, changed);
  const isSaving = busy === 'saving';
  const bar = {
    count: changed.length === 1 ? '1 change' : `${changed.length} changes`,
    hint: [
      describeCost(budget),
      describeRisk(card),
      describeUnseen(edited, changed),
      isPictureBroken && 'The new picture did not load in this browser.',
      lasting,
    ]
      .filter(Boolean)
      .join(' '),
    save: card ? 'Save' : 'Create the card',
    blocked: '',
    isSaving,
    isWaiting: false,
  };
  if (isSaving) return { ...bar, save: 'Saving…', blocked: 'Saving…' };
  if (isSignedOut) return { ...bar, count: 'You are signed out', hint: 'Sign in from another tab, then save.' };
  const { nextWriteAt } = budget ?? {};
  if (budget && nextWriteAt) {
    const blocked = describeWait(budget, minuteFrom(nextWriteAt));
    const save = `Save in ${countdown(nextWriteAt, now)}`;
    return { ...bar, hint: `${blocked} ${lasting}`.trim(), save, blocked, isWaiting: true };
  }
  if (issues.length > 0) return { ...bar, hint: describeIssues(issues) };
  if (busy !== 'reading') return bar;
  const blocked = 'The card is still loading.';
  return { ...bar, hint: `${blocked} ${lasting}`.trim(), blocked };
}

/** What can't be seen in a name. @type {readonly [RegExp, string][]} */
const unseen = [
  [/^\p{Z}/u, 'starts with a space'],
  [/\p{Z}$/u, 'ends with a space'],
  [/[\p{Cc}\p{Cf}]/u, 'has an invisible letter'],
];

/** What joins letters in some scripts and emoji, and what makes the flags of regions. */
const joiners = /[\u200C\u200D](?=.)|(?<=\u{1F3F4})[\u{E0020}-\u{E007F}]+/gu;

/**
 * Describes what would be saved and can't be seen.
 *
 * @param {Values} edited
 * @param {readonly Field[]} changed
 */
function describeUnseen(edited, changed) {
  const names = changed.filter((name) => name !== 'image_url');
  const found = names.flatMap((name) => {
    const facts = unseen.filter(([pattern]) => pattern.test(edited[name].replace(joiners, ''))).map(([, fact]) => fact);
    return facts.length > 0 ? `${capital(labels[name])} ${joined(facts)}.` : [];
  });
  return found.join(' ');
}

/** Describes what has to be fixed before anything is saved. @param {readonly string[]} issues */
const describeIssues = (issues) =>
  issues.length === 1 ? `${issues[0]} Fix it to save.` : `Fix ${issues.length} fields to save.`;

/** Describes why a save may be refused. @param {SetContactCard | undefined} card */
const describeRisk = (card) => (card?.is_active === false ? 'Linq may refuse changes until the card is active.' : '');

/** Describes what saving costs. @param {Budget | undefined} budget */
function describeCost(budget) {
  if (!budget) return 'Uses 1 write.';
  return budget.remaining === 1 ? 'Uses your last write.' : `Uses 1 of your ${budget.remaining} writes.`;
}

/** Describes why the next write isn't possible before a time. @param {Budget} budget @param {string} time */
const describeWait = ({ limit, remaining }, time) =>
  remaining === 0
    ? `All ${limit} writes of this number are used. The next one is at ${time}.`
    : `Linq accepts the next write at ${time}.`;

/** Names fields, at the start of a sentence. @param {readonly Field[]} names */
const listOf = (names) => capital(names.map((name) => labels[name]).join(' and '));

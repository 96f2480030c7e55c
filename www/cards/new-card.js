// The dialog for a new card: the number is checked while the user types. One with separators is shown as it will be read, and so is one
// that is written as at home where an account's card has it.
import { parsePhoneNumber } from 'linq-contact-card';
import { findDialed } from '../import/dialed.js';
import { KnownNumbers } from '../import/known-numbers.js';
import { byId, fullName, show } from '../shell/page.js';

/** @import { Issue, SetContactCard } from 'linq-contact-card' */

/**
 * What the dialog uses of the page.
 *
 * @typedef {object} Page
 * @property {(phone_number: string) => void} open opens the card of a number, or the form that creates it
 * @property {() => readonly SetContactCard[]} cards returns the cards of the account
 * @property {(phone_number: string) => SetContactCard | undefined} cardOf returns the card of a number
 * @property {() => string} searched returns what is searched for in the list
 */

/** The issues that more typing resolves: they aren't shown before the number is submitted. @type {readonly string[]} */
const early = ['empty', 'too_short'];

/** The number of digits that most numbers have at least. E.164 allows fewer, such as those of a country code alone. */
const USUAL_DIGITS = 8;

/** Wires the dialog. @param {Page} page @returns {() => void} shows the dialog */
export function wireNewCard({ open, cards, cardOf, searched }) {
  const dialog = byId('new-card-dialog', HTMLDialogElement);
  const input = byId('open-number', HTMLInputElement);
  let known = new KnownNumbers([]);

  /** Shows what the number is. Returns the one to open: what is typed, or else what is suggested for it. */
  const check = ({ isSubmitted = false } = {}) => {
    const { value, issue } = parsePhoneNumber(input.value);
    const dialed = issue && !issue.suggestion ? findDialed(input.value.trim(), known) : undefined;
    const suggestion = issue?.suggestion ?? dialed?.suggestion;
    const number = value ?? suggestion;
    const isShown = issue && !suggestion && (isSubmitted || !early.includes(issue.code));
    input.ariaInvalid = String(Boolean(isShown));
    byId('open-error').textContent = isShown ? (dialed?.message ?? describeNumberIssue(issue)) : '';
    const opening = number && describeOpening(number, cardOf(number));
    show(byId('open-note'), suggestion ? `Read as ${suggestion}. ${opening}` : opening);
    return number;
  };
  const clear = () => {
    input.value = '';
    check();
  };
  const openDialog = () => {
    const text = searched();
    known = new KnownNumbers(cards().map(({ phone_number }) => phone_number));
    input.value = isWholeNumber(text) || findDialed(text.trim(), known) ? text : '';
    check();
    dialog.showModal();
    input.select();
  };

  input.addEventListener('input', () => check());
  byId('open').addEventListener('submit', (event) => {
    event.preventDefault();
    const number = check({ isSubmitted: true });
    if (number === undefined) return input.focus();
    dialog.close();
    open(number);
  });
  byId('new-card-cancel').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    // The name of a card doesn't remain in the page.
    if (!dialog.open) clear();
  });
  byId('new-card').addEventListener('click', openDialog);
  return openDialog;
}

/** Whether a text is a number as long as most are, or one can be suggested for it. @param {string} text */
function isWholeNumber(text) {
  const { value, issue } = parsePhoneNumber(text);
  return (value ?? issue?.suggestion ?? '').length > USUAL_DIGITS;
}

/** Returns what is wrong with a number. @param {Issue} issue */
const describeNumberIssue = ({ code, message }) =>
  code === 'empty' ? 'Enter a number.' : `${message.replace('input', 'The number')}.`;

/** Returns what opening a number does. @param {string} number @param {SetContactCard | undefined} card */
function describeOpening(number, card) {
  if (card) return `Opens the card of ${fullName(card) || 'this number'}.`;
  const hint = number.length - 1 < USUAL_DIGITS ? 'A short number: check that it is complete. ' : '';
  return `${hint}Starts a new card.`;
}

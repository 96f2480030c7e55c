// The dialog for a new card: the number is checked while the user types, and a valid one is suggested.
import { parsePhoneNumber } from 'linq-contact-card';
import { byId, fullName, show } from '../shell/page.js';

/** @import { Issue, SetContactCard } from 'linq-contact-card' */

/**
 * What the dialog uses of the page.
 *
 * @typedef {object} Page
 * @property {(phone_number: string) => void} open opens the card of a number, or the form that creates it
 * @property {(phone_number: string) => SetContactCard | undefined} cardOf returns the card of a number
 */

/** The issues that more typing resolves: they aren't shown before the number is submitted. @type {readonly string[]} */
const early = ['empty', 'too_short'];

/** Wires the dialog. @param {Page} page @returns {() => void} shows the dialog */
export function wireNewCard({ open, cardOf }) {
  const dialog = byId('new-card-dialog', HTMLDialogElement);
  const input = byId('open-number', HTMLInputElement);
  const suggestion = byId('open-suggestion', HTMLButtonElement);

  /** Shows what the number is, and returns it where it is valid. */
  const check = ({ isSubmitted = false } = {}) => {
    const { value, issue } = parsePhoneNumber(input.value);
    show(suggestion, issue?.suggestion && `Use ${issue.suggestion}`);
    suggestion.value = issue?.suggestion ?? '';
    const isShown = issue && !issue.suggestion && (isSubmitted || !early.includes(issue.code));
    input.ariaInvalid = String(Boolean(isShown));
    byId('open-error').textContent = isShown ? describeNumberIssue(issue) : '';
    show(
      byId('open-note'),
      value ? describeNumber(cardOf(value)) : issue?.suggestion && 'Only + and the digits 0 to 9.',
    );
    return value;
  };
  const openDialog = () => {
    input.value = '';
    check();
    dialog.showModal();
    input.focus();
  };

  const accept = () => {
    input.value = suggestion.value;
    input.focus();
    check();
  };

  input.addEventListener('input', () => check());
  suggestion.addEventListener('click', accept);
  byId('open').addEventListener('submit', (event) => {
    event.preventDefault();
    const number = check({ isSubmitted: true });
    if (suggestion.value) return accept();
    if (number === undefined) return input.focus();
    dialog.close();
    open(number);
  });
  byId('new-card-cancel').addEventListener('click', () => dialog.close());
  byId('new-card').addEventListener('click', openDialog);
  return openDialog;
}

/** Returns what is wrong with a number. @param {Issue} issue */
const describeNumberIssue = ({ code, message }) =>
  code === 'empty' ? 'Enter a number.' : `${message.replace('input', 'The number')}.`;

/** Returns what opening a number does. @param {SetContactCard | undefined} card */
const describeNumber = (card) =>
  card ? `Opens the card of ${fullName(card) || 'this number'}.` : 'Starts a new card.';

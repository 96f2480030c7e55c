// The dialog for a new card: the number is checked while the user types, and a valid one is suggested.
import { parsePhoneNumber } from 'linq-contact-card';
import { byId, setFieldError, show } from '../shell/page.js';

/** @import { Issue } from 'linq-contact-card' */

/**
 * Wires the dialog.
 *
 * @param {(phone_number: string) => void} open is called with a valid number
 * @returns {() => void} shows the dialog
 */
export function wireNewCard(open) {
  const dialog = byId('new-card-dialog', HTMLDialogElement);
  const input = byId('open-number', HTMLInputElement);
  const suggestion = byId('open-suggestion', HTMLButtonElement);
  const check = () => {
    const { value, issue } = parsePhoneNumber(input.value);
    show(suggestion, issue?.suggestion && `Use ${issue.suggestion}`);
    suggestion.value = issue?.suggestion ?? '';
    return { value, issue };
  };
  const showIssue = (/** @type {Issue | undefined} */ issue) =>
    setFieldError(input, byId('open-error'), issue && `${issue.message.replace('input', 'The number')}.`);
  const openDialog = () => {
    byId('open', HTMLFormElement).reset();
    show(suggestion, '');
    showIssue(undefined);
    dialog.showModal();
    input.focus();
  };
  input.addEventListener('input', () => {
    const { issue } = check();
    showIssue(input.value === '' ? undefined : issue);
  });
  suggestion.addEventListener('click', () => {
    input.value = suggestion.value;
    input.focus();
    showIssue(check().issue);
  });
  byId('open').addEventListener('submit', (event) => {
    event.preventDefault();
    const { value, issue } = check();
    showIssue(issue);
    if (value) {
      dialog.close();
      open(value);
    } else input.focus();
  });
  byId('new-card-cancel').addEventListener('click', () => dialog.close());
  byId('new-card').addEventListener('click', openDialog);
  return openDialog;
}

// The field for a number: it shows what is wrong while the user types, and suggests a valid number.
import { parsePhoneNumber } from 'linq-contact-card';
import { byId, show, setFieldError } from '../shell/page.js';

/** @import { Issue } from 'linq-contact-card' */

/** Wires the field. @param {(phone_number: string) => void} open is called with a valid number */
export function wireOpenNumber(open) {
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
    if (value) open(value);
    else input.focus();
  });
}

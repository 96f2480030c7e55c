// The field for a number: says what is wrong as one types, and offers a number that would do.
import { parsePhoneNumber } from 'linq-contact-card';
import { byId, show, tellField } from './page.js';

/** Wires the field; `open` is called with a valid number. */
export function wireOpenNumber(open) {
  const input = byId('open-number');
  const suggestion = byId('open-suggestion');
  const check = () => {
    const { value, issue } = parsePhoneNumber(input.value);
    show(suggestion, issue?.suggestion && `Use ${issue.suggestion}`);
    suggestion.value = issue?.suggestion ?? '';
    return { value, issue };
  };
  const tell = (issue) =>
    tellField(input, byId('open-error'), issue && `${issue.message.replace('input', 'The number')}.`);
  input.addEventListener('input', () => {
    const { issue } = check();
    tell(input.value === '' ? undefined : issue);
  });
  suggestion.addEventListener('click', () => {
    input.value = suggestion.value;
    input.focus();
    tell(check().issue);
  });
  byId('open').addEventListener('submit', (event) => {
    event.preventDefault();
    const { value, issue } = check();
    tell(issue);
    if (value) open(value);
    else input.focus();
  });
}

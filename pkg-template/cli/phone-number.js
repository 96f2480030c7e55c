// The argument NUMBER.
import { parsePhoneNumber } from 'linq-contact-card';
import { InputError } from './command-error.js';

/** Returns a number in E.164 form. Another one is refused, with the number that was probably meant. @param {string} text */
export function phoneNumberOf(text) {
  const { value, issue } = parsePhoneNumber(text);
  if (!issue) return value;
  throw new InputError(
    `${issue.message.replace(/^\w+/, 'NUMBER')}.`,
    issue.suggestion && `Did you mean ${issue.suggestion}?`,
  );
}

// What is wrong with a value, in words.
import { english } from 'linq-contact-card/element';

/** @import { Issue } from 'linq-contact-card' */

/**
 * Returns what is wrong with a value, in the words of the card's form.
 *
 * @param {string} label what the value is called
 * @param {Pick<Issue, 'code' | 'message'>} issue
 */
export function describeIssue(label, { code, message }) {
  const known = Object.hasOwn(english.issues, code) ? english.issues[code] : undefined;
  return `${english.texts.issue(label, known ?? message.slice(message.indexOf(' ') + 1))}.`;
}

// Issues of the options that only the SDK has: the core has the checks of all others.
import { createError } from '../shared.js';

/** @typedef {import('../types/index.js').Issue} Issue */

/**
 * Returns the issue of an option.
 * @param {readonly string[]} path
 * @param {'unknown_option' | 'invalid_option'} code
 * @param {string} predicate of the sentence about it
 * @returns {Issue}
 */
export const issueOf = (path, code, predicate) => ({
  path: ['options', ...path],
  code,
  message: `options.${path.join('.')} ${predicate}`,
});

/** Makes the error that has these issues. @param {readonly Issue[]} issues */
export const createValidationError = (issues) =>
  createError({
    name: 'ValidationError',
    message: issues.map(({ message }) => message).join('. '),
    outcome: 'not_sent',
    issues,
  });

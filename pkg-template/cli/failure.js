// What the command prints for an error, and its exit code.
import { APIError, ContactCardError, UnsafeKeyError, ValidationError } from 'linq-contact-card';
import { BASE_URL_VARIABLE, KEY_VARIABLE } from './account.js';
import { CommandError } from './command-error.js';
import { exitCodes } from './exit-codes.js';
import { visible } from './output/visible.js';
import { ReadError } from './read-error.js';

/** @typedef {import('./exit-codes.js').ExitCode} ExitCode */

/**
 * @typedef {object} Failure
 * @property {ExitCode} exitCode
 * @property {string} message
 * @property {string} [hint] what to do
 * @property {Record<string, unknown>} json the error for programs
 */

/**
 * Returns what to print for an error. Those of the package have neither the key nor a full phone number.
 *
 * @param {unknown} error
 * @returns {Failure}
 */
export function describeFailure(error) {
  if (error instanceof CommandError) {
    const { name, message, exitCode, hint } = error;
    return { exitCode, message, hint, json: { name, message, hint } };
  }
  if (error instanceof ContactCardError) {
    return {
      exitCode: exitCodeOf(error),
      message: visible(messageOf(error)),
      hint: hintOf(error),
      json: error.toJSON(),
    };
  }
  if (error instanceof ReadError) {
    const { message } = error;
    return { exitCode: exitCodes.failed, message: visible(message), json: error.error.toJSON() };
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { exitCode: exitCodes.failed, message: visible(message), json: { name, message } };
}

/** @param {ContactCardError} error */
function exitCodeOf(error) {
  if (error instanceof ValidationError || error instanceof UnsafeKeyError) return exitCodes.invalid;
  if (error.outcome === 'unknown') return exitCodes.unknown;
  // A read that was refused before a write wasn't sent, either.
  return error instanceof APIError && error.status < 500 ? exitCodes.refused : exitCodes.failed;
}

/** The arguments that set a field, or the environment variable that sets an option. @type {Record<string, string>} */
const sources = {
  phone_number: 'NUMBER',
  first_name: '--first-name',
  last_name: '--last-name',
  image_url: '--image',
  apiKey: KEY_VARIABLE,
  baseURL: BASE_URL_VARIABLE,
};

/** Returns the message of an error, which names arguments instead of fields. @param {ContactCardError} error */
function messageOf(error) {
  if (!(error instanceof ValidationError)) return sentence(error.message);
  return error.issues
    .map(({ message }) => sentence(message.replace(/^[\w.]+/, (path) => sources[path.replace('options.', '')] ?? path)))
    .join(' ');
}

/** Returns a text with a full stop. @param {string} text */
const sentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** @param {ContactCardError} error */
function hintOf(error) {
  const hints = [];
  if (error.name === 'AuthenticationError') hints.push(`Check ${KEY_VARIABLE}: \`npx linq-contact-card doctor\`.`);
  if (error instanceof UnsafeKeyError) hints.push(`Check ${BASE_URL_VARIABLE}.`);
  if (error.outcome === 'unknown') hints.push('It may be saved: read the card again before you send it once more.');
  if (error instanceof APIError) {
    if (error.retryAfter !== undefined) hints.push(`Try again in ${error.retryAfter} s.`);
    if (error.traceId) hints.push(`Trace id for Linq's support: ${visible(error.traceId)}`);
  }
  return hints.length > 0 ? hints.join(' ') : undefined;
}

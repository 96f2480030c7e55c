// The account that a command uses, from the environment: other users of the machine can read a process's arguments.
import { ContactCards } from 'linq-contact-card';
import { InputError } from './command-error.js';

/** @import { RequestOptions } from 'linq-contact-card' */

/** The environment variable with the API key. */
export const KEY_VARIABLE = 'LINQ_API_V3_API_KEY';

/** The environment variable with the base URL. */
export const BASE_URL_VARIABLE = 'LINQ_API_V3_BASE_URL';

/** Linq's base URL, which is the package's default. */
export const LINQ = 'https://api.linqapp.com/api/partner';

/** Returns the base URL. As for Linq's SDK, an empty variable is none. @param {NodeJS.ProcessEnv} env */
export const baseURLOf = (env) => env[BASE_URL_VARIABLE] || LINQ;

/**
 * Returns a client for the account.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {RequestOptions} [options]
 */
export function openAccount(env, options) {
  const apiKey = env[KEY_VARIABLE];
  if (!apiKey) {
    throw new InputError(
      `The environment variable ${KEY_VARIABLE} isn't set.`,
      `Set it to Linq's API key. To try the command without one, start \`npx linq-contact-card dev\` in another terminal.`,
    );
  }
  return new ContactCards({ apiKey, baseURL: baseURLOf(env), ...options });
}

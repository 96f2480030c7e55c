// Checks of the environment: versions, the base URL and the key. None of them prints the key.
import { APIError, ContactCardError, previewUpdate, retrieveContactCards, ValidationError } from 'linq-contact-card';
import { BASE_URL_VARIABLE, baseURLOf, KEY_VARIABLE, LINQ } from '../account.js';
import { version } from '../version.js';
import { failed, ok, skipped, warning } from './check.js';

/** @typedef {import('./check.js').Check} Check */

/** The oldest Node that is supported. */
const OLDEST_NODE = [20, 6];

/** Checks the version of Node. @param {string} node */
export function checkNode(node) {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  const isSupported = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return isSupported
    ? ok('node', `Node ${node}.`)
    : failed('node', `Node ${node} is too old.`, `Install Node ${OLDEST_NODE.join('.')} or newer.`);
}

/** Reports the version of the package. */
export const checkPackage = () => ok('package', `linq-contact-card ${version}.`);

/** Checks the base URL, as far as that is possible without a request. @param {NodeJS.ProcessEnv} env @returns {Check} */
export function checkBaseURL(env) {
  const name = 'base url';
  const baseURL = baseURLOf(env);
  const issue = issueOf('baseURL', { apiKey: 'key', baseURL });
  if (issue) return failed(name, `${BASE_URL_VARIABLE}: ${issue}.`, `Unset it for Linq's own: ${LINQ}`);
  if (/\/v3\/?$/.test(baseURL)) {
    return failed(name, `${BASE_URL_VARIABLE} ends with /v3, which the package adds.`, 'Leave /v3 out.');
  }
  if (baseURL === LINQ) return ok(name, `Linq's own: ${LINQ}`);
  return warning(
    name,
    `Requests go to ${new URL(baseURL).origin}, not to Linq.`,
    `Unset ${BASE_URL_VARIABLE} for Linq.`,
  );
}

/**
 * Checks that there is a key that a header can have.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} isNeeded whether nothing else is to be checked
 * @returns {Check}
 */
export function checkKey(env, isNeeded) {
  const name = 'key';
  const apiKey = env[KEY_VARIABLE];
  if (!apiKey) {
    const message = `${KEY_VARIABLE} isn't set.`;
    return isNeeded ? failed(name, message, "Set it to Linq's API key.") : skipped(name, message);
  }
  if (/^bearer\s/i.test(apiKey)) {
    return failed(name, `${KEY_VARIABLE} starts with "Bearer", which the package adds.`, 'Set it to the key alone.');
  }
  const issue = issueOf('apiKey', { apiKey, baseURL: LINQ });
  if (!issue) return ok(name, `${KEY_VARIABLE} is set.`);
  return failed(name, `${KEY_VARIABLE}: ${issue}.`, 'Set it again, without spaces, quotes or line breaks.');
}

/**
 * Checks that Linq accepts the key, with a read.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} isUsable whether the base URL and the key passed their checks
 * @param {{ timeout: number }} options
 * @returns {Promise<Check>}
 */
export async function checkAccount(env, isUsable, options) {
  const name = 'account';
  if (!isUsable) return skipped(name, 'It takes a key and a base URL that can be used.');
  try {
    const { contact_cards } = await retrieveContactCards(undefined, {
      apiKey: env[KEY_VARIABLE],
      baseURL: baseURLOf(env),
      maxRetries: 0,
      ...options,
    });
    return ok(name, `The key is accepted: ${contact_cards.length} contact cards.`);
  } catch (error) {
    if (!(error instanceof ContactCardError)) throw error;
    return failed(name, describe(error), fixOf(error));
  }
}

/** @param {ContactCardError} error */
function describe(error) {
  if (error.name === 'AuthenticationError') return 'The key is refused (401).';
  const status = error instanceof APIError ? ` (${error.status})` : '';
  return `The read failed${status}: ${error.message}.`;
}

/** @param {ContactCardError} error */
function fixOf(error) {
  if (error.name === 'AuthenticationError') return 'Check that the key is of this account, and has not expired.';
  if (error.name === 'PermissionDeniedError') return 'Use a key that may read contact cards.';
  if (error.name === 'NotFoundError' || error.name === 'InvalidResponseError') {
    return `Check ${BASE_URL_VARIABLE}: what responds there isn't Linq's API.`;
  }
  return error instanceof APIError ? 'Try again later.' : 'Check the network, a proxy or firewall, and the base URL.';
}

/**
 * Returns what is wrong with an option, by the package's own checks.
 *
 * @param {string} option
 * @param {{ apiKey: string, baseURL: string }} options
 */
function issueOf(option, options) {
  try {
    previewUpdate({ phone_number: '+15551234567', first_name: 'John' }, options);
    return undefined;
  } catch (error) {
    if (!(error instanceof ContactCardError)) throw error;
    const issues = error instanceof ValidationError ? error.issues : [];
    const issue = issues.find(({ path }) => path.includes(option));
    return (issue ?? error).message.replace(/^options\.\w+ /, 'it ');
  }
}

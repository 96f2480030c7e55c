// Leaves the package's own messages out of the comparison: tests/golden/messages.txt has their texts.

/** What is compared in place of a message of the package's own. */
const OWN_MESSAGE = '«a message of the package»';

/** The message of an `APIError` whose response has none, in any version of the package. Its other messages are Linq's. */
const NO_MESSAGE = /^The server \w+ (with an error (status|and no message)\b|without a message;)/;

/** The messages that a case passes to a schema: see `messages` in cases.mjs. */
const CALLERS_MESSAGE = /^(needed|other|empty: .*)$/;

/**
 * Returns a tree of plain data in which every message that the package itself has composed is replaced.
 *
 * @param {unknown} value
 * @returns {unknown}
 */
export function withoutOwnMessages(value) {
  if (Array.isArray(value)) return value.map(withoutOwnMessages);
  if (!isRecord(value)) return value;
  const members = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutOwnMessages(part)]));
  if (!hasOwnMessage(value)) return members;
  members.message = OWN_MESSAGE;
  const json = members['«as JSON»'];
  if (isRecord(json) && json.message) members['«as JSON»'] = { ...json, message: OWN_MESSAGE };
  return members;
}

/**
 * Whether an issue or an error, as observe.mjs describes it, has a message of the package's own.
 *
 * @param {Record<string, unknown>} members
 */
function hasOwnMessage({ path, code, message, '«instance of»': classes }) {
  if (typeof message !== 'string' || message === '') return false;
  if (Array.isArray(classes) && classes.includes('APIError')) return NO_MESSAGE.test(message);
  if (Array.isArray(classes) && classes.includes('ContactCardError')) return true;
  return Array.isArray(path) && typeof code === 'string' && !CALLERS_MESSAGE.test(message);
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isRecord = (value) => typeof value === 'object' && value !== null;

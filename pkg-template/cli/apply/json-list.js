// Reads a list of cards in JSON: an array of objects, or what `list --json` prints. A pure function.
import { validateContactCardUpdate } from 'linq-contact-card';
import { fields } from '../../../www/import/columns.js';
import { fieldProblems } from '../../../www/import/rows.js';
import { InputError } from '../command-error.js';

/** @typedef {import('../../../www/import/rows.js').Row} Row */

/** A field of Linq's cards that can't be set. */
const STATE = 'is_active';

/**
 * Reads a list. Rows are counted from 1.
 *
 * @param {string} text
 * @returns {{ rows: Row[], notes: string[] }}
 */
export function readJSONList(text) {
  const items = itemsOf(parse(text));
  if (items.length === 0) throw new InputError('The list is empty.');
  return { rows: items.map(readItem), notes: [] };
}

/** @param {string} text */
function parse(text) {
  try {
    return /** @type {unknown} */ (JSON.parse(text));
  } catch (error) {
    throw new InputError(`The list isn't JSON: ${/** @type {Error} */ (error).message}.`);
  }
}

/** @param {unknown} list @returns {unknown[]} */
function itemsOf(list) {
  if (Array.isArray(list)) return list;
  const cards =
    list && Object.hasOwn(list, 'contact_cards') && Reflect.get(/** @type {object} */ (list), 'contact_cards');
  if (Array.isArray(cards)) return cards;
  throw new InputError('The list must be a JSON array of cards, or an object with the array contact_cards.');
}

/**
 * Reads an item. What isn't a text isn't sent, and is reported as a problem.
 *
 * @param {unknown} item
 * @param {number} index
 * @returns {Row}
 */
function readItem(item, index) {
  const isRecord = typeof item === 'object' && item !== null && !Array.isArray(item);
  const { [STATE]: _, ...record } = /** @type {Record<string, unknown>} */ (isRecord ? item : {});
  // As in Linq's responses, null is an absent field.
  const values = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
  const issues = validateContactCardUpdate(isRecord ? values : item);
  const broken = issues.filter(
    ({ code }) => code === 'unknown_field' || code === 'not_a_string' || code === 'not_an_object',
  );
  /** @type {Row['params']} */
  const params = { phone_number: '' };
  for (const field of fields) {
    const value = values[field];
    if (typeof value === 'string') params[field] = value;
  }
  const problems = [...broken.map(({ message }) => ({ message: `${message}.` })), ...fieldProblems(params)];
  return { line: index + 1, lastLine: index + 1, params, problems };
}

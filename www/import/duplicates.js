// Rows with the same number. A pure function.
import { fields } from './columns.js';
import { addToGroup } from './issues.js';

/** @import { Row } from './rows.js' */

/**
 * Sorts rows whose number other rows have as well.
 *
 * @template {Row} Each
 * @param {readonly Each[]} rows in the order of the list
 * @returns {{ repeated: Each[], differing: Each[] }} `repeated`: those that are equal to an earlier one. `differing`: those of the
 * others that still have the same number, so that the user has to decide which of them is meant
 */
export function sortDuplicates(rows) {
  /** @type {Map<string, Set<Each>>} */
  const firsts = new Map();
  const repeated = [];
  const known = new Set();
  for (const row of rows) {
    const values = JSON.stringify(fields.map((field) => row.params[field]));
    if (known.has(values)) repeated.push(row);
    else addToGroup(firsts, row.params.phone_number, row);
    known.add(values);
  }
  const differing = [...firsts.values()].filter(({ size }) => size > 1).flatMap((group) => [...group]);
  return { repeated, differing };
}

// Writes rows as CSV. A pure function.
import Papa from 'papaparse';
import { fields, resultColumns } from './columns.js';

/** @import { RowParams } from './rows.js' */

/** A cell that a spreadsheet would run as a formula. A `+` before a phone number isn't one. */
const formula = /^(?:[=@\t\r-]|\+(?![1-9][0-9]{1,14}$))/;

/**
 * Writes rows as CSV, with their results. Cells that a spreadsheet would run are preceded by an apostrophe.
 *
 * @param {{ params: RowParams, result: string, reason?: string, traceId?: string }[]} rows
 */
export function writeList(rows) {
  const cells = rows.map(({ params, result, reason, traceId }) => [
    ...fields.map((name) => params[name] ?? ''),
    result,
    reason ?? '',
    traceId ?? '',
  ]);
  return Papa.unparse([[...fields, ...resultColumns], ...cells], { escapeFormulae: formula, newline: '\r\n' });
}

// Parses a pasted list or CSV into rows, and writes rows as CSV. Pure functions.
import Papa from 'papaparse';

/** @import { ContactCardField } from 'linq-contact-card/element' */

/**
 * A row of a list. `line` counts the lines that aren't empty from 1, the heading included.
 *
 * @typedef {{ line: number, params: RowParams }} Row
 * @typedef {{ phone_number: string, first_name?: string, last_name?: string, image_url?: string }} RowParams
 */

/** The columns that are read, in their order without a heading. @type {readonly ContactCardField[]} */
export const columns = ['phone_number', 'first_name', 'last_name', 'image_url'];

/** The columns that an export has in addition. They are ignored when it is pasted again. */
const resultColumns = ['result', 'reason', 'trace_id'];

/** A cell that a spreadsheet would run as a formula. A `+` before a phone number isn't one. */
const formula = /^(?:[=@\t\r-]|\+(?![1-9][0-9]{1,14}$))/;

/**
 * Reads a list: commas, semicolons or tabs, with or without a heading. Spaces around a cell are left out, and an empty
 * cell leaves its field as it is.
 *
 * @param {string} text
 * @returns {{ rows: Row[], unread: string[] }} `unread` are the columns with an unknown name
 */
export function readTable(text) {
  const { data } = Papa.parse(text.replace(/^\uFEFF/, ''), {
    skipEmptyLines: 'greedy',
    transform: (cell) => cell.trim().replace(/^'(?=[=@+-])/, ''),
  });
  const heading = data[0]?.map((cell) => cell.toLowerCase().replace(/[\s-]+/g, '_')) ?? [];
  const hasHeading = heading.includes('phone_number');
  const names = hasHeading ? heading : columns;
  const rows = (hasHeading ? data.slice(1) : data).map((cells, index) => {
    /** @type {RowParams} */
    const params = { phone_number: '' };
    for (const name of columns) {
      const cell = cells[names.indexOf(name)];
      if (cell) params[name] = cell;
    }
    return { line: index + (hasHeading ? 2 : 1), params };
  });
  /** @type {string[]} */
  const known = [...columns, ...resultColumns];
  const unread = hasHeading ? heading.filter((name) => name && !known.includes(name)) : [];
  return { rows, unread };
}

/**
 * Writes rows as CSV, with their results. Cells that a spreadsheet would run are preceded by an apostrophe.
 *
 * @param {{ params: RowParams, result: string, reason?: string, traceId?: string }[]} rows
 */
export function writeTable(rows) {
  const cells = rows.map(({ params, result, reason, traceId }) => [
    ...columns.map((name) => params[name] ?? ''),
    result,
    reason ?? '',
    traceId ?? '',
  ]);
  return Papa.unparse([[...columns, ...resultColumns], ...cells], { escapeFormulae: formula, newline: '\r\n' });
}

// A pasted list or CSV into rows, and back. Pure.
import Papa from 'papaparse';

/** The columns that are read, in the order that they have without a heading. */
export const columns = ['phone_number', 'first_name', 'last_name', 'image_url'];

/** The columns that an export has beside them: a list of failures can be pasted again as it is. */
const told = ['result', 'reason', 'trace_id'];

/** What a spreadsheet would run as a formula. A `+` before a number is none. */
const formula = /^(?:[=@\t\r-]|\+(?![1-9][0-9]{1,14}$))/;

/**
 * Reads a list: commas, semicolons or tabs, with or without a heading. Spaces around a cell are left out, and an empty
 * cell leaves its field as it is.
 *
 * @returns {{ rows: { line: number, params: Record<string, string> }[], unread: string[] }} `line` counts the filled
 *   lines from 1, the heading included; `unread` are the columns whose name means nothing here.
 */
export function readTable(text) {
  const { data } = Papa.parse(text.replace(/^\uFEFF/, ''), {
    skipEmptyLines: 'greedy',
    transform: (cell) => cell.trim().replace(/^'(?=[=@+-])/, ''),
  });
  const heading = data[0]?.map((cell) => cell.toLowerCase().replace(/[\s-]+/g, '_')) ?? [];
  const hasHeading = heading.includes('phone_number');
  const names = hasHeading ? heading : columns;
  const rows = (hasHeading ? data.slice(1) : data).map((cells, index) => ({
    line: index + (hasHeading ? 2 : 1),
    params: Object.fromEntries(
      columns
        .map((name) => [name, cells[names.indexOf(name)] ?? ''])
        .filter(([name, cell]) => cell !== '' || name === 'phone_number'),
    ),
  }));
  const unread = hasHeading ? heading.filter((name) => name && ![...columns, ...told].includes(name)) : [];
  return { rows, unread };
}

/** Writes rows as CSV, with their results. What a spreadsheet would run is written with an apostrophe before it. */
export function writeTable(rows) {
  const cells = rows.map(({ params, result, reason, traceId }) => [
    ...columns.map((name) => params[name] ?? ''),
    result,
    reason ?? '',
    traceId ?? '',
  ]);
  return Papa.unparse([[...columns, ...told], ...cells], { escapeFormulae: formula, newline: '\r\n' });
}

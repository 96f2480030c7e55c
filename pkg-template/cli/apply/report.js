// The plan and the results of a list, for people and for programs. Pure functions.
import { english } from 'linq-contact-card/element';
import { fields } from '../../../www/import/columns.js';
import { exitCodes } from '../exit-codes.js';
import { table } from '../output/table.js';

/** @typedef {import('../exit-codes.js').ExitCode} ExitCode */
/** @typedef {import('../output/style.js').Style} Style */
/** @typedef {import('./plan.js').PlannedRow} PlannedRow */
/** @typedef {import('./send.js').EndedRow} EndedRow */
/** @typedef {import('./send.js').Result} Result */

/** The decisions and results that a user has to look at, and those that are only bad news for now. */
const bad = ['invalid', 'refused', 'unknown'];
const warned = ['not_sent', 'saved_inactive'];

/**
 * Returns a plan as a table: one line for each field that would change, and for each row that isn't sent.
 *
 * @param {readonly PlannedRow[]} rows
 * @param {string} unit
 * @param {Style} style
 */
export function planTable(rows, unit, style) {
  const lines = rows.flatMap((row) => {
    const start = [String(row.line), row.params.phone_number, row.decision];
    const changed = fields.filter((field) => field !== 'phone_number' && row.changes?.[field] !== undefined);
    if (changed.length === 0 || row.decision === 'unknown') return [[...start, reasonOf(row)]];
    return changed.map((field, index) => [...(index === 0 ? start : ['', '', '']), changeOf(row, field)]);
  });
  return styled([unit.toUpperCase(), 'NUMBER', 'PLAN', 'CHANGES'], lines, style);
}

/**
 * Returns results as a table.
 *
 * @param {readonly EndedRow[]} rows
 * @param {string} unit
 * @param {Style} style
 */
export function resultTable(rows, unit, style) {
  const lines = rows.map((row) => [
    String(row.line),
    row.params.phone_number,
    row.result,
    reasonOf(row) || (row.action ?? ''),
  ]);
  return styled([unit.toUpperCase(), 'NUMBER', 'RESULT', 'DETAILS'], lines, style);
}

/**
 * Returns how many rows have each value: `3 saved, 1 refused`.
 *
 * @param {readonly string[]} values
 */
export const counted = (values) =>
  Object.entries(countsOf(values))
    .map(([value, count]) => `${count} ${value.replace('_', ' ')}`)
    .join(', ');

/** Returns the number of each value. @param {readonly string[]} values */
export function countsOf(values) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/**
 * Returns a row for programs.
 *
 * @param {PlannedRow & Partial<EndedRow>} row
 */
export function rowJSON({ line, params, decision, changes, result, action, reason, suggestion, traceId }) {
  const { phone_number } = params;
  return { line, phone_number, plan: decision, changes, result, action, reason, suggestion, trace_id: traceId };
}

/** Returns the exit code of results: of the worst one. @param {readonly EndedRow[]} rows @returns {ExitCode} */
export function exitCodeOf(rows) {
  const results = new Set(rows.map(({ result }) => result));
  if (results.has('unknown')) return exitCodes.unknown;
  if (results.has('refused')) return exitCodes.refused;
  return results.has('not_sent') ? exitCodes.failed : exitCodes.done;
}

/** @param {PlannedRow} row */
const reasonOf = ({ reason = '', suggestion }) => (suggestion ? `${reason} Did you mean ${suggestion}?` : reason);

/**
 * @param {PlannedRow} row
 * @param {import('linq-contact-card/element').ContactCardField} field
 */
function changeOf({ card, changes }, field) {
  const before = card?.[field];
  const after = changes?.[field] ?? '';
  return `${english.labels[field]}: ${before ? `${before} → ${after}` : after}`;
}

/**
 * @param {string[]} heading
 * @param {string[][]} lines
 * @param {Style} style
 */
const styled = (heading, lines, style) =>
  table(heading, lines, (cell, column, row) => {
    if (row < 0) return style.bold(cell);
    if (column !== 2) return cell;
    if (bad.includes(cell)) return style.red(cell);
    return warned.includes(cell) ? style.yellow(cell) : cell;
  });

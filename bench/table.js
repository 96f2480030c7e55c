// Tables in plain text.

/** @import { Summary } from './rounds.js' */

/**
 * Prints a table: names to the left, figures to the right.
 *
 * @param {string} title
 * @param {string[]} heads
 * @param {string[][]} rows
 */
export function print(title, heads, rows) {
  const table = [[title, ...heads], ...rows];
  const widths = heads.map((_, column) => Math.max(...table.map((row) => row[column + 1]?.length ?? 0)));
  console.log();
  for (const [name = '', ...cells] of table) {
    const padded = cells.map((cell, column) => cell.padStart((widths[column] ?? 0) + 2));
    // The same width in all tables.
    console.log(`${name.padEnd(50)}${padded.join('')}`.trimEnd());
  }
}

/**
 * Formats a summary as two cells.
 *
 * @param {Summary} summary
 * @param {string} unit
 */
export function timed({ median, spread }, unit) {
  return [figure(median, unit), figure(spread, unit)];
}

/**
 * Formats a figure with its unit.
 *
 * @param {number} value
 * @param {string} unit
 */
export function figure(value, unit) {
  return `${value.toFixed(unit === 'ns' || unit === 'B' ? 0 : 1)} ${unit}`;
}

/**
 * Formats a ratio.
 *
 * @param {number} ours
 * @param {number} peer
 */
export function ratio(ours, peer) {
  return (ours / peer).toPrecision(3);
}

/**
 * Prints a ratio and whether it meets its goal. Returns whether it does.
 *
 * @param {string} what
 * @param {number} ratio
 * @param {number} goal
 */
export function judge(what, ratio, goal) {
  const isMet = ratio <= goal;
  console.log(`  ${what}: ${ratio.toFixed(2)}; goal: ${goal} or less: ${isMet ? 'met' : 'missed'}`);
  return isMet;
}

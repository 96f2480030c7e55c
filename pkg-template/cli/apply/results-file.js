// The file of `--results`.
import { rename, rm, writeFile } from 'node:fs/promises';
import { writeList } from '../../../www/import/export.js';
import { CommandError } from '../command-error.js';
import { countsOf, rowJSON } from './report.js';

/** @typedef {import('./send.js').EndedRow} EndedRow */

/**
 * Writes results: as JSON where the name ends with `.json`, else as CSV, in which a spreadsheet runs no cell as a formula. The
 * file is the user's alone, and replaces one of the same name at once.
 *
 * @param {string} path
 * @param {readonly EndedRow[]} rows
 */
export async function writeResults(path, rows) {
  const isJSON = path.toLowerCase().endsWith('.json');
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, isJSON ? json(rows) : writeList([...rows]), { mode: 0o600, flag: 'wx' });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new CommandError(`The results can't be written to ${path}: ${code}.`, {
      hint: 'The journal has them: run the same command again, which sends nothing twice.',
    });
  }
}

/** @param {readonly EndedRow[]} rows */
const json = (rows) =>
  `${JSON.stringify({ rows: rows.map(rowJSON), counts: countsOf(rows.map(({ result }) => result)) }, null, 2)}\n`;

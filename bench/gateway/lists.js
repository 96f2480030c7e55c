// Lists: what hostile ones cost compared with an honest one of the same length, and 25,000 cards compared with `JSON`.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** @import { Summary } from '../rounds.js' */

/**
 * Milliseconds of processor time for each list of 4 MB, and for 25,000 cards; and the bytes by which the memory of the process
 * has grown after all lists.
 *
 * @typedef {object} ListFigures
 * @property {Record<string, Summary>} lists `honest`, and the hostile ones by what they are
 * @property {Record<'gateway' | 'json', Summary>} parsers `json`: `JSON.stringify(JSON.parse(…))`
 * @property {{ rss: number, used: number }} growth
 */

/** Measures lists in a process of their own. @returns {Promise<ListFigures>} */
export async function measureLists() {
  const child = join(import.meta.dirname, 'lists-child.js');
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child]);
  return JSON.parse(stdout);
}

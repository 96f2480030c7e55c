// Golden files: texts that are stored in the repository, so that a change to them shows in the diff.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Asserts that a text equals the one in `file`. With RENEW_GOLDEN=1 it is written to the file first.
 *
 * @param {string} text
 * @param {string} file
 */
export function assertGolden(text, file) {
  if (process.env.RENEW_GOLDEN) writeFileSync(file, text);
  assert.deepEqual(text.split('\n'), readFileSync(file, 'utf8').split('\n'));
}

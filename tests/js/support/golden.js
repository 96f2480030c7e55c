// Texts that are kept in the repository so that a change to them is seen. RENEW_GOLDEN=1 writes them anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

/** The text is the one that is kept. */
export function assertGolden(text, file) {
  if (process.env.RENEW_GOLDEN) writeFileSync(file, text);
  assert.deepEqual(text.split('\n'), readFileSync(file, 'utf8').split('\n'));
}

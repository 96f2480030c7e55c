// The growth of one call's cost with the number of calls in flight.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { mapValues, summary } from './rounds.js';

export const FEW = 1_000;
export const MANY = 16_000;

// V8 copies the live objects of the young generation whenever that is full, so each call of any client costs more, the more
// of them are in flight. A young generation of 256 MB fills up once in a sample at most.
const flags = ['--min-semi-space-size=256', '--max-semi-space-size=256', '--expose-gc'];
const child = join(import.meta.dirname, 'concurrent-child.js');

/** Measures the microseconds of one call, with few and with many in flight. */
export function measureConcurrent() {
  const output = execFileSync(process.execPath, [...flags, child, String(FEW), String(MANY)], { encoding: 'utf8' });
  /** @type {Record<'ours few' | 'ours many' | 'bare few' | 'bare many', number[]>} */
  const samples = JSON.parse(output);
  const summaries = mapValues(samples, summary);
  return {
    ours: { few: summaries['ours few'], many: summaries['ours many'] },
    bare: { few: summaries['bare few'], many: summaries['bare many'] },
  };
}

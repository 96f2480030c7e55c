// The cost of one check of a number.
import assert from 'node:assert/strict';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import { isE164 } from '../pkg/index.js';
import { interleave, mapValues, summary } from './rounds.js';

/** @import { Benchmark } from './rounds.js' */

// Numbers that regulators reserve for films and tests, then what people type.
const inputs = [
  '+15551234567',
  '+12025550143',
  '+442079460958',
  '+33199001234',
  '+493023125000',
  '+353209102345',
  '+61491570156',
  '+46313900001',
  '15551234567',
  '+1 555 123 4567',
  '(555) 123-4567',
  '+05551234567',
  '+1',
  '+1234567890123456',
  '+1555123456x',
  '',
];
const PASSES = 200;

const pattern = /^\+[1-9][0-9]{1,14}$/;
const schema = z.string().regex(pattern);
/** @typedef {(input: string) => boolean} Check */

const checks = {
  /** @type {Check} */
  ours: (input) => isE164(input),
  /** @type {Check} */
  regex: (input) => pattern.test(input),
  /** @type {Check} */
  zod: (input) => schema.safeParse(input).success,
  /**
   * The check of libphonenumber-js nearest to E.164: that it leaves the number as it is. `isValidPhoneNumber` checks
   * whether the number can be assigned, which is more and takes longer.
   *
   * @type {Check}
   */
  libphonenumber: (input) => parsePhoneNumberFromString(input)?.number === input,
};

/** Measures the nanoseconds of one check, and counts the inputs that a peer judges differently from the regex. */
export async function measureE164() {
  const verdicts = (/** @type {Check} */ check) => inputs.map(check);
  for (const check of [checks.ours, checks.zod]) assert.deepEqual(verdicts(check), verdicts(checks.regex));
  const samples = await interleave(mapValues(checks, batch), { warmUp: 20, measured: 100 });
  const peers = mapValues(checks, (check, name) => ({
    ...summary(samples[name]),
    different: inputs.filter((input) => check(input) !== checks.regex(input)).length,
  }));
  return { inputs: inputs.length, valid: verdicts(checks.regex).filter(Boolean).length, peers };
}

/**
 * @param {Check} check
 * @returns {Benchmark}
 */
function batch(check) {
  const expected = PASSES * inputs.filter((input) => check(input)).length;
  return () => {
    let valid = 0;
    const start = performance.now();
    for (let pass = 0; pass < PASSES; pass++) {
      for (const input of inputs) if (check(input)) valid++;
    }
    const end = performance.now();
    // The results are used, so that the compiler doesn't remove the checks.
    assert.equal(valid, expected);
    return ((end - start) * 1e6) / (PASSES * inputs.length);
  };
}

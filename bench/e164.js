// What one check of a number costs.
import assert from 'node:assert/strict';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import { isE164 } from '../pkg/index.js';
import { interleave, summary } from './rounds.js';

// Numbers that regulators keep for films and tests, then what people type.
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
const checks = {
  ours: isE164,
  regex: (input) => pattern.test(input),
  zod: (input) => schema.safeParse(input).success,
  // The nearest question it can answer: a number that it takes as it is. `isValidPhoneNumber` asks whether the number can
  // be assigned, which is another question, and takes longer.
  libphonenumber: (input) => parsePhoneNumberFromString(input)?.number === input,
};

/** Nanoseconds of one check, and how many of the inputs a peer judges in another way. */
export async function measureE164() {
  const verdicts = (check) => inputs.map(check);
  for (const check of [checks.ours, checks.zod]) assert.deepEqual(verdicts(check), verdicts(checks.regex));
  const batches = Object.entries(checks).map(([name, check]) => [name, batch(check)]);
  const samples = await interleave(Object.fromEntries(batches), { warmUp: 20, kept: 100 });
  const result = { inputs: inputs.length, valid: verdicts(checks.regex).filter(Boolean).length };
  for (const [name, check] of Object.entries(checks)) {
    const others = inputs.filter((input) => check(input) !== pattern.test(input)).length;
    result[name] = { ...summary(samples[name]), others };
  }
  return result;
}

function batch(check) {
  const expected = PASSES * inputs.filter((input) => check(input)).length;
  return () => {
    let valid = 0;
    const start = performance.now();
    for (let pass = 0; pass < PASSES; pass++) {
      for (const input of inputs) if (check(input)) valid++;
    }
    const end = performance.now();
    // The answers are used, so that no compiler leaves the checks out.
    assert.equal(valid, expected);
    return ((end - start) * 1e6) / (PASSES * inputs.length);
  };
}

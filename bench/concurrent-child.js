// A process that controls its garbage collector: `node --expose-gc concurrent-child.js FEW MANY`. It makes MANY calls, each
// for another number, with FEW of them in flight and then with all of them, and prints the microseconds of one call.
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { apiKey, card } from './instant.js';
import * as bare from './peers/bare.js';
import * as ours from './peers/ours.js';
import { interleave } from './rounds.js';

/** @import { Fetch, Update } from './instant.js' */

const [few = 0, many = 0] = process.argv.slice(2).map(Number);

// All different, and of the same length.
const numbers = Array.from({ length: many }, (_, index) => `+1555${1_000_000 + index}`);
const DIGITS = 11;
/** The responses to the next calls, by number. @type {Map<string, Response>} */
const responses = new Map();

const updates = { ours: ours.client(apiKey, fetch), bare: bare.client(apiKey, fetch) };
for (const update of Object.values(updates)) await check(update);
const benchmarks = {
  'ours few': sample(updates.ours, few),
  'ours many': sample(updates.ours, many),
  'bare few': sample(updates.bare, few),
  'bare many': sample(updates.bare, many),
};
// The check and the first round fill each number's write budget: from then on it has the same length.
console.log(JSON.stringify(await interleave(benchmarks, { warmUp: 1, measured: 5 })));

/**
 * A sample makes one call for each number, however many are in flight, so that the work, the garbage and the write budgets
 * are the same.
 *
 * @param {Update} update @param {number} inFlight
 */
function sample(update, inFlight) {
  return async () => {
    prepare();
    // Runs what the previous sample has left to the event loop, and collects its garbage, so that neither is measured here.
    await setImmediate();
    globalThis.gc?.();
    const start = performance.now();
    for (let first = 0; first < many; first += inFlight) {
      await Promise.all(numbers.slice(first, first + inFlight).map((number) => update(paramsOf(number))));
    }
    const end = performance.now();
    assert.equal(responses.size, 0);
    return ((end - start) * 1000) / many;
  };
}

/** Checks that each call returns the card of its own number, whatever else is in flight. @param {Update} update */
async function check(update) {
  prepare();
  const cards = await Promise.all(numbers.map((number) => update(paramsOf(number))));
  assert.deepEqual(cards, numbers.map(cardOf));
}

/** Makes the responses, so that making them isn't measured. */
function prepare() {
  for (const number of numbers) responses.set(number, Response.json(cardOf(number)));
}

/** Resolves at once. The number is the end of the URL, after an encoded plus sign. @type {Fetch} */
async function fetch(url) {
  const number = `+${String(url).slice(-DIGITS)}`;
  const response = responses.get(number);
  if (!response) throw new Error(`no response is prepared for ${url}`);
  responses.delete(number);
  return response;
}

/** @param {string} number */
function paramsOf(number) {
  return { phone_number: number, first_name: 'John' };
}

/** @param {string} number */
function cardOf(number) {
  return { ...card, phone_number: number };
}

// A process with its garbage collector under control: calls as many numbers as its second argument says, and prints the
// microseconds of one call with as many in flight as its first argument says, and with all of them.
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { apiKey, card } from './instant.js';
import * as bare from './peers/bare.js';
import * as ours from './peers/ours.js';
import { interleave } from './rounds.js';

const [few, many] = process.argv.slice(2).map(Number);

// All different, and of the same length.
const numbers = Array.from({ length: many }, (_, index) => `+1555${1_000_000 + index}`);
/** The responses to the next calls, by number. */
const responses = new Map();

const peers = {};
for (const [name, { client }] of Object.entries({ ours, bare })) {
  const call = client(apiKey, fetch);
  await check(call);
  peers[`${name} few`] = sample(call, few);
  peers[`${name} many`] = sample(call, many);
}
// The check and the first round fill each number's write budget: from then on it has the same length.
console.log(JSON.stringify(await interleave(peers, { warmUp: 1, kept: 5 })));

/**
 * A sample is one call to each number, whatever the number in flight, so that the work, the garbage and the write budgets
 * are the same.
 */
function sample(call, inFlight) {
  return async () => {
    prepare();
    // What the sample before has left to the event loop, and its garbage, are not this one's.
    await setImmediate();
    globalThis.gc();
    const start = performance.now();
    for (let first = 0; first < many; first += inFlight) {
      await Promise.all(numbers.slice(first, first + inFlight).map((number) => call(paramsOf(number))));
    }
    const end = performance.now();
    assert.equal(responses.size, 0);
    return ((end - start) * 1000) / many;
  };
}

/** Each call returns the card of its own number, whatever else is in flight. */
async function check(call) {
  prepare();
  const cards = await Promise.all(numbers.map((number) => call(paramsOf(number))));
  assert.deepEqual(cards, numbers.map(cardOf));
}

/** Makes the responses, so that making them isn't measured. */
function prepare() {
  for (const number of numbers) responses.set(number, Response.json(cardOf(number)));
}

/** Resolves at once. The number is the end of the URL, after an encoded plus sign. */
async function fetch(url) {
  const number = `+${String(url).slice(1 - numbers[0].length)}`;
  const response = responses.get(number);
  responses.delete(number);
  return response;
}

function paramsOf(number) {
  return { phone_number: number, first_name: 'John' };
}

function cardOf(number) {
  return { ...card, phone_number: number };
}

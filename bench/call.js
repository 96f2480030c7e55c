// The cost of one call when the network costs nothing.
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { apiKey, card, fetch, params, prepare } from './instant.js';
import * as bare from './peers/bare.js';
import * as ours from './peers/ours.js';
import * as sdk from './peers/sdk.js';
import { interleave, mapValues, summary } from './rounds.js';

/** @import { Client, Update } from './instant.js' */
/** @import { Benchmark } from './rounds.js' */

const CALLS = 300;

/** Measures the microseconds from a call to its card. */
export async function measureCall() {
  const peers = { ours, sdk, bare };
  for (const { client } of Object.values(peers)) await check(client);
  const benchmarks = mapValues(peers, ({ client }) => batch(client(apiKey, fetch)));
  return mapValues(await interleave(benchmarks, { warmUp: 30, measured: 100 }), summary);
}

/**
 * @param {Update} update
 * @returns {Benchmark}
 */
const batch = (update) => async () => {
  prepare(CALLS);
  // Runs what the previous peer has left to the event loop, so that it isn't measured here.
  await setImmediate();
  const start = performance.now();
  for (let i = 0; i < CALLS; i++) await update(params);
  return ((performance.now() - start) * 1000) / CALLS;
};

/**
 * Checks that a peer does the same work as the others, without which times don't compare: it sends the same request and
 * returns the same card.
 *
 * @param {Client} client
 */
async function check(client) {
  /** @type {unknown} */
  let sent;
  const update = client(apiKey, (url, { method, headers, body } = {}) => {
    const authorization = new Headers(headers).get('authorization');
    sent = { url: String(url), method, authorization, body: JSON.parse(String(body)) };
    return fetch(url);
  });
  prepare(1);
  assert.deepEqual(await update(params), card);
  assert.deepEqual(sent, {
    url: 'https://api.linqapp.com/api/partner/v3/contact_card?phone_number=%2B15551234567',
    method: 'PATCH',
    authorization: `Bearer ${apiKey}`,
    body: { first_name: 'John' },
  });
}

// What one call costs when the network costs nothing.
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { apiKey, card, fetch, params, prepare } from './instant.js';
import * as bare from './peers/bare.js';
import * as ours from './peers/ours.js';
import * as sdk from './peers/sdk.js';
import { interleave, summary } from './rounds.js';

const CALLS = 300;

/** Microseconds from a call to its card. */
export async function measureCall() {
  const peers = { ours, sdk, bare };
  for (const { client } of Object.values(peers)) await check(client);
  const batches = Object.entries(peers).map(([name, { client }]) => [name, batch(client(apiKey, fetch))]);
  const samples = await interleave(Object.fromEntries(batches), { warmUp: 30, kept: 100 });
  return { ours: summary(samples.ours), sdk: summary(samples.sdk), bare: summary(samples.bare) };
}

const batch = (call) => async () => {
  prepare(CALLS);
  // What the peer before has left to the event loop is not this one's.
  await setImmediate();
  const start = performance.now();
  for (let i = 0; i < CALLS; i++) await call(params);
  return ((performance.now() - start) * 1000) / CALLS;
};

/** Times compare only where the work is the same: the same request out, the same card back. */
async function check(client) {
  let sent;
  const call = client(apiKey, (url, { method, headers, body }) => {
    const authorization = new Headers(headers).get('authorization');
    sent = { url: String(url), method, authorization, body: JSON.parse(body) };
    return fetch();
  });
  prepare(1);
  assert.deepEqual(await call(params), card);
  assert.deepEqual(sent, {
    url: 'https://api.linqapp.com/api/partner/v3/contact_card?phone_number=%2B15551234567',
    method: 'PATCH',
    authorization: `Bearer ${apiKey}`,
    body: { first_name: 'John' },
  });
}

// The rules of the endpoint: the cases that emulator/tests/rules.rs has the emulator's program pass, too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { endpoint, key, queryOf, testing } from './setup.js';

const cases = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/emulator_rules.json'), 'utf8'));

/** The time of every case, which only `advance` puts forward. */
const clock = () => 1_800_000_000_000;

describe('the rules', () => {
  for (const { name, options, steps } of cases) {
    test(name, async () => {
      const emulator = testing.createEmulator({ clock, ...options });
      for (const step of steps) await take(emulator, step);
    });
  }
});

/** Takes a step of a case, and checks what follows from it. */
async function take(emulator, step) {
  if (step.respondNext) return emulator.respondNext(...step.respondNext.map(toPublic));
  if (step.advance) return emulator.advance(step.advance);
  if (step.reset) return emulator.reset();
  if (step.cards) {
    await check(emulator, { method: 'GET' }, { status: 200, json: { contact_cards: step.cards } });
    return assert.deepEqual(emulator.cards, step.cards);
  }
  if (step.requests) return checkRequests(emulator.requests, step.requests);
  return check(emulator, step.request, step.response);
}

/** A scripted response of the control API, with the names that it has in JavaScript. */
const toPublic = ({ retry_after: retryAfter, delay_ms: delay, ...rest }) => ({ ...rest, retryAfter, delay });

const targetOf = ({ number, query = number ? queryOf(number) : '', path = '/api/partner/v3/contact_card' }) =>
  path + query;

/** The body of a request: JSON, a text, or an update whose name has this many bytes. */
const bodyOf = ({ body, text, nameOf }) =>
  body ? JSON.stringify(body) : nameOf ? JSON.stringify({ first_name: 'x'.repeat(nameOf) }) : text;

/** Sends a request, and compares the response with what is expected. */
async function check(emulator, request, expected) {
  const { key: sent = key, method } = request;
  const headers = sent === null ? {} : { authorization: `Bearer ${sent}` };
  const abort = new AbortController();
  const url = new URL(targetOf(request), endpoint).href;
  const promise = emulator.fetch(url, { method, headers, body: bodyOf(request), signal: abort.signal });
  if (expected.failure === 'reset') return assert.rejects(promise, TypeError);
  if (expected.failure === 'stall_head') return checkStall(promise, abort);
  const response = await promise;
  assert.equal(response.status, expected.status, await describeResponse(response, expected));
  const body = response.text();
  if (expected.failure === 'truncate') return assert.rejects(body, TypeError);
  if (expected.failure === 'stall_body') return checkStall(body, abort);
  checkResponse(response, await body, expected);
}

const describeResponse = async (response, { failure }) => (failure ? undefined : response.clone().text());

/** Checks that a promise is pending, and that an abort ends it. */
async function checkStall(promise, abort) {
  const pending = new Promise((resolve) => setImmediate(resolve, 'pending'));
  assert.equal(await Promise.race([promise, pending]), 'pending');
  abort.abort(new Error('aborted'));
  await assert.rejects(promise, /^Error: aborted$/);
}

function checkResponse({ status, headers }, text, expected) {
  for (const [name, value] of Object.entries(expected.headers ?? {})) assert.equal(headers.get(name), value);
  if (expected.text !== undefined) return assert.equal(text, expected.text);
  const json = JSON.parse(text);
  if (expected.json) assert.deepEqual(json, expected.json);
  if (!expected.code) return;
  const { error, success, trace_id } = json;
  assert.deepEqual([success, error.status, error.code], [false, status, expected.code]);
  assert.equal(trace_id, headers.get('x-trace-id'));
  assert.equal(error.retry_after, expected.retryAfter);
  assert.equal(headers.get('retry-after'), expected.retryAfter ? String(expected.retryAfter) : null);
  if (expected.message) assert.equal(error.message, expected.message);
}

function checkRequests(requests, expected) {
  const comparable = requests.map(({ method, url, headers, body, status }) => ({
    method,
    url,
    authorization: headers.authorization,
    body,
    status,
  }));
  assert.deepEqual(
    comparable,
    expected.map((request) => ({
      method: request.method,
      url: targetOf(request),
      authorization: 'Bearer •••',
      body: request.body ?? request.text,
      status: request.status,
    })),
  );
}

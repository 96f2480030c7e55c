// Responses of other implementations of `fetch`, and of mocks in tests: without a web stream, or without headers.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { failure, installProject, key, params } from './setup.js';

const { lib } = await installProject();
const card = { ...params, last_name: 'Müller 🌻', is_active: true };
const json = JSON.stringify(card);
const bytes = new TextEncoder().encode(json);
const options = (response, more) => ({ apiKey: key, fetch: async () => response, ...more });
const headers = { get: () => null };

/** Returns responses without a web stream, with this text as their body. */
const substitutes = (text) => ({
  'a mock with json() alone': { ok: true, status: 200, json: async () => JSON.parse(text) },
  'a mock with text() and json()': {
    ok: true,
    status: 200,
    text: async () => text,
    json: async () => JSON.parse(text),
  },
  'a mock with headers in an object': { status: 200, headers: { 'content-type': 'x' }, text: async () => text },
  'a mock with headers in a Map': { status: 200, headers: new Map([['x-trace-id', 'x']]), text: async () => text },
  'a mock with arrayBuffer()': { status: 200, headers, arrayBuffer: async () => new TextEncoder().encode(text).buffer },
  "a body that is one of Node's streams": {
    status: 200,
    headers,
    body: Readable.from([Buffer.from(text).subarray(0, 50), Buffer.from(text).subarray(50)]),
    arrayBuffer: () => assert.fail('the stream is read'),
  },
  'a body that is a buffer': {
    status: 200,
    headers,
    body: Buffer.from(text),
    arrayBuffer: async () => Buffer.from(text),
  },
  'a body in a Blob, as XMLHttpRequest has it': { status: 200, headers, text: () => new Blob([text]).text() },
});

describe('a response without a web stream', () => {
  for (const [name, response] of Object.entries(substitutes(json))) {
    test(`C4 is read: ${name}`, async () => {
      assert.deepEqual(await lib.updateContactCard(params, options(response)), card);
    });
  }

  for (const [name, response] of Object.entries(substitutes(JSON.stringify({ contact_cards: [card] })))) {
    test(`C4 is read by a retrieval: ${name}`, async () => {
      assert.deepEqual(await lib.retrieveContactCards({}, options(response)), { contact_cards: [card] });
    });
  }

  test('C4 reports an error with its status and code', async () => {
    const text = JSON.stringify({ error: { code: 1002, message: 'Phone number must be in E.164 format' } });
    for (const [name, response] of Object.entries(substitutes(text))) {
      const error = await failure(lib.updateContactCard(params, options({ ...response, status: 400 })));
      assert.deepEqual([error.name, error.status, error.code], ['BadRequestError', 400, 1002], name);
    }
  });

  test('C4 is refused where it is too long, and the rest of a stream is not read', async () => {
    for (const [name, response] of Object.entries(substitutes(JSON.stringify({ ...card, more: 'x'.repeat(65_536) })))) {
      const error = await failure(lib.updateContactCard(params, options(response)));
      assert.deepEqual([error.message, error.outcome], ['The response is too long', 'unknown'], name);
    }
    let chunks = 0;
    const endless = Readable.from(
      (async function* () {
        for (;;) {
          chunks += 1;
          yield Buffer.alloc(16_384);
        }
      })(),
    );
    const { message } = await failure(lib.updateContactCard(params, options({ status: 200, headers, body: endless })));
    while (!endless.destroyed) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(message, 'The response is too long');
    assert.ok(chunks < 100, `${chunks} chunks were read`);
  });

  test('C4 that stalls ends with the timeout or the abort', async () => {
    const never = () => new Promise(() => {});
    for (const body of [
      { arrayBuffer: never },
      { text: never },
      { json: never },
      {
        body: Readable.from(
          (async function* () {
            yield await never();
          })(),
        ),
      },
    ]) {
      const stalled = { status: 200, headers, ...body };
      const late = await failure(lib.updateContactCard(params, options(stalled, { timeout: 50 })));
      assert.deepEqual([late.name, late.outcome], ['APIConnectionTimeoutError', 'unknown']);
      const refused = await failure(
        lib.updateContactCard(params, options({ ...stalled, status: 403 }, { timeout: 50 })),
      );
      assert.equal(refused.name, 'PermissionDeniedError');
      const signal = AbortSignal.timeout(50);
      assert.equal(await failure(lib.updateContactCard(params, options(stalled, { signal }))), signal.reason);
    }
  });

  test('C4 that fails, or has no body, is an InvalidResponseError with its status', async () => {
    const fails = async () => {
      throw new TypeError('body used already');
    };
    const locked = Response.json(card);
    locked.body.getReader();
    for (const [body, message] of [
      [{ arrayBuffer: fails }, 'The response ended early'],
      [{ text: fails }, 'The response ended early'],
      [{ text: () => fails() }, 'The response ended early'],
      [{ json: fails }, 'The response ended early'],
      [{ text: async () => '<html>' }, 'The response is not JSON; is a gateway running at the base URL?'],
      [{ text: async () => '' }, 'The response has no body'],
      [{ json: async () => undefined }, 'The response has no body'],
      [{ body: {} }, 'The response has no body'],
      [{ body: null }, 'The response has no body'],
      [{}, 'The response has no body'],
      [{ body: locked.body }, 'The response ended early'],
    ]) {
      const error = await failure(lib.updateContactCard(params, options({ status: 200, headers, ...body })));
      assert.deepEqual([error.name, error.message, error.status], ['InvalidResponseError', message, 200]);
    }
  });

  test("C4 the host's own response is read as its stream", async () => {
    const response = new Response(bytes);
    for (const name of ['arrayBuffer', 'text', 'json', 'blob'])
      Object.defineProperty(response, name, { value: () => assert.fail(`${name} is called`) });
    assert.deepEqual(await lib.updateContactCard(params, options(response)), card);
  });
});

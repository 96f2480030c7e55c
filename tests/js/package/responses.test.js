// Responses that are unusable, and their bodies.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure, installEmulator, installProject, key, number, params } from './setup.js';

const { lib } = await installProject();
const { emulator, options } = await installEmulator();

describe('responses', () => {
  test('redirects are not followed', async () => {
    await emulator.script({ status: 307, headers: { location: `${emulator.url}/elsewhere` }, body: '' });
    const error = await failure(lib.updateContactCard({ phone_number: number, first_name: 'J' }, options));
    assert.deepEqual([error.name, error.status, error.outcome], ['InvalidResponseError', 307, 'unknown']);
    assert.equal((await emulator.requests()).length, 1);
  });

  test('unusable responses reject with InvalidResponseError', async () => {
    for (const [response, message] of [
      [{ status: 204, body: '' }, 'The response has no body'],
      [{ status: 200, body: '' }, 'The response has no body'],
      [{ status: 200, body: '<html>' }, 'The response is not JSON; is a gateway running at the base URL?'],
      [{ status: 200, body: [] }, 'The response is not a contact card'],
      [{ status: 200, body: { error: { code: 3006 } } }, 'The response is both a success and an error'],
      [{ fault: 'truncate' }, 'The response ended early'],
      [{ status: 200, body: 'x'.repeat(64 * 1024 + 1) }, 'The response is too long'],
    ]) {
      await emulator.script(response);
      const error = await failure(lib.updateContactCard({ phone_number: number, first_name: 'J' }, options));
      assert.deepEqual([error.name, error.message], ['InvalidResponseError', message]);
    }
  });

  test('a response with an invalid head has an unknown outcome', async () => {
    const broken = {
      get text() {
        throw new Error('read');
      },
    };
    for (const head of [
      { status: broken },
      { status: 200, type: broken },
      { status: 200, headers: { get: () => broken } },
      { status: 200, headers: { get: () => null } },
    ]) {
      const fetch = async () => ({ headers: new Headers(), body: null, ...head });
      const { name, outcome } = await failure(
        lib.updateContactCard({ ...params, phone_number: '+15550000009' }, { apiKey: key, fetch }),
      );
      assert.deepEqual([name, outcome], ['InvalidResponseError', 'unknown']);
    }
  });

  test('a body is cancelled at the end of its call, also if fetch ignores the signal', async () => {
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    for (const { size, delay, abortAfter, expected } of [
      { size: 1, delay: 0, abortAfter: 30, expected: 'TimeoutError' },
      { size: 1, delay: 60, abortAfter: 30, expected: 'TimeoutError' },
      { size: 65_537, delay: 0, abortAfter: 30_000, expected: 'InvalidResponseError' },
    ]) {
      let pulls = 0;
      let isCancelled = false;
      const body = new ReadableStream({
        async pull(stream) {
          pulls += 1;
          await wait(5);
          stream.enqueue(new Uint8Array(size));
        },
        cancel() {
          isCancelled = true;
        },
      });
      const fetch = async () => {
        await wait(delay);
        return new Response(body);
      };
      const signal = AbortSignal.timeout(abortAfter);
      const { name } = await failure(lib.updateContactCard(params, { ...options, fetch, signal }));
      assert.equal(name, expected);
      while (!isCancelled) await wait(5);
      const before = pulls;
      await wait(30);
      assert.equal(pulls, before, `${size} ${delay}`);
    }
  });
});

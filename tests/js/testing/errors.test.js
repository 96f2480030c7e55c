// The errors that `createTestError` makes are those of calls.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cjs, failure, key, lib, testing, thrownBy } from './setup.js';

const { createEmulator, createTestError } = testing;
const params = { phone_number: '+15551234567', first_name: 'Ada' };

/** The error of a call to an emulator whose next response is scripted. */
async function errorOfCall(operation, response, options) {
  const emulator = createEmulator();
  emulator.respondNext(response);
  const calls = { update: lib.updateContactCard, create: lib.createContactCard, retrieve: lib.retrieveContactCards };
  const own = operation === 'retrieve' ? { phone_number: params.phone_number } : params;
  return failure(calls[operation](own, { apiKey: key, fetch: emulator.fetch, maxRetries: 0, ...options }));
}

/** Checks that two errors are the same to programs. */
function assertSame(made, real) {
  assert.equal(made.constructor, real.constructor);
  assert.equal(made.name, real.name);
  assert.equal(made.message, real.message);
  assert.deepEqual(Object.keys(made).sort(), Object.keys(real).sort());
  assert.deepEqual(made.toJSON(), real.toJSON());
  assert.equal(made.cause, real.cause);
}

const statuses = {
  BadRequestError: 400,
  AuthenticationError: 401,
  PermissionDeniedError: 403,
  NotFoundError: 404,
  APIError: 405,
  ConflictError: 409,
  UnprocessableEntityError: 422,
  RateLimitError: 429,
  InternalServerError: 500,
};

describe('createTestError', () => {
  for (const operation of ['update', 'create', 'retrieve']) {
    for (const [name, status] of Object.entries(statuses)) {
      test(`${name} of ${operation}`, async () => {
        assertSame(createTestError(name, { operation }), await errorOfCall(operation, { status }));
        const own = { code: 4004, message: 'Not now, +15551234567', retryAfter: 30 };
        const real = await errorOfCall(operation, { status, ...own });
        assert.match(real.message, /Not now, \+1•/);
        assertSame(createTestError(name, { operation, ...own }), real);
      });
    }

    test(`errors without a usable response, of ${operation}`, async () => {
      const cause = new TypeError('fetch failed');
      const rejects = { fetch: () => Promise.reject(cause) };
      assertSame(
        createTestError('APIConnectionError', { operation, cause }),
        await errorOfCall(operation, {}, rejects),
      );
      const stalled = await errorOfCall(operation, { fault: 'stall_head' }, { timeout: 50 });
      assertSame(createTestError('APIConnectionTimeoutError', { operation }), stalled);
      for (const [details, response] of [
        [{}, { status: 200, body: '<html></html>' }],
        [{ body: '' }, { status: 200, body: '' }],
        [{ body: { first_name: 5 } }, { status: 200, body: { first_name: 5 } }],
        [{ body: '{"first_name":5}' }, { status: 200, body: { first_name: 5 } }],
        [{ status: 302 }, { status: 302 }],
        [
          { status: 201, body: 'x'.repeat(5_000_000) },
          { status: 201, body: 'x'.repeat(5_000_000) },
        ],
        [{ body: { error: { code: 2022 } } }, { status: 200, body: { error: { code: 2022 } } }],
      ]) {
        const made = createTestError('InvalidResponseError', { operation, ...details });
        assertSame(made, await errorOfCall(operation, response));
      }
    });
  }

  test('the members that only some responses have', async () => {
    const details = { traceId: 'abc', docURL: 'https://docs.linqapp.com/errors' };
    const error = createTestError('NotFoundError', details);
    assert.deepEqual([error.traceId, error.docURL], [details.traceId, details.docURL]);
    const unavailable = createTestError('InternalServerError', { status: 503, outcome: 'refused' });
    assert.deepEqual([unavailable.status, unavailable.code, unavailable.outcome], [503, 4004, 'refused']);
    assert.equal(createTestError('APIError', { status: 418 }).status, 418);
  });

  test('errors that send nothing', async () => {
    const baseURL = 'https://linq.example';
    const invalid = { phone_number: '15551234567', first_name: 'Ada' };
    assertSame(createTestError('ValidationError'), await failure(lib.updateContactCard(invalid, { baseURL })));
    const several = { phone_number: '', first_name: null, nickname: 'x' };
    const made = createTestError('ValidationError', { params: several });
    assertSame(made, await failure(lib.updateContactCard(several, { baseURL })));
    assert.equal(made.issues.length, 3);
    const ofCreate = await failure(lib.createContactCard({ phone_number: params.phone_number }, { baseURL }));
    const details = { operation: 'create', params: { phone_number: params.phone_number } };
    assertSame(createTestError('ValidationError', details), ofCreate);
    const options = { timeout: -1 };
    assertSame(
      createTestError('ValidationError', { params, options }),
      await failure(lib.updateContactCard(params, { baseURL, ...options })),
    );

    const overHTTP = { apiKey: 'key', baseURL: 'http://linq.example' };
    const http = await failure(lib.updateContactCard(params, overHTTP));
    assertSame(createTestError('UnsafeKeyError', { reason: 'http' }), http);
    try {
      globalThis.document = {};
      assertSame(createTestError('UnsafeKeyError'), await failure(lib.updateContactCard(params, { apiKey: 'key' })));
    } finally {
      delete globalThis.document;
    }
  });

  test('errors of WebAssembly', () => {
    const unavailable = createTestError('WasmUnavailableError');
    assert.match(unavailable.message, /Content-Security-Policy/);
    assert.equal(unavailable.outcome, 'not_sent');
    const cause = new Error('of the host');
    assert.equal(createTestError('WasmUnavailableError', { cause }).cause, cause);
    const trap = createTestError('WasmTrapError');
    assert.deepEqual([trap.outcome, trap.cause.constructor], ['unknown', WebAssembly.RuntimeError]);
    assert.equal(createTestError('WasmTrapError', { outcome: 'not_sent', cause }).cause, cause);
  });

  test('a cause with a phone number is replaced, as in a call', async () => {
    const cause = new Error('no route to +15551234567');
    const made = createTestError('APIConnectionError', { cause });
    assert.equal(made.cause.message, '•••');
  });

  test('instances of the classes, in both formats', () => {
    for (const { createTestError: create, classes } of [
      { ...testing, classes: lib },
      { ...cjs.testing, classes: cjs.lib },
    ]) {
      for (const name of Object.keys(classes).filter((name) => /^(?!ContactCardError).*Error$/.test(name))) {
        const error = create(name);
        assert.ok(
          error instanceof classes[name] && error instanceof classes.ContactCardError && error instanceof Error,
          name,
        );
        assert.equal(error.constructor, classes[name]);
        assert.equal(error.name, name);
      }
    }
    // Across both copies of the package.
    assert.ok(testing.createTestError('RateLimitError') instanceof cjs.lib.RateLimitError);
  });

  test('leave the write budgets alone', () => {
    testing.resetForTests();
    createTestError('RateLimitError');
    assert.equal(lib.writeBudget(params.phone_number).used, 0);
  });

  for (const [name, details, message] of [
    ['ContactCardError', undefined, 'there is no such error class: use ValidationError, APIError, '],
    ['toString', undefined, 'there is no such error class: use ValidationError, APIError, '],
    [undefined, undefined, 'there is no such error class: use ValidationError, APIError, '],
    ['RateLimitError', 30, 'details must be an object'],
    [
      'RateLimitError',
      { status: 429 },
      "details has no 'status': use operation, code, message, retryAfter, traceId, docURL",
    ],
    ['RateLimitError', { retryAfter: '30' }, 'details.retryAfter must be a whole number of seconds'],
    ['RateLimitError', { operation: 'patch' }, "details.operation must be 'update' or 'create' or 'retrieve'"],
    ['APIError', { status: 500 }, 'details.status must be an HTTP status from 400 to 499'],
    ['APIError', { status: 429 }, 'a call with these details rejects with RateLimitError, not with APIError'],
    ['InternalServerError', { status: 400 }, 'details.status must be an HTTP status from 500 to 599'],
    ['InternalServerError', { outcome: 'not_sent' }, "details.outcome must be 'refused'"],
    [
      'InvalidResponseError',
      { status: 404 },
      'a call with these details rejects with NotFoundError, not with InvalidResponseError',
    ],
    ['ValidationError', { params }, 'a call with these details does not reject, not with ValidationError'],
    ['ValidationError', { options: 5 }, 'details.options must be an object'],
    ['UnsafeKeyError', { reason: 'ftp' }, "details.reason must be 'page' or 'http'"],
    ['WasmTrapError', { outcome: 'refused' }, "details.outcome must be 'not_sent' or 'unknown'"],
  ]) {
    test(`createTestError(${name}, ${JSON.stringify(details)}) is a mistake`, () => {
      const error = thrownBy(() => createTestError(name, details));
      assert.equal(error.name, 'TypeError');
      assert.ok(error.message.startsWith(`createTestError: ${message}`), error.message);
    });
  }
});

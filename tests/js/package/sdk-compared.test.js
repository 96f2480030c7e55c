// The same calls through the official SDK and through linq-contact-card/sdk, on the same server, have the same results.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { waitLimit } from '../support/limits.js';
import { bothOf, card, setVariables, startServer } from './sdk-server.js';
import { failure, installProject, key, number, params } from './setup.js';

const { project } = await installProject();
const both = await bothOf(project);
const server = await startServer();
after(() => server.stop());

/** The error classes that the SDK has as statics and as exports. */
const classes = [
  'LinqAPIV3Error',
  'APIError',
  'APIConnectionError',
  'APIConnectionTimeoutError',
  'APIUserAbortError',
  'NotFoundError',
  'ConflictError',
  'RateLimitError',
  'BadRequestError',
  'AuthenticationError',
  'InternalServerError',
  'PermissionDeniedError',
  'UnprocessableEntityError',
];

/** The request headers that both have. */
const compared = ['accept', 'authorization', 'x-a', 'x-b'];

/**
 * Runs a case with each of both, and returns what is visible of it to the caller and to the server.
 * @param {object} testCase
 * @param {object[]} testCase.responses
 * @param {(sdk: object, options: object) => Promise<unknown>} testCase.run
 */
async function observeBoth({ responses, run }) {
  const observed = {};
  for (const [name, sdk] of Object.entries(both)) {
    server.script(...responses);
    const result = await run(sdk, server.options).then(
      (value) => ({ value }),
      (error) => ({ error: describeError(sdk, error) }),
    );
    const requests = server.requests().map(({ method, url, headers, body }) => ({
      method,
      url,
      headers: Object.fromEntries(compared.map((header) => [header, headers[header]])),
      body: body && JSON.parse(body),
    }));
    observed[name] = { ...result, requests };
  }
  return observed;
}

/** Returns what callers read of an error. */
function describeError(sdk, error) {
  const isOne = (name) => error instanceof sdk.LinqAPIV3[name];
  assert.deepEqual(
    classes.filter((name) => error instanceof sdk[name]),
    classes.filter(isOne),
    'as exports',
  );
  const { status, headers } = error;
  return { classes: classes.filter(isOne), status, body: error.error, header: headers?.get('x-trace-id') };
}

const envelope = (status, code) => ({
  success: false,
  error: { status, code, message: `message ${code}`, doc_url: `https://docs.example/${code}`, retry_after: 30 },
  trace_id: 'trace-1',
});

/** A server that doesn't listen. */
let unreachable;
before(async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  unreachable = `http://127.0.0.1:${closed.address().port}`;
  closed.close();
});

const ok = [{ body: card }];
const list = [{ body: { contact_cards: [card] } }];
const fields = { ...params, last_name: 'Doe', image_url: 'https://example.com/picture.jpg' };
/** Aborts once the server has a request. */
async function abortInFlight(controller) {
  const deadline = Date.now() + waitLimit;
  while (!server.requests().length && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort(new Error('left'));
}

/** @type {Record<string, Parameters<typeof observeBoth>[0]>} */
const cases = {
  'an update': { responses: ok, run: (sdk, options) => new sdk.LinqAPIV3(options).contactCard.update(fields) },
  'an update without fields': {
    responses: ok,
    run: (sdk, options) => new sdk.LinqAPIV3(options).contactCard.update({ phone_number: number }),
  },
  'a create': { responses: ok, run: (sdk, options) => new sdk.LinqAPIV3(options).contactCard.create(fields) },
  'a list of all cards': { responses: list, run: (sdk, options) => new sdk.LinqAPIV3(options).contactCard.retrieve() },
  'a list, with null for the query': {
    responses: list,
    run: (sdk, options) => new sdk.LinqAPIV3(options).contactCard.retrieve(null),
  },
  'the card of a number': {
    responses: list,
    run: (sdk, options) => new sdk.LinqAPIV3(options).contactCard.retrieve({ phone_number: number }),
  },
  'the default export': { responses: ok, run: (sdk, options) => new sdk.default(options).contactCard.update(params) },
  'the static class': {
    responses: ok,
    run: (sdk, options) => new sdk.LinqAPIV3.LinqAPIV3(options).contactCard.update(params),
  },
  'default headers, and those of a call': {
    responses: ok,
    run(sdk, options) {
      const client = new sdk.LinqAPIV3({ ...options, defaultHeaders: { 'x-a': '1', 'x-b': '2' } });
      return client.contactCard.update(params, { headers: { 'X-A': '3', 'x-b': null } });
    },
  },
  'a custom fetch, with fetchOptions of the client and the call': {
    responses: ok,
    async run(sdk, options) {
      const seen = [];
      const client = new sdk.LinqAPIV3({
        ...options,
        fetch: (url, init) => {
          seen.push([new URL(url).pathname, init.method, init.priority, init.dispatcher]);
          return fetch(url, { ...init, dispatcher: undefined });
        },
        fetchOptions: { priority: 'low', dispatcher: 'mine' },
      });
      await client.contactCard.update(params, { fetchOptions: { priority: 'high' } });
      return seen;
    },
  },
  'the environment': {
    responses: ok,
    async run(sdk, { apiKey, baseURL }) {
      setVariables({ LINQ_API_V3_API_KEY: ` ${apiKey}\n`, LINQ_API_V3_BASE_URL: baseURL });
      const { contactCard, ...client } = new sdk.LinqAPIV3();
      setVariables();
      return [client.baseURL, await contactCard.update(params)];
    },
  },
  'null and an empty text for the base URL': {
    responses: ok,
    async run(sdk, options) {
      setVariables({ LINQ_API_V3_BASE_URL: options.baseURL });
      const own = new sdk.LinqAPIV3({ ...options, baseURL: undefined });
      setVariables();
      return own.contactCard.update(params);
    },
  },
  'a base URL with a slash at its end': {
    responses: ok,
    run: (sdk, options) => new sdk.LinqAPIV3({ ...options, baseURL: `${options.baseURL}/` }).contactCard.update(params),
  },
  'members of a client that are replaced': {
    responses: ok,
    run(sdk, options) {
      const client = new sdk.LinqAPIV3({ ...options, baseURL: unreachable });
      Object.assign(client, { apiKey: 'another', baseURL: options.baseURL });
      return client.contactCard.update(params);
    },
  },
  withOptions: {
    responses: ok,
    async run(sdk, options) {
      class Mine extends sdk.LinqAPIV3 {}
      const defaultHeaders = { 'x-a': '1' };
      const client = new Mine({ ...options, apiKey: 'first', timeout: 5 * waitLimit, defaultHeaders });
      client.baseURL = `${options.baseURL}/changed`;
      const other = client.withOptions({ apiKey: 'second' });
      await other.contactCard.update(params);
      await other.withOptions({ defaultHeaders: { 'x-b': '2' } }).contactCard.update(params);
      return [other instanceof Mine, other.timeout, other.maxRetries, other.baseURL, other.apiKey, client.apiKey];
    },
  },
  'options of a call that are undefined': {
    responses: [{ status: 500, body: envelope(500, 3001) }],
    run: (sdk, options) =>
      new sdk.LinqAPIV3({ ...options, maxRetries: 0 }).contactCard.update(params, {
        maxRetries: undefined,
        headers: undefined,
        signal: undefined,
      }),
  },
  'the default timeout': {
    responses: [],
    run: async (sdk, options) => [sdk.LinqAPIV3.DEFAULT_TIMEOUT, new sdk.LinqAPIV3(options).timeout],
  },
  withResponse: {
    responses: [{ body: card, headers: { 'x-mine': '7' } }],
    async run(sdk, options) {
      const { data, response } = await new sdk.LinqAPIV3(options).contactCard.update(params).withResponse();
      return [data, response.status, response.ok, response.headers.get('x-mine'), response.bodyUsed];
    },
  },
  asResponse: {
    responses: [{ body: card, headers: { 'x-mine': '7' } }],
    async run(sdk, options) {
      const response = await new sdk.LinqAPIV3(options).contactCard.update(params).asResponse();
      return [response.status, response.headers.get('x-mine'), await response.json()];
    },
  },
  'asResponse after the value': {
    responses: ok,
    async run(sdk, options) {
      const promise = new sdk.LinqAPIV3(options).contactCard.update(params);
      return [await promise, (await promise.asResponse()).bodyUsed];
    },
  },
  'the promise of a call': {
    responses: ok,
    async run(sdk, options) {
      const promise = new sdk.LinqAPIV3(options).contactCard.update(params);
      const finished = [];
      await promise.finally(() => finished.push('finally'));
      await promise.then(({ first_name }) => finished.push(first_name));
      return [finished, promise instanceof Promise, promise instanceof sdk.APIPromise];
    },
  },
  'withResponse and asResponse of an error': {
    responses: [{ status: 404, body: envelope(404, 2012) }],
    async run(sdk, options) {
      const { contactCard } = new sdk.LinqAPIV3(options);
      const error = await failure(contactCard.update(params).asResponse());
      return [describeError(sdk, error), await contactCard.update(params).withResponse()];
    },
  },
  'no connection': {
    responses: [],
    run: (sdk, options) => new sdk.LinqAPIV3({ ...options, baseURL: unreachable }).contactCard.update(params),
  },
  'a fetch that rejects': {
    responses: [],
    run: (sdk, options) =>
      new sdk.LinqAPIV3({ ...options, fetch: async () => Promise.reject(new TypeError('x')) }).contactCard.update(
        params,
      ),
  },
  'a timeout': {
    responses: [null],
    run: (sdk, options) => new sdk.LinqAPIV3({ ...options, timeout: 50 }).contactCard.retrieve(),
  },
  'a timeout of a call': {
    responses: [null],
    run: (sdk, options) => new sdk.LinqAPIV3(options).contactCard.retrieve({}, { timeout: 50 }),
  },
  'an abort in flight': {
    responses: [null],
    run(sdk, options) {
      const controller = new AbortController();
      const call = new sdk.LinqAPIV3(options).contactCard.update(params, { signal: controller.signal });
      return Promise.all([call, abortInFlight(controller)]);
    },
  },
  'an abort before the call': {
    responses: ok,
    run: (sdk, options) =>
      new sdk.LinqAPIV3(options).contactCard.update(params, { signal: AbortSignal.abort(new Error('left')) }),
  },
};
const codes = {
  400: 1002,
  401: 2004,
  403: 2005,
  404: 2012,
  409: 2014,
  418: 1,
  422: 2,
  429: 1007,
  500: 3006,
  503: 4004,
  504: 3005,
};
for (const [status, code] of Object.entries(codes)) {
  cases[`status ${status}`] = {
    responses: [{ status: Number(status), body: envelope(Number(status), code) }],
    run: (sdk, options) => new sdk.LinqAPIV3(options).contactCard.update(params),
  };
}

describe('the official SDK and linq-contact-card/sdk', () => {
  before(() => setVariables());

  for (const [name, testCase] of Object.entries(cases)) {
    test(`have the same result for ${name}`, async () => {
      const { official, ours } = await observeBoth(testCase);
      assert.deepEqual(ours, official);
    });
  }

  test('an error has a class for each of its statics', () => {
    for (const { LinqAPIV3, ...sdk } of Object.values(both)) {
      for (const name of classes) assert.equal(LinqAPIV3[name], sdk[name], name);
      for (const other of [undefined, null, 5, 'x', {}, new Error('x')])
        for (const name of classes) assert.ok(!(other instanceof LinqAPIV3[name]), name);
    }
  });

  test('are compared by requests that have the key', async () => {
    const { official } = await observeBoth(cases['an update']);
    assert.equal(official.requests[0].headers.authorization, `Bearer ${key}`);
  });
});

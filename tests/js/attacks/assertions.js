// Checks that hold for every row, and those for each expected outcome.
import assert from 'node:assert/strict';
import { apiKey } from './fixtures.js';
import { parseResponses } from './raw-http.js';
import { encoded } from './requests.js';
import { cardOf, upstreamPath } from './upstream.js';
import { sessions } from './users.js';

/** Rows put this text into everything that must not be forwarded. */
export const mark = 'evil';

/** The headers of the gateway's responses, and those that a host adds for the connection. */
const responseHeaders = ['content-type', 'cache-control', 'x-content-type-options'];
const optionalHeaders = ['allow', 'retry-after', 'x-write-budget', 'x-should-retry', 'x-trace-id'];
const connectionHeaders = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'];

/**
 * Checks an exchange: whatever the row expects, no secret is returned, there is one response, and at most one valid request
 * was sent upstream.
 */
export function assertOutcome(host, request, expected, { received, isClosed }, upstreamRequests) {
  assertNoSecret(received, 'the response');
  assert.ok(isClosed, 'the connection was left open');
  const responses = parseResponses(received, request.method);
  const [response, ...more] = responses;
  // A host must refuse what it takes for further requests.
  assert.ok(
    more.every(({ status }) => status >= 400),
    `${responses.length} responses: ${received.toString('latin1')}`,
  );
  assert.ok(
    upstreamRequests.length <= 1,
    `${upstreamRequests.length} requests upstream: ${JSON.stringify(upstreamRequests)}`,
  );
  for (const sent of upstreamRequests) assertValid(sent, host, request.user);
  const found = `got ${response ? `${response.status} ${response.body}` : 'no response'}, and ${upstreamRequests.length} requests were sent upstream`;
  outcomes[expected.outcome]({ response, upstreamRequests, expected, request, found });
}

const outcomes = {
  refused({ response, upstreamRequests, expected, request, found }) {
    assert.equal(upstreamRequests.length, 0, found);
    assert.equal(response?.status, expected.status, found);
    if (request.method !== 'HEAD') assertEnvelope(response, { isCertain: true, ...expected }, found);
    assertHeaders(response, expected.headers);
  },
  blocked({ response, upstreamRequests, found }) {
    assert.equal(upstreamRequests.length, 0, found);
    assert.ok(!response || response.status >= 400, found);
  },
  blockedOrNormalised({ response, upstreamRequests, found }) {
    assert.ok(!response || (upstreamRequests.length === 1 ? response.status === 200 : response.status >= 400), found);
  },
  forwarded({ response, upstreamRequests, expected, found }) {
    assert.equal(upstreamRequests.length, 1, found);
    assertSent(upstreamRequests[0], expected.request);
    assert.equal(response?.status, expected.status, found);
    const { method, number } = expected.request;
    const usual = method === 'GET' ? { contact_cards: [cardOf(number)] } : cardOf(number);
    assert.deepEqual(JSON.parse(response.body), expected.body ?? usual);
    assertHeaders(response, {
      ...(method === 'GET' ? {} : { 'x-write-budget': /^limit=\d+, remaining=\d+, reset=\d+$/ }),
      ...expected.headers,
    });
  },
  failed({ response, upstreamRequests, expected, found }) {
    assert.equal(upstreamRequests.length, 1, found);
    assertSent(upstreamRequests[0], expected.request);
    assert.equal(response?.status, expected.status, found);
    assertEnvelope(response, expected, found);
    assertHeaders(response, expected.headers);
  },
};

/** Linq's error envelope, without further fields. */
function assertEnvelope({ body, status }, { code, body: expectedBody, isCertain = false }, found) {
  const { success, error, ...more } = JSON.parse(body);
  assert.equal(success, false, found);
  assert.equal(error.status, status, found);
  assert.equal(error.code, code, found);
  if (expectedBody) return assert.deepEqual({ error, ...more }, expectedBody);
  assert.ok(typeof error.message === 'string' && error.message.length > 0, found);
  for (const name of Object.keys(error))
    assert.ok(['status', 'code', 'message', 'retry_after', 'doc_url', 'outcome'].includes(name), found);
  // The gateway reports that nothing was changed where the status leaves it open, and only where that is certain.
  assert.equal(error.outcome, isCertain && (status === 404 || status >= 500) ? 'refused' : undefined, found);
  for (const name of Object.keys(more)) assert.equal(name, 'trace_id', found);
}

/** The expected headers have these values (null: they are absent), and there are none but the gateway's and the connection's. */
function assertHeaders({ headers, reason }, expected) {
  const values = new Map();
  for (const [name, value] of headers) {
    assert.ok(
      [...responseHeaders, ...optionalHeaders, ...connectionHeaders].includes(name),
      `the response has a header ${name}: ${value}`,
    );
    assert.ok(!values.has(name), `the response has ${name} twice`);
    values.set(name, value);
  }
  const all = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...expected,
  };
  for (const [name, value] of Object.entries(all)) {
    if (value instanceof RegExp) assert.match(values.get(name) ?? '', value, name);
    else assert.equal(values.get(name) ?? null, value, name);
  }
  assert.doesNotMatch(reason, new RegExp(mark), 'the reason phrase is of the status');
}

/** The gateway may send this for this user, whatever was requested. */
function assertValid({ method, target, version, headers, trailers, body, number }, host, { numbers }) {
  assert.ok(['GET', 'PATCH', 'POST'].includes(method), `method ${method}`);
  assert.equal(version, '1.1');
  const isWrite = method !== 'GET';
  const query = number && method !== 'POST' ? `?phone_number=${encoded(number)}` : '';
  assert.equal(target, upstreamPath + query);
  assert.ok(number || !isWrite, 'a write without a number');
  assert.ok(!number || numbers === 'all' || numbers.includes(number), `${number} is not the user's`);
  const own = {
    accept: 'application/json',
    authorization: `Bearer ${apiKey}`,
    ...(isWrite ? { 'content-type': 'application/json' } : {}),
  };
  const values = new Map(headers);
  assert.equal(values.size, headers.length, `a header is sent twice: ${headers.map(([name]) => name)}`);
  for (const [name, value] of Object.entries(own)) assert.equal(values.get(name), value, name);
  for (const [name, value] of headers) {
    assert.ok(name in own || host.clientHeaders.includes(name), `${name}: ${value} is sent upstream`);
    assert.ok(!value.includes(mark), `${name}: ${value} is sent upstream`);
  }
  assert.equal(values.get('host'), host.upstream.authority, 'host');
  assert.deepEqual(trailers, []);
  if (!isWrite) return assert.equal(body.length, 0, 'a body of a GET');
  assert.equal(values.get('content-length'), String(body.length));
}

function assertSent(sent, { method, number = '', body = '' }) {
  assert.equal(sent.method, method);
  assert.equal(sent.number, number);
  assert.equal(sent.body.toString(), body);
}

export function assertNoSecret(bytes, where) {
  assert.ok(!bytes.includes(apiKey), `${where} contains the API key`);
}

/** Phone numbers are masked in the gateway's log. */
export function assertMasked(output, { printsLog, parserReport }) {
  if (printsLog) assert.match(output, /outcome: 'forwarded'/);
  const numbers = Object.values(sessions).flatMap(({ numbers }) => (numbers === 'all' ? [] : numbers));
  // The number in a message's example isn't a user's.
  const lines = output
    .replaceAll('for example +15551234567', '')
    .split('\n')
    .filter((line) => !parserReport?.test(line));
  const line = lines.find((line) => numbers.some((number) => line.includes(number.slice(1))));
  assert.equal(line, undefined, 'the output contains a number');
}

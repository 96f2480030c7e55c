// Whether what became of a request is what may become of it.
import assert from 'node:assert/strict';
import { key } from './given.js';
import { sessions } from './people.js';
import { cardOf, upstreamPath } from './upstream.js';
import { encoded } from './requests.js';
import { answers } from './wire.js';

/** Every row puts this word into what must not travel on. */
export const mark = 'evil';

/** What the gateway's answers may carry, beside what a host adds about the connection. */
const answerHeaders = ['content-type', 'cache-control', 'x-content-type-options'];
const sometimes = ['allow', 'retry-after', 'x-write-budget', 'x-should-retry', 'x-trace-id'];
const connectionHeaders = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'];

/** Holds whatever the row expects: no secret in what came back, one answer, at most one legal request. */
export function judge(host, request, expected, { received, isClosed }, requests) {
  assertNoSecret(received, 'the answer');
  assert.ok(isClosed, 'the connection was left open');
  const found = answers(received, request.method);
  const [answer, ...more] = found;
  // What a host takes for further requests it must refuse.
  assert.ok(
    more.every(({ status }) => status >= 400),
    `${found.length} answers: ${received.toString('latin1')}`,
  );
  assert.ok(requests.length <= 1, `${requests.length} requests upstream: ${JSON.stringify(requests)}`);
  for (const sent of requests) assertLegal(sent, host, request.user);
  const told = `got ${answer ? `${answer.status} ${answer.body}` : 'no answer'}, and upstream ${requests.length} requests`;
  kinds[expected.kind]({ answer, requests, expected, request, host, told });
}

const kinds = {
  refused({ answer, requests, expected, request, told }) {
    assert.equal(requests.length, 0, told);
    assert.equal(answer?.status, expected.status, told);
    if (request.method !== 'HEAD') assertEnvelope(answer, { certain: true, ...expected }, told);
    assertHeaders(answer, expected.headers);
  },
  cut({ answer, requests, told }) {
    assert.equal(requests.length, 0, told);
    assert.ok(!answer || answer.status >= 400, told);
  },
  cutOrLegal({ answer, requests, told }) {
    assert.ok(!answer || (requests.length === 1 ? answer.status === 200 : answer.status >= 400), told);
  },
  passed({ answer, requests, expected, told }) {
    assert.equal(requests.length, 1, told);
    assertForwarded(requests[0], expected.forwards);
    assert.equal(answer?.status, expected.status, told);
    const { method, number } = expected.forwards;
    const usual = method === 'GET' ? { contact_cards: [cardOf(number)] } : cardOf(number);
    assert.deepEqual(JSON.parse(answer.body), expected.answer ?? usual);
    assertHeaders(answer, {
      ...(method === 'GET' ? {} : { 'x-write-budget': /^limit=\d+, remaining=\d+, reset=\d+$/ }),
      ...expected.headers,
    });
  },
  failed({ answer, requests, expected, told }) {
    assert.equal(requests.length, 1, told);
    assertForwarded(requests[0], expected.forwards);
    assert.equal(answer?.status, expected.status, told);
    assertEnvelope(answer, expected, told);
    assertHeaders(answer, expected.headers);
  },
};

/** Linq's envelope, and nothing but that. */
function assertEnvelope({ body, status }, { code, answer, certain = false }, told) {
  const { success, error, ...more } = JSON.parse(body);
  assert.equal(success, false, told);
  assert.equal(error.status, status, told);
  assert.equal(error.code, code, told);
  if (answer) return assert.deepEqual({ error, ...more }, answer);
  assert.ok(typeof error.message === 'string' && error.message.length > 0, told);
  for (const name of Object.keys(error))
    assert.ok(['status', 'code', 'message', 'retry_after', 'doc_url', 'outcome'].includes(name), told);
  // Where the status leaves it open, the gateway says that nothing was changed; and only where that is certain.
  assert.equal(error.outcome, certain && status >= 500 ? 'refused' : undefined, told);
  for (const name of Object.keys(more)) assert.equal(name, 'trace_id', told);
}

/** Those that the row names have these values (null: aren't there); all are the gateway's or about the connection. */
function assertHeaders({ headers, reason }, expected) {
  const values = new Map();
  for (const [name, value] of headers) {
    assert.ok(
      [...answerHeaders, ...sometimes, ...connectionHeaders].includes(name),
      `the answer has a header ${name}: ${value}`,
    );
    assert.ok(!values.has(name), `the answer has ${name} twice`);
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

/** Whether the gateway may send this, for this user, whatever it was asked. */
function assertLegal({ method, target, version, headers, trailers, body, number }, host, { numbers }) {
  assert.ok(['GET', 'PATCH', 'POST'].includes(method), `method ${method}`);
  assert.equal(version, '1.1');
  const isWrite = method !== 'GET';
  const query = number && method !== 'POST' ? `?phone_number=${encoded(number)}` : '';
  assert.equal(target, upstreamPath + query);
  assert.ok(number || !isWrite, 'a write without a number');
  assert.ok(!number || numbers === 'all' || numbers.includes(number), `${number} is not the user's`);
  const own = {
    accept: 'application/json',
    authorization: `Bearer ${key}`,
    ...(isWrite ? { 'content-type': 'application/json' } : {}),
  };
  const values = new Map(headers);
  assert.equal(values.size, headers.length, `a header is sent twice: ${headers.map(([name]) => name)}`);
  for (const [name, value] of Object.entries(own)) assert.equal(values.get(name), value, name);
  for (const [name, value] of headers) {
    assert.ok(name in own || host.adds.includes(name), `${name}: ${value} is sent upstream`);
    assert.ok(!value.includes(mark), `${name}: ${value} is sent upstream`);
  }
  assert.equal(values.get('host'), host.upstream.authority, 'host');
  assert.deepEqual(trailers, []);
  if (!isWrite) return assert.equal(body.length, 0, 'a body of a GET');
  assert.equal(values.get('content-length'), String(body.length));
}

function assertForwarded(sent, { method, number = '', body = '' }) {
  assert.equal(sent.method, method);
  assert.equal(sent.number, number);
  assert.equal(sent.body.toString(), body);
}

export function assertNoSecret(bytes, where) {
  assert.ok(!bytes.includes(key), `${where} holds the key`);
}

/** What a gateway logs may hold numbers only masked. */
export function assertMasked(text, { logs, reports }) {
  if (logs) assert.match(text, /outcome: 'forwarded'/);
  const numbers = Object.values(sessions).flatMap(({ numbers }) => (numbers === 'all' ? [] : numbers));
  // The example in a message is nobody's.
  const lines = text
    .replaceAll('such as +15551234567', '')
    .split('\n')
    .filter((line) => !reports?.test(line));
  const line = lines.find((line) => numbers.some((number) => line.includes(number.slice(1))));
  assert.equal(line, undefined, 'what the host said holds a number');
}

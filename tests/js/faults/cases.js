// What may go wrong with one call: how the server (or `fetch`) behaves, and what the caller must get. Requests are those
// that reach the server.

const number = '+15551234567';
const card = { phone_number: number, first_name: 'John', is_active: true };
const MINUTE = 60_000;
/** Milliseconds that a request reaches the server in, also on a busy machine. */
const TIMEOUT = 3_000;
/** A header that names a time so many milliseconds from when the case runs. */
const httpDate = (offset) => () => new Date(Date.now() + offset).toUTCString();

/** A failing answer, with Linq's envelope. */
const enveloped = (status, code, more = {}) => ({
  status,
  headers: more.headers ?? {},
  body: {
    success: false,
    error: { status, code, message: 'What Linq says', ...more.error },
    trace_id: 'trace-of-the-case',
  },
});

const limited = (headers, error) => enveloped(429, 1007, { headers, error });

const unusable = (status, message) => ({ name: 'InvalidResponseError', outcome: 'unknown', status, message });

/**
 * `answer`: for every request. `options`: beside the defaults. `fetch`: one of the page's own. `expected`: of the error.
 * `inWebKit`: what WebKit leads to instead.
 */
export const cases = [
  {
    name: 'refused connection',
    baseURL: 'http://127.0.0.1:1',
    expected: { name: 'APIConnectionError', outcome: 'unknown' },
    requests: 0,
  },
  {
    name: 'reset',
    answer: { fault: 'reset' },
    expected: { name: 'APIConnectionError', outcome: 'unknown' },
    requests: 1,
  },
  {
    name: 'another origin without CORS',
    isElsewhere: true,
    expected: { name: 'APIConnectionError', outcome: 'unknown' },
    requests: 0,
  },
  {
    name: 'head that never comes',
    answer: { fault: 'stall_head' },
    options: { timeout: TIMEOUT },
    expected: { name: 'APIConnectionTimeoutError', outcome: 'unknown' },
    requests: 1,
  },
  {
    name: 'stalled body of a success',
    answer: { fault: 'stall_body' },
    options: { timeout: TIMEOUT },
    expected: { name: 'APIConnectionTimeoutError', outcome: 'unknown' },
    requests: 1,
  },
  {
    name: 'stalled body of a refusal',
    answer: { status: 403, fault: 'stall_body' },
    options: { timeout: TIMEOUT },
    expected: { name: 'PermissionDeniedError', outcome: 'refused', status: 403 },
    requests: 1,
  },
  {
    name: 'slow drip',
    // A byte every 10 ms, so longer than the timeout.
    answer: { fault: 'slow_drip', status: 200, body: { ...card, last_name: 'x'.repeat(2_000) } },
    options: { timeout: TIMEOUT },
    expected: { name: 'APIConnectionTimeoutError', outcome: 'unknown' },
    requests: 1,
  },
  {
    name: 'truncated body',
    answer: { fault: 'truncate' },
    expected: unusable(200, 'The answer broke off'),
    requests: 1,
    // It takes a body that falls short of its Content-Length for a whole one, where the server said `Connection: close`.
    inWebKit: { message: 'The answer is not JSON' },
  },
  {
    name: 'truncated body of a refusal',
    answer: { ...enveloped(400, 1002), fault: 'truncate' },
    expected: { name: 'BadRequestError', outcome: 'refused', status: 400 },
    requests: 1,
  },
  ...[301, 302, 303, 307, 308].map((status) => ({
    name: `redirect ${status}`,
    answer: { status, headers: { location: '/elsewhere' }, body: '' },
    expected: {
      name: 'InvalidResponseError',
      outcome: 'unknown',
      message: 'The server answered with a redirect, which is not followed',
    },
    requests: 1,
  })),
  { name: '204', answer: { status: 204, body: '' }, expected: unusable(204, 'The answer has no body'), requests: 1 },
  {
    name: 'empty body',
    answer: { status: 200, body: '' },
    expected: unusable(200, 'The answer has no body'),
    requests: 1,
  },
  {
    name: 'HTML',
    answer: { status: 200, body: '<!doctype html><title>Sign in</title>' },
    expected: unusable(200, 'The answer is not JSON'),
    requests: 1,
  },
  {
    name: 'bad JSON',
    answer: { status: 200, body: '{"phone_number":' },
    expected: unusable(200, 'The answer is not JSON'),
    requests: 1,
  },
  {
    name: '64 KB and a byte',
    answer: { status: 200, body: JSON.stringify({ ...card, first_name: 'x'.repeat(64 * 1024) }) },
    expected: unusable(200, 'The answer is too long'),
    requests: 1,
  },
  {
    name: 'an error in a success',
    answer: { ...enveloped(200, 3006) },
    expected: { ...unusable(200), code: 3006 },
    requests: 1,
  },
  {
    name: 'the card of another number',
    answer: { status: 200, body: { ...card, phone_number: '+15550000000' } },
    expected: unusable(200, 'The answer holds the card of another number'),
    requests: 1,
  },
  {
    name: 'a card without is_active',
    answer: { status: 200, body: { ...card, is_active: null } },
    expected: unusable(200, 'The answer is not a contact card'),
    requests: 1,
  },
  ...[
    [400, 1002, 'BadRequestError', 'refused'],
    [401, 2004, 'AuthenticationError', 'refused'],
    [403, 2005, 'PermissionDeniedError', 'refused'],
    [404, 2012, 'NotFoundError', 'refused'],
    [405, 1003, 'APIError', 'refused'],
    [409, 2014, 'ConflictError', 'refused'],
    [410, 9999, 'APIError', 'refused'],
    [422, 1005, 'UnprocessableEntityError', 'refused'],
    [429, 1007, 'RateLimitError', 'refused'],
    [500, 3006, 'InternalServerError', 'unknown'],
    [502, 3007, 'InternalServerError', 'unknown'],
    [503, 4004, 'InternalServerError', 'unknown'],
    [504, 3005, 'InternalServerError', 'unknown'],
  ].flatMap(([status, code, name, outcome]) => [
    {
      name: `${status} with the envelope`,
      answer: enveloped(status, code),
      expected: { name, outcome, status, code, message: 'What Linq says', traceId: 'trace-of-the-case' },
      requests: 1,
    },
    {
      name: `${status} with HTML`,
      answer: { status, body: '<h1>proxy</h1>' },
      expected: {
        name,
        outcome,
        status,
        code: undefined,
        message: 'The server answered with an error status, without saying why',
      },
      requests: 1,
    },
  ]),
  {
    name: '500/2022, once more after 3 s',
    answer: enveloped(500, 2022),
    expected: { name: 'InternalServerError', code: 2022 },
    requests: 2,
  },
  {
    name: '500/3001, once more',
    answer: enveloped(500, 3001),
    expected: { name: 'InternalServerError', code: 3001 },
    requests: 2,
  },
  {
    name: '500/2022 without retries',
    answer: enveloped(500, 2022),
    options: { maxRetries: 0 },
    expected: { code: 2022 },
    requests: 1,
  },
  {
    name: '500/2022 that asks for an hour',
    answer: enveloped(500, 2022, { error: { retry_after: 3600 } }),
    expected: { retryAfter: 3600 },
    requests: 1,
  },
  {
    name: '500/2022 that forbids it',
    answer: enveloped(500, 2022, { headers: { 'x-should-retry': 'false' } }),
    expected: { code: 2022 },
    requests: 1,
  },
  { name: '429, body only', answer: limited({}, { retry_after: 412 }), expected: { retryAfter: 412 }, requests: 1 },
  ...[
    ['header only', '412', 412],
    ['a negative header', '-3', undefined],
    ['a fraction', '1.5', undefined],
    ['a day', '86400', 86_400],
    ['a past date', httpDate(-MINUTE), 0],
    ['garbage', 'next Tuesday', undefined],
    ['nothing', '', undefined],
  ].map(([name, header, retryAfter]) => ({
    name: `429, ${name}`,
    answer: limited({ 'retry-after': header }),
    expected: { name: 'RateLimitError', retryAfter },
    requests: 1,
  })),
  {
    name: '429, a date to come',
    answer: limited({ 'retry-after': httpDate(10 * MINUTE) }),
    check: ({ retryAfter }) => retryAfter > 300 && retryAfter <= 600,
    expected: { name: 'RateLimitError' },
    requests: 1,
  },
  {
    name: '429, both',
    answer: limited({ 'retry-after': '7' }, { retry_after: 412 }),
    expected: { retryAfter: 412 },
    requests: 1,
  },
  ...[
    ['throws', 'APIConnectionError'],
    ['throws nothing', 'APIConnectionError'],
    ['rejects', 'APIConnectionError'],
    ['never settles', 'APIConnectionTimeoutError'],
    ['gives undefined', 'InvalidResponseError'],
    ['gives a number', 'InvalidResponseError'],
    ['gives an object', 'InvalidResponseError'],
    ['gives a body that is none', 'InvalidResponseError'],
    ['gives chunks that are none', 'InvalidResponseError'],
    ['has traps', 'InvalidResponseError'],
  ].map(([fetch, name]) => ({
    name: `a fetch that ${fetch}`,
    fetch,
    options: { timeout: TIMEOUT },
    expected: { name, outcome: 'unknown' },
    requests: 0,
  })),
  // Reads cost nothing, so they are tried again.
  // Firefox repeats a GET by itself, up to ten times.
  {
    name: 'a read, reset',
    isRead: true,
    answer: { fault: 'reset' },
    expected: { name: 'APIConnectionError' },
    attempts: 3,
  },
  {
    name: 'a read, 502',
    isRead: true,
    answer: { status: 502, body: 'proxy' },
    expected: { name: 'InternalServerError' },
    requests: 3,
  },
  { name: 'a read, 503/4004', isRead: true, answer: enveloped(503, 4004), expected: { code: 4004 }, requests: 1 },
  {
    name: 'a read, 429 that asks for too long',
    isRead: true,
    answer: limited({ 'retry-after': '21' }),
    expected: { retryAfter: 21 },
    requests: 1,
  },
  {
    name: 'a read, 429 that asks for a second',
    isRead: true,
    answer: limited({ 'retry-after': '1' }),
    options: { maxRetries: 1 },
    expected: { retryAfter: 1 },
    requests: 2,
  },
  { name: 'a read, 404', isRead: true, answer: enveloped(404, 2012), expected: { name: 'NotFoundError' }, requests: 1 },
];

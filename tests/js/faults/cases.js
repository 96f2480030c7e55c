// The faults of one call: the response of the server or the behavior of `fetch`, the error that is expected, and the number
// of requests that the server receives.

const number = '+15551234567';
const card = { phone_number: number, first_name: 'John', is_active: true };
const MINUTE = 60_000;
/** Milliseconds within which a request reaches the server, also on a busy machine. */
const TIMEOUT = 3_000;
/** Returns a function for a header with a date, this many milliseconds after the case starts. */
const httpDate = (offset) => () => new Date(Date.now() + offset).toUTCString();

/** Returns a response with Linq's error envelope. */
const enveloped = (status, code, more = {}) => ({
  status,
  headers: more.headers ?? {},
  body: {
    success: false,
    error: { status, code, message: 'Message of the case', ...more.error },
    trace_id: 'trace-of-the-case',
  },
});

const limited = (headers, error) => enveloped(429, 1007, { headers, error });

const unusable = (status, message) => ({ name: 'InvalidResponseError', outcome: 'unknown', status, message });

/**
 * `response` is scripted for every request. `options` are added to the defaults. `fetch` names one of page.js. `expected` are
 * properties of the error, `inWebKit` those that differ in WebKit.
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
    response: { fault: 'reset' },
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
    name: 'stalled head',
    response: { fault: 'stall_head' },
    options: { timeout: TIMEOUT },
    expected: { name: 'APIConnectionTimeoutError', outcome: 'unknown' },
    requests: 1,
  },
  {
    name: 'stalled body of a success',
    response: { fault: 'stall_body' },
    options: { timeout: TIMEOUT },
    expected: { name: 'APIConnectionTimeoutError', outcome: 'unknown' },
    requests: 1,
  },
  {
    name: 'stalled body of a refusal',
    response: { status: 403, fault: 'stall_body' },
    options: { timeout: TIMEOUT },
    expected: { name: 'PermissionDeniedError', outcome: 'refused', status: 403 },
    requests: 1,
  },
  {
    name: 'slow drip',
    // A byte every 10 ms, so longer than the timeout.
    response: { fault: 'slow_drip', status: 200, body: { ...card, last_name: 'x'.repeat(2_000) } },
    options: { timeout: TIMEOUT },
    expected: { name: 'APIConnectionTimeoutError', outcome: 'unknown' },
    requests: 1,
  },
  {
    name: 'truncated body',
    response: { fault: 'truncate' },
    expected: unusable(200, 'The response ended early'),
    requests: 1,
    // With `Connection: close` it accepts a body that is shorter than its Content-Length.
    inWebKit: { message: 'The response is not JSON; is a gateway running at the base URL?' },
  },
  {
    name: 'truncated body of a refusal',
    response: { ...enveloped(400, 1002), fault: 'truncate' },
    expected: { name: 'BadRequestError', outcome: 'refused', status: 400 },
    requests: 1,
  },
  ...[301, 302, 303, 307, 308].map((status) => ({
    name: `redirect ${status}`,
    response: { status, headers: { location: '/elsewhere' }, body: '' },
    expected: {
      name: 'InvalidResponseError',
      outcome: 'unknown',
      message: 'The server responded with a redirect; is a gateway running at the base URL?',
    },
    requests: 1,
  })),
  {
    name: '204',
    response: { status: 204, body: '' },
    expected: unusable(204, 'The response has no body'),
    requests: 1,
  },
  {
    name: 'empty body',
    response: { status: 200, body: '' },
    expected: unusable(200, 'The response has no body'),
    requests: 1,
  },
  {
    name: 'HTML',
    response: { status: 200, body: '<!doctype html><title>Sign in</title>' },
    expected: unusable(200, 'The response is not JSON; is a gateway running at the base URL?'),
    requests: 1,
  },
  {
    name: 'bad JSON',
    response: { status: 200, body: '{"phone_number":' },
    expected: unusable(200, 'The response is not JSON; is a gateway running at the base URL?'),
    requests: 1,
  },
  {
    name: '64 KB and a byte',
    response: { status: 200, body: JSON.stringify({ ...card, first_name: 'x'.repeat(64 * 1024) }) },
    expected: unusable(200, 'The response is too long'),
    requests: 1,
  },
  {
    name: 'an error in a success',
    response: { ...enveloped(200, 3006) },
    expected: { ...unusable(200), code: 3006 },
    requests: 1,
  },
  {
    name: 'the card of another number',
    response: { status: 200, body: { ...card, phone_number: '+15550000000' } },
    expected: unusable(200, 'The response is the contact card of another number'),
    requests: 1,
  },
  {
    name: 'a card without is_active',
    response: { status: 200, body: { ...card, is_active: null } },
    expected: unusable(200, 'The response is not a contact card'),
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
      response: enveloped(status, code),
      expected: { name, outcome, status, code, message: 'Message of the case', traceId: 'trace-of-the-case' },
      requests: 1,
    },
    {
      name: `${status} with HTML`,
      response: { status, body: '<h1>proxy</h1>' },
      expected: {
        name,
        outcome,
        status,
        code: undefined,
        message: 'The server responded without a message; is a gateway running at the base URL?',
      },
      requests: 1,
    },
  ]),
  {
    name: '500/2022, retried after 3 s',
    response: enveloped(500, 2022),
    expected: { name: 'InternalServerError', code: 2022 },
    requests: 2,
  },
  {
    name: '500/3001, retried',
    response: enveloped(500, 3001),
    expected: { name: 'InternalServerError', code: 3001 },
    requests: 2,
  },
  {
    name: '500/2022 without retries',
    response: enveloped(500, 2022),
    options: { maxRetries: 0 },
    expected: { code: 2022 },
    requests: 1,
  },
  {
    name: '500/2022 with an hour in retry_after',
    response: enveloped(500, 2022, { error: { retry_after: 3600 } }),
    expected: { retryAfter: 3600 },
    requests: 1,
  },
  {
    name: '500/2022 with x-should-retry: false',
    response: enveloped(500, 2022, { headers: { 'x-should-retry': 'false' } }),
    expected: { code: 2022 },
    requests: 1,
  },
  { name: '429, body only', response: limited({}, { retry_after: 412 }), expected: { retryAfter: 412 }, requests: 1 },
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
    response: limited({ 'retry-after': header }),
    expected: { name: 'RateLimitError', retryAfter },
    requests: 1,
  })),
  {
    name: '429, a date to come',
    response: limited({ 'retry-after': httpDate(10 * MINUTE) }),
    check: ({ retryAfter }) => retryAfter > 300 && retryAfter <= 600,
    expected: { name: 'RateLimitError' },
    requests: 1,
  },
  {
    // Both clocks are an hour apart.
    name: "C16 429, a date to come, by the server's own clock",
    response: limited({ date: httpDate(-60 * MINUTE), 'retry-after': httpDate(-50 * MINUTE) }),
    check: ({ retryAfter }) => retryAfter >= 599 && retryAfter <= 601,
    expected: { name: 'RateLimitError' },
    requests: 1,
  },
  {
    name: '429, both',
    response: limited({ 'retry-after': '7' }, { retry_after: 412 }),
    expected: { retryAfter: 412 },
    requests: 1,
  },
  ...[
    ['throws', 'APIConnectionError'],
    ['throws nothing', 'APIConnectionError'],
    ['rejects', 'APIConnectionError'],
    ['never settles', 'APIConnectionTimeoutError'],
    ['returns undefined', 'InvalidResponseError'],
    ['returns a number', 'InvalidResponseError'],
    ['returns an object', 'InvalidResponseError'],
    ['returns an invalid body', 'InvalidResponseError'],
    ['returns no body', 'InvalidResponseError'],
    ['returns a text that is not JSON', 'InvalidResponseError'],
    ['returns a text that is too long', 'InvalidResponseError'],
    ['returns bytes that are too long', 'InvalidResponseError'],
    ['returns a text that never settles', 'APIConnectionTimeoutError'],
    ['returns a text that fails', 'InvalidResponseError'],
    ['returns a body that is read already', 'InvalidResponseError'],
    ['returns invalid chunks', 'InvalidResponseError'],
    ['returns a response whose getters throw', 'InvalidResponseError'],
  ].map(([fetch, name]) => ({
    name: `a fetch that ${fetch}`,
    fetch,
    options: { timeout: TIMEOUT },
    expected: { name, outcome: 'unknown' },
    requests: 0,
  })),
  {
    name: 'C4 a fetch that returns a refusal without headers',
    fetch: 'returns a refusal without headers',
    expected: { name: 'PermissionDeniedError', outcome: 'refused', status: 403, code: 2005 },
    requests: 0,
  },
  // Reads are retried. Firefox itself repeats a GET up to ten times.
  {
    name: 'a read, reset',
    isRead: true,
    response: { fault: 'reset' },
    expected: { name: 'APIConnectionError' },
    attempts: 3,
  },
  {
    name: 'a read, 502',
    isRead: true,
    response: { status: 502, body: 'proxy' },
    expected: { name: 'InternalServerError' },
    requests: 3,
  },
  { name: 'a read, 503/4004', isRead: true, response: enveloped(503, 4004), expected: { code: 4004 }, requests: 1 },
  {
    name: 'a read, 429 with more than maxRetryAfter',
    isRead: true,
    response: limited({ 'retry-after': '21' }),
    expected: { retryAfter: 21 },
    requests: 1,
  },
  {
    name: 'a read, 429 with a second, retried',
    isRead: true,
    response: limited({ 'retry-after': '1' }),
    options: { maxRetries: 1 },
    expected: { retryAfter: 1 },
    requests: 2,
  },
  {
    name: 'a read, 404',
    isRead: true,
    response: enveloped(404, 2012),
    expected: { name: 'NotFoundError' },
    requests: 1,
  },
];

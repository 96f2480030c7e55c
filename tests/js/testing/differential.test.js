// The emulator's program and that of `linq-contact-card/testing` respond in the same way to random requests, with scripts, and
// have the same cards and logs after them. SEED replays other requests.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, describe, test } from 'node:test';
import { draws } from '../../../xtask/js/differential/random.mjs';
import { startEmulator } from '../support/emulator.js';
import { key, testing } from './setup.js';

const seed = Number(process.env.SEED ?? 1);
/** How many requests each pair of emulators receives. */
const REQUESTS = 1250;
/** How many requests are sent between two resets, on average. */
const HISTORY = 25;

/** The flags of the program, with the options that mean the same. */
const settings = [
  { flags: [], options: {} },
  { flags: ['--budget', 'off', '--unknown-fields', 'refused'], options: { budget: null, unknownFields: 'refused' } },
  { flags: ['--budget', '1', '--key', 'sk-own'], options: { budget: 1, apiKey: 'sk-own' } },
  {
    flags: ['--also-counts', 'nothing', '--missing-card', '2001', '--empty-value', '1003'],
    options: { alsoCounts: 'nothing', missingCard: 2001, emptyValue: 1003 },
  },
];

const numbers = [
  '15551234567',
  '15551230001',
  '15551230002',
  '15551230004',
  '15559990000',
  '972545550003',
  '15557654321',
];

/** Draws a request, as both receive it. */
function drawRequest({ pick, chance }) {
  const number = pick(numbers);
  const query = pick([
    `?phone_number=%2B${number}`,
    `?phone_number=%2B${number}`,
    `?phone_number=%2B${number}`,
    '',
    `?phone_number=+${number}`,
    `?other=1&phone_number=%2B${number}&phone_number=5`,
    pick(['?phone_number', '?phone_number=%zz', '?phone_number=%FF', '?phone_number=%2B0', '?']),
  ]);
  const path = chance(0.95) ? '/api/partner/v3/contact_card' : '/api/partner/v3/other';
  const sent = chance(0.95) ? undefined : pick([null, 'wrong', '']);
  const method = pick(['GET', 'PATCH', 'PATCH', 'PATCH', 'POST', 'POST', 'PUT', 'DELETE']);
  const body = method === 'GET' ? '' : drawBody({ pick, chance }, number);
  return { method, target: path + query, key: sent, body };
}

function drawBody({ pick, chance }, number) {
  if (chance(0.1))
    return pick(['', '{', '[]', 'null', '"x"', '{"first_name":"\\ud800"}', '[['.repeat(99), '\u{1f33b}']);
  const text = () =>
    pick(['Ada', 'Ädä 🌻', '', ' ', 'x'.repeat(5000), 5, null, ['x'], true, 'https://example.com/a.png']);
  const image = () =>
    pick(['https://example.com/a.png', 'http://example.com/a.png', 'https://cdn.linqapp.com/own.jpg', '']);
  return JSON.stringify({
    ...(chance(0.8) && { phone_number: chance(0.9) ? `+${number}` : text() }),
    ...(chance(0.8) && { first_name: chance(0.8) ? 'Ada' : text() }),
    ...(chance(0.3) && { last_name: text() }),
    ...(chance(0.3) && { image_url: image() }),
    ...(chance(0.1) && { nickname: text() }),
  });
}

/** Draws a scripted response, with the names of JavaScript. Stalls would have to be waited for, so there are none. */
function drawResponse({ pick, chance }) {
  const status = chance(0.6)
    ? pick([200, 201, 204, 400, 401, 403, 404, 409, 418, 422, 429, 500, 503, 504, 599])
    : undefined;
  const code = chance(0.3) ? pick([1005, 1007, 2012, 2022, 3001, 4004, 9999]) : undefined;
  const isError = code !== undefined || (status ?? 0) >= 300;
  return {
    ...(status && { status }),
    ...(code && { code }),
    ...(isError && chance(0.3) && { retryAfter: pick([0, 1, 30]), message: pick(['Wait', '']) }),
    ...(chance(0.2) && { body: pick(['', '<html>', { any: 'JSON' }, null, [1.5], 'ä🌻']) }),
    ...(chance(0.2) && {
      headers: pick([{ 'X-More': '1' }, { 'content-type': 'text/html' }, { 'retry-after': 'soon' }]),
    }),
    ...(chance(0.1) && { delay: 1 }),
    ...(chance(0.15) && { fault: pick(['reset', 'truncate']) }),
    ...(chance(0.2) && { times: pick([1, 2, 3]) }),
    ...(chance(0.3) && { method: pick(['GET', 'POST', 'PATCH']) }),
    ...(chance(0.3) && { phone_number: `+${pick(numbers)}` }),
    ...(chance(0.3) && { apply: true }),
  };
}

const toControl = ({ retryAfter: retry_after, delay: delay_ms, ...rest }) => ({ ...rest, retry_after, delay_ms });

/** The headers of responses that the rules or a script decide. */
const compared = ['content-type', 'x-trace-id', 'retry-after', 'x-more'];

/** Sends a request to the program. Returns what is compared. */
async function sendToProgram(url, headers, { method, target, body }) {
  const outgoing = request(url, {
    path: target,
    agent: false,
    method,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
  });
  outgoing.end(body);
  let response;
  try {
    [response] = await once(outgoing, 'response');
  } catch {
    return { failed: 'before the head' };
  }
  const head = { status: response.statusCode, headers: compared.map((name) => response.headers[name]) };
  return { ...head, ...(await contentOf(text(response))) };
}

/** Calls the emulator in memory. Returns what is compared. */
async function call(emulator, url, headers, { method, target, body }) {
  let response;
  try {
    response = await emulator.fetch(url + target, { method, headers, ...(body && { body }) });
  } catch {
    return { failed: 'before the head' };
  }
  const head = {
    status: response.status,
    headers: compared.map((name) => response.headers.get(name) ?? undefined),
  };
  return { ...head, ...(await contentOf(response.text())) };
}

const contentOf = (promise) =>
  promise.then(
    (body) => ({ body }),
    () => ({ failed: 'in the body' }),
  );

/**
 * Returns a response whose time to wait is that of the other one, where they differ by the seconds that have passed: both have
 * the machine's clock, and receive a request one after the other.
 */
function withWaitOf(other, response, seconds) {
  const waits = [other, response].map(({ body }) => Number(/"retry_after":(\d+)/.exec(body ?? '')?.[1]));
  const [expected, wait] = waits;
  if (!(Math.abs(expected - wait) <= seconds)) return response;
  const headers = response.headers.map((value) => (value === String(wait) ? String(expected) : value));
  return { ...response, headers, body: response.body.replace(`"retry_after":${wait}`, `"retry_after":${expected}`) };
}

/** A request of the program's log, as the emulator in memory has it. */
const fromProgram = ({ method, target, headers, body, status }) => ({
  method,
  url: target,
  authorization: Object.fromEntries(headers).authorization,
  body: contentIn(body),
  status: status ?? undefined,
});
const fromMemory = ({ method, url, headers, body, status }) => ({
  method,
  url,
  authorization: headers.authorization,
  body,
  status,
});

/** The value of a JSON; any other text as it is, and `undefined` for none. */
function contentIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text || undefined;
  }
}

/** The statuses and failures of all responses. */
const seen = new Set();

describe('random requests', () => {
  for (const [index, { flags, options }] of settings.entries()) {
    test(`the same responses, cards and logs with ${flags.join(' ') || 'the defaults'}`, async () => {
      const program = await startEmulator(...flags);
      after(() => program.stop());
      const emulator = testing.createEmulator(options);
      const draw = draws(seed, index);
      const { apiKey = key } = options;
      let slowest = 0;

      /** Sends a request to both, and compares their responses. Returns the response. */
      async function compare(drawn) {
        const { key: sent = apiKey } = drawn;
        const headers = {
          'content-type': 'application/json',
          ...(sent !== null && { authorization: `Bearer ${sent}` }),
        };
        const start = performance.now();
        const expected = await sendToProgram(program.url, headers, drawn);
        const response = await call(emulator, program.url, headers, drawn);
        slowest = Math.max(slowest, performance.now() - start);
        const comparable = withWaitOf(expected, response, Math.ceil((2 * slowest) / 1000));
        assert.deepEqual(comparable, expected, `SEED=${seed}: ${JSON.stringify(drawn)}`);
        seen.add(expected.status).add(expected.failed);
        return expected;
      }

      /** Compares the logs and the cards of both. */
      async function compareState() {
        assert.deepEqual(emulator.requests.map(fromMemory), (await program.requests()).map(fromProgram));
        const list = { method: 'GET', target: '/api/partner/v3/contact_card', body: '' };
        // What is still scripted for such a request comes first.
        let body;
        do ({ body } = await compare(list));
        while (!body?.startsWith('{"contact_cards"'));
        assert.deepEqual({ contact_cards: emulator.cards }, JSON.parse(body));
      }

      for (let sent = 0; sent < REQUESTS; sent++) {
        if (draw.chance(1 / HISTORY)) {
          await compareState();
          await program.reset();
          emulator.reset();
        }
        if (draw.chance(0.2)) {
          const responses = Array.from({ length: draw.pick([1, 2]) }, () => drawResponse(draw));
          await program.script(...responses.map(toControl));
          emulator.respondNext(...responses);
        }
        if (draw.chance(0.1)) {
          const ms = draw.pick([60_000, 300_000, 600_000]);
          await program.advance(ms);
          emulator.advance(ms);
        }
        await compare(drawRequest(draw));
      }
      await compareState();
    });
  }

  test('the requests reached each rule', () => {
    const outcomes = [200, 400, 401, 403, 404, 405, 409, 429, 500, 503, 'before the head', 'in the body'];
    assert.deepEqual(
      outcomes.filter((outcome) => !seen.has(outcome)),
      [],
    );
  });
});

// What an operator sees on the console, without a log, of what is set up wrong: each mistake once.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, afterEach, before, describe, mock, test } from 'node:test';
import { importEntry } from '../installed.js';

const NUMBER = '+15551234567';
const ORIGIN = 'https://dashboard.example';
const url = `${ORIGIN}/api/linq/v3/contact_card?phone_number=${encodeURIComponent(NUMBER)}`;

const { createGateway } = await importEntry('linq-contact-card/gateway');

describe('the console of a gateway without a log', () => {
  /** What Linq responds with: a status and a JSON body. */
  let linq = { status: 404, body: {} };
  /** @type {import('node:http').Server} */
  let server;
  let upstream = '';

  before(async () => {
    server = createServer((_request, response) => {
      response.writeHead(linq.status, { 'content-type': 'application/json' }).end(JSON.stringify(linq.body));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    upstream = `http://127.0.0.1:${port}/api/partner/v3`;
  });
  after(() => server.close());
  afterEach(() => mock.restoreAll());

  /** Makes a gateway. Returns it, and what it prints. @param {object} [options] */
  function start(options) {
    const error = mock.method(console, 'error', () => {});
    const authorize = () => ({ user: 'alice', numbers: 'all' });
    const gateway = createGateway({ apiKey: 'sk-canary', origins: [ORIGIN], authorize, upstream, ...options });
    const patch = async (origin = ORIGIN) => {
      const headers = { origin, 'content-type': 'application/json' };
      const response = await gateway(new Request(url, { method: 'PATCH', headers, body: '{"first_name":"Ada"}' }));
      return response.status;
    };
    return { patch, printed: () => error.mock.calls.map(({ arguments: values }) => values) };
  }

  test('W2 an upstream with /v3 is printed once, with what was requested', async () => {
    linq = { status: 404, body: {} };
    const { patch, printed } = start();
    assert.deepEqual([await patch(), await patch()], [404, 404]);
    const where = `${upstream}/v3/contact_card (PATCH, 404)`;
    assert.deepEqual(printed(), [
      [
        `linq-contact-card gateway: Linq has nothing at ${where}. Unless the number has no card, upstream is wrong: it is the base URL, which ends before /v3`,
      ],
    ]);
  });

  test('a number without a card is no mistake', async () => {
    linq = { status: 404, body: { error: { status: 404, code: 2012, message: 'Contact card not found' } } };
    const { patch, printed } = start();
    assert.equal(await patch(), 404);
    assert.deepEqual(printed(), []);
  });

  test('W3 a key that Linq refuses is printed once, without the key', async () => {
    linq = { status: 401, body: { error: { status: 401, code: 2004, message: 'Invalid token: sk-canary' } } };
    const { patch, printed } = start();
    assert.deepEqual([await patch(), await patch()], [502, 502]);
    assert.deepEqual(printed(), [
      ['linq-contact-card gateway: Linq refused the key in apiKey (401): set one that is valid'],
    ]);
  });

  test('W4 origins that are not allowed are printed once each, and 20 at most', async () => {
    const { patch, printed } = start();
    for (let index = 0; index < 30; index++) {
      const origin = `https://page-${index}.example`;
      assert.deepEqual([await patch(origin), await patch(origin)], [403, 403]);
    }
    assert.equal(printed().length, 20);
    assert.deepEqual(printed()[0], [
      'linq-contact-card gateway: Refused a page of the origin "https://page-0.example", which is not in origins',
    ]);
    // Whatever callers send, other mistakes are still printed.
    linq = { status: 401, body: {} };
    await patch();
    assert.equal(printed().length, 21);
  });

  test('with a log, entries have the mistake, and nothing is printed', async () => {
    /** @type {import('linq-contact-card/gateway').LogEntry[]} */
    const entries = [];
    const { patch, printed } = start({ log: (/** @type {any} */ entry) => entries.push(entry) });
    await patch('https://elsewhere.example');
    await patch('https://elsewhere.example');
    assert.deepEqual(printed(), []);
    assert.deepEqual(
      entries.map(({ mistake }) => mistake),
      Array(2).fill('Refused a page of the origin "https://elsewhere.example", which is not in origins'),
    );
  });
});

// Lists of contact cards: the time that hostile ones take, their limit and the cap on those in flight.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ConcurrentLists } from '../../../../pkg-template/gateway/concurrent-lists.js';
import { send } from '../http.js';
import { importEntry, nodeModules } from '../installed.js';
import { HANG, until } from '../stores/polling.js';
import { startWorkers } from '../workerd.js';

const ORIGIN = 'https://dashboard.example';
const PATH = `${ORIGIN}/api/linq/v3/contact_card`;
const NUMBER = '+15551234567';
const BYTES = 4 * 1024 * 1024;

const { createGateway, toNodeListener } = await importEntry('linq-contact-card/gateway');

const empty = '{"contact_cards":[]}';

/** Creates a gateway. A request's user is its header `x-user`; `respond` makes Linq's responses. */
function gatewayOf(respond, options = {}) {
  return createGateway({
    apiKey: 'sk-canary-1234567890',
    origins: [ORIGIN],
    authorize: ({ headers }) => ({ user: headers.get('x-user'), numbers: [NUMBER] }),
    fetch: async () => new Response(await respond(), { headers: { 'content-type': 'application/json' } }),
    log: () => {},
    ...options,
  });
}

const list = (user = 'alice') => new Request(PATH, { headers: { 'x-user': user } });
const read = (user = 'alice') =>
  new Request(`${PATH}?phone_number=${encodeURIComponent(NUMBER)}`, { headers: { 'x-user': user } });

/** Asserts that a response is a 429 with the time to wait. */
async function assertLimited(response, phrase) {
  assert.equal(response.status, 429);
  assert.match(response.headers.get('retry-after'), /^\d+$/);
  const { error } = await response.json();
  assert.equal(error.code, 1007);
  assert.match(error.message, phrase);
}

test('G6 a hostile list takes about as long as an honest one of its length', async () => {
  const cards = Array.from({ length: 26_000 }, (_, index) => ({
    phone_number: `+1555${String(index).padStart(7, '0')}`,
    first_name: `Ada ${index}`,
    last_name: 'Lovelace',
    image_url: `https://cdn.linqapp.com/contact-cards/${index}.png`,
    is_active: true,
  }));
  const filled = (start, unit, end) => start + unit.repeat((BYTES - start.length - end.length) / unit.length) + end;
  const nested = (depth) => `{"x":${'['.repeat(depth)}${']'.repeat(depth)},"contact_cards":[]}`;
  const bodies = {
    honest: JSON.stringify({ contact_cards: cards }),
    'small objects': filled('{"contact_cards":[', '{},', '{}]}'),
    'small objects elsewhere': filled('{"contact_cards":[],"x":[', '{},', '{}]}'),
    'numbers elsewhere': filled('{"contact_cards":[],"x":[', '1,', '1]}'),
    members: filled('{"contact_cards":[],', '"":0,', '"":0}'),
    'one name many times': filled('{"contact_cards":[],', '"error":[],', '"error":0}'),
    nested: nested(BYTES / 2 - 100),
    'nested, of a depth that parsers allow': filled(
      '{"contact_cards":[],"x":[',
      `${'['.repeat(120)}${']'.repeat(120)},`,
      '0]}',
    ),
    'open lists': '['.repeat(BYTES),
  };
  /** Returns the milliseconds of processor time that three lists take. */
  const measure = async (text) => {
    const gateway = gatewayOf(() => text);
    const before = process.cpuUsage();
    for (let run = 0; run < 3; run++) {
      const response = await gateway(list());
      await response.text();
      assert.ok([200, 502].includes(response.status), `${response.status}`);
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  const honest = await measure(bodies.honest);
  for (const [name, text] of Object.entries(bodies)) {
    const taken = await measure(text);
    assert.ok(taken < honest * 5, `${name}: ${taken} ms, ${honest} ms for honest lists`);
  }
});

test('G7 a user has a limit of lists, which single reads do not use up', async () => {
  const gateway = gatewayOf(() => empty, { limits: { lists: { limit: 2, window: 3_600_000 } } });
  for (const _ of [1, 2, 3]) assert.equal((await gateway(read())).status, 200);
  for (const _ of [1, 2]) assert.equal((await gateway(list())).status, 200);
  await assertLimited(await gateway(list()), /listed the contact cards too often; try again later/);
  assert.equal((await gateway(read())).status, 200);
  assert.equal((await gateway(list('bob'))).status, 200);
});

test('G7 lists in flight are capped, for each user and in all', async () => {
  let sent = 0;
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  const respond = async () => {
    sent++;
    await released;
    return empty;
  };
  const gateway = gatewayOf(respond, { limits: { concurrentLists: { perUser: 2, inAll: 3 } } });
  const inFlight = [gateway(list()), gateway(list()), gateway(list('bob'))];
  await until(
    () => sent,
    (count) => count === 3,
  );
  await assertLimited(await gateway(list()), /wait for those lists and try again/);
  await assertLimited(await gateway(list('bob')), /Too many lists .* try again in a moment/);
  // A list that was refused doesn't count, and other gateways count their own.
  await assertLimited(await gateway(list('carol')), /Too many lists/);
  assert.equal((await gatewayOf(() => empty)(list())).status, 200);
  const single = gateway(read());
  release();
  for (const response of await Promise.all([...inFlight, single])) assert.equal(response.status, 200);
  for (const user of ['alice', 'bob', 'carol']) assert.equal((await gateway(list(user))).status, 200);
});

test('G7 a list ends its count, however its exchange ends', async () => {
  let respond;
  const gateway = gatewayOf(() => respond(), {
    limits: { concurrentLists: { perUser: 1, inAll: 1 } },
    store: { reserve: async () => Promise.reject(new Error('unavailable')) },
    timeout: 200,
  });
  const statuses = [];
  for (const next of [
    () => Promise.reject(new Error('reset')),
    () => new Promise(() => {}),
    () => '<h1>proxy</h1>',
    () => empty,
  ]) {
    respond = next;
    statuses.push((await gateway(list())).status);
  }
  assert.deepEqual(statuses, [502, 504, 502, 200]);
});

const card = { phone_number: NUMBER, first_name: 'x'.repeat(80), is_active: true };
const longList = JSON.stringify({ contact_cards: Array.from({ length: 20_000 }, () => card) });

describe('G7 a list counts until it is delivered', { timeout: HANG }, () => {
  /** Creates a gateway with room for one list, whose deliveries have `timeout` milliseconds. */
  const gatewayOfOne = (timeout) =>
    gatewayOf(() => longList, {
      limits: { concurrentLists: { perUser: 1, inAll: 1 }, lists: { limit: 1_000_000, window: 1 } },
      timeout,
    });
  /** Sends for a list, and drops it. Returns the status. */
  const statusOfList = async (gateway) => {
    const { status, body } = await gateway(list());
    await body.cancel();
    return status;
  };

  test('it is read', async () => {
    const gateway = gatewayOfOne(HANG);
    const unread = await gateway(list());
    await assertLimited(await gateway(list()), /wait for those lists/);
    const reader = unread.body.getReader();
    await reader.read();
    await assertLimited(await gateway(list()), /wait for those lists/);
    while (!(await reader.read()).done);
    assert.equal(await statusOfList(gateway), 200);
  });

  test('it is cancelled', async () => {
    const gateway = gatewayOfOne(HANG);
    const unread = await gateway(list());
    await assertLimited(await gateway(list('bob')), /Too many lists/);
    await unread.body.cancel();
    assert.equal(await statusOfList(gateway), 200);
  });

  test('its time is over', async () => {
    const gateway = gatewayOfOne(3_000);
    const unread = await gateway(list());
    await assertLimited(await gateway(list()), /wait for those lists/);
    await until(
      () => statusOfList(gateway),
      (status) => status === 200,
    );
    await assert.rejects(unread.text(), /did not read the response in time/);
  });

  test('on Node, its client is gone', async (t) => {
    const gateway = gatewayOfOne(HANG);
    const listener = toNodeListener(gateway);
    let buffered;
    const server = createServer((incoming, outgoing) => {
      // As Node's buffers do where the client reads nothing.
      outgoing.end = () => {
        buffered = outgoing;
      };
      listener(incoming, outgoing);
    }).listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const url = `http://127.0.0.1:${server.address().port}${new URL(PATH).pathname}`;
    const outgoing = request(url, { headers: { 'x-user': 'alice' } })
      .on('error', () => {})
      .end();
    await until(
      () => buffered,
      (response) => response !== undefined,
    );
    await assertLimited(await gateway(list()), /wait for those lists/);
    outgoing.destroy();
    await until(
      () => statusOfList(gateway),
      (status) => status === 200,
    );
  });
});

test('G7 on workerd, a client that leaves in the middle of its list counts no longer than the timeout', {
  timeout: HANG,
}, async (t) => {
  const OPTIONS = {
    apiKey: 'sk-canary-1234567890',
    origins: [ORIGIN],
    timeout: 3_000,
    limits: { concurrentLists: { perUser: 1, inAll: 1 }, lists: { limit: 1_000_000, window: 1 } },
  };
  const entry = join(import.meta.dirname, 'lists-worker.js');
  const workers = await startWorkers({ gateway: { entry, bindings: { OPTIONS } } }, { nodePaths: [nodeModules] });
  t.after(() => workers.stop());
  const url = (await workers.address('gateway')) + new URL(PATH).pathname;
  const outgoing = request(url, { agent: false }).end();
  const [incoming] = await once(outgoing, 'response');
  assert.equal(incoming.statusCode, 200);
  incoming.on('error', () => {});
  incoming.destroy();
  await until(
    async () => (await send(url)).status,
    (status) => status === 200,
  );
});

test('G7 a list whose end isn’t reported counts until its time is over', () => {
  const lists = new ConcurrentLists();
  const counts = (user, now) => {
    const { ofUser, inAll } = lists.begin(user, 1_000, now);
    return [ofUser, inAll];
  };
  assert.deepEqual(counts('alice', 0), [1, 1]);
  const { list } = lists.begin('bob', 1_000, 500);
  assert.deepEqual(counts('alice', 1_000), [2, 3]);
  assert.deepEqual(counts('alice', 1_001), [2, 3]);
  lists.end(list);
  lists.end(list);
  assert.deepEqual(counts('carol', 1_001), [1, 3]);
});

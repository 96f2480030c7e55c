// Runs the attacks of rows/ against the gateway on Node, on workerd and in the emulator. ATTACK_HOSTS selects hosts: "node workerd".
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createProject } from '../support/sandbox.js';
import { assertMasked, assertNoSecret, assertOutcome } from './assertions.js';
import { expectedOn } from './expectations.js';
import { hosts, startHost } from './hosts.js';
import { exchange, parseResponses } from './raw-http.js';
import { failureTable } from './report.js';
import { get } from './requests.js';
import { floodRows, quickRows, stallRows } from './rows/index.js';
import { concurrentWrites } from './rows/rate-limits.js';

/** More bytes than the buffers of the sockets hold. A host must refuse a flood before it has read as many. */
const FLOOD = 32 * 1024 * 1024;
/** Requests of a burst that are sent at the same time. */
const CONCURRENCY = 50;

const selected = process.env.ATTACK_HOSTS?.split(' ') ?? Object.keys(hosts);
/** What was found, by row and host. @type {Map<string, Map<string, string>>} */
const results = new Map();
let project;
before(async () => {
  project = await createProject();
});
after(() => {
  project?.remove();
  const table = failureTable(results, selected);
  if (table) console.log(table);
});

/** The numbers of rows that stall, which run at the same time as the quick ones: these must not take their requests. */
const stallNumbers = new Set(stallRows.flatMap(({ scripts }) => [...(scripts?.keys() ?? [])]));

/** Runs a row on a host, and checks its outcomes. */
async function attack(host, { name, scripts = new Map(), burst, steps }, isMine) {
  for (const [number, response] of scripts) host.upstream.script(number, response);
  try {
    if (burst) await sendBurst(host, burst, isMine);
    for (const [request, expected] of steps) {
      const exchanged = await exchange(host, request);
      assertOutcome(host, request, expectedOn(host.name, expected), exchanged, host.upstream.take(isMine));
      assert.ok(exchanged.sent < FLOOD, `the host read ${exchanged.sent} bytes`);
    }
  } catch (error) {
    note(name, host.name, error.message);
    throw error;
  }
  note(name, host.name, 'ok');
}

async function sendBurst(host, { requests, expected }, isMine) {
  for (let index = 0; index < requests.length; index += CONCURRENCY) {
    const some = requests.slice(index, index + CONCURRENCY);
    const exchanges = await Promise.all(some.map((request) => exchange(host, request)));
    const sent = host.upstream.take(isMine);
    assert.equal(sent.length, some.length);
    for (const [at, request] of some.entries()) assertOutcome(host, request, expected, exchanges[at], [sent[at]]);
  }
}

function note(row, host, result) {
  if (!results.has(row)) results.set(row, new Map());
  results.get(row).set(host, result);
}

describe('attacks', { concurrency: true }, () => {
  for (const name of selected) {
    const isFor = ({ hosts }) => !hosts || hosts.includes(name);
    describe(name, { concurrency: 1 }, () => {
      let host;
      before(async () => {
        host = await startHost(name, project.dir);
        await exchange(host, get()); // Loads what a host loads at the first request.
        host.upstream.take(() => true);
      });
      after(() => host?.stop());

      describe('rows', { concurrency: true }, () => {
        describe('quick', { concurrency: 1 }, () => {
          for (const row of quickRows.filter(isFor)) {
            test(row.name, () => attack(host, row, ({ number }) => !stallNumbers.has(number)));
          }
        });
        describe('stalls', { concurrency: true }, () => {
          for (const row of stallRows.filter(isFor)) {
            test(row.name, () => attack(host, row, ({ number }) => row.scripts?.has(number) ?? false));
          }
        });
      });

      // Afterwards, because a flood slows every other exchange down.
      describe('floods', { concurrency: 1 }, () => {
        for (const row of floodRows.filter(isFor)) test(row.name, () => attack(host, row, () => true));
      });

      test('race condition: of many writes for a number at once, the write budget is forwarded', async () => {
        const { number, allowed, requests } = concurrentWrites;
        const exchanges = await Promise.all(requests.map((request) => exchange(host, request)));
        const statuses = exchanges.map(({ received }) => parseResponses(received, 'PATCH')[0]?.status);
        const expected = requests.map((_, index) => (index < allowed ? 200 : 429));
        assert.deepEqual(statuses.sort(), expected);
        assert.equal(host.upstream.take((sent) => sent.number === number).length, allowed);
      });
      test('no other request was sent upstream', () =>
        assert.deepEqual(
          host.upstream.take(() => true),
          [],
        ));
      test('the output contains neither the API key nor a full phone number', () => {
        assertNoSecret(host.output(), 'the output');
        assertMasked(host.output(), host);
      });
    });
  }
});

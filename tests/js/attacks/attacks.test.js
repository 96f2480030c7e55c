// The attack table, against the gateway on Node, on workerd and in the local Linq.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createProject } from '../support/sandbox.js';
import { expectedOn } from './expectations.js';
import { timeout } from './given.js';
import { hosts, startHost } from './hosts.js';
import { get } from './requests.js';
import { markdown } from './results.js';
import { atOnce, quickRows, slowRows } from './table.js';
import { assertMasked, assertNoSecret, judge } from './verdict.js';
import { answers, exchange } from './wire.js';

/** A host keeps what floods it out of its memory: so many bytes may wait in the sockets between. */
const FLOOD = 32 * 1024 * 1024;

const wanted = process.env.ATTACKED?.split(' ') ?? Object.keys(hosts);
/** By row, by host: what was found. @type {Map<string, Map<string, string>>} */
const results = new Map();
let project;
before(async () => (project = await createProject()));
after(() => {
  project?.remove();
  const table = markdown(results, wanted);
  if (table) console.log(table);
});

/** The numbers of rows that run beside all others: what comes upstream with them is theirs. */
const slowNumbers = new Set(slowRows.flatMap(({ scripts }) => [...(scripts?.keys() ?? [])]));

/** Runs a row on a host, and holds it to what it expects. */
async function attack(host, { name, scripts = new Map(), steps, waits, flood }, isMine) {
  for (const [number, answer] of scripts) host.upstream.script(number, answer);
  const within = 5_000 + (waits === 'head' ? host.headersTimeout : timeout);
  try {
    for (const [request, expected] of steps) {
      const exchanged = await exchange(host, request, within);
      judge(host, request, expectedOn(host.name, expected), exchanged, host.upstream.take(isMine));
      if (flood) assert.ok(exchanged.sent < FLOOD, `it took ${exchanged.sent} bytes`);
    }
  } catch (error) {
    note(name, host.name, error.message);
    throw error;
  }
  note(name, host.name, 'ok');
}

function note(row, host, result) {
  if (!results.has(row)) results.set(row, new Map());
  results.get(row).set(host, result);
}

describe('attacks', { concurrency: true }, () => {
  for (const name of wanted) {
    const isFor = ({ hosts }) => !hosts || hosts.includes(name);
    describe(name, { concurrency: 1 }, () => {
      let host;
      before(async () => {
        host = await startHost(name, project.dir);
        await exchange(host, get()); // loads what is loaded once
        host.upstream.take(() => true);
      });
      after(() => host?.stop());

      describe('rows', { concurrency: true }, () => {
        describe('one after the other', { concurrency: 1 }, () => {
          for (const row of quickRows.filter(isFor)) {
            test(row.name, () => attack(host, row, ({ number }) => !slowNumbers.has(number)));
          }
        });
        describe('side by side', { concurrency: true }, () => {
          for (const row of slowRows.filter(isFor)) {
            test(row.name, () => attack(host, row, ({ number }) => row.scripts?.has(number) ?? false));
          }
        });
      });

      test('budget: many writes of a number at once', async () => {
        const { number, allowed, requests } = atOnce;
        const exchanges = await Promise.all(requests.map((request) => exchange(host, request)));
        const statuses = exchanges.map(({ received }) => answers(received, 'PATCH')[0]?.status);
        const expected = requests.map((_, index) => (index < allowed ? 200 : 429));
        assert.deepEqual(statuses.sort(), expected);
        assert.equal(host.upstream.take((sent) => sent.number === number).length, allowed);
      });
      test('nothing else went upstream', () =>
        assert.deepEqual(
          host.upstream.take(() => true),
          [],
        ));
      test('what the host said holds no secret', () => {
        assertNoSecret(host.said(), 'what the host said');
        assertMasked(host.said().toString(), host);
      });
    });
  }
});

// `apply` of 200 rows while everything goes wrong: every row ends with one stated result, none is sent twice unless that is
// demanded, and the journal has what is unknown.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startEmulator } from '../support/emulator.js';
import { until } from '../support/until.js';
import { commandFor, createFolder } from './program.js';

const ROWS = 200;
/** The first rows have a card, which is updated; those of the others are created. */
const CARDS = 180;
const numbers = Array.from({ length: ROWS }, (_, index) => `+1555900${String(index).padStart(4, '0')}`);
const resultNames = ['saved', 'saved_inactive', 'unchanged', 'refused', 'unknown', 'not_sent'];

/** What the endpoint does to a row, by its index. */
const error = (status, code, more) => ({ success: false, error: { status, code, message: 'A fault', ...more } });
const faults = {
  // Before the run is killed.
  10: { status: 429, body: error(429, 1007, { retry_after: 1 }) },
  25: { status: 500, body: error(500, 3006), apply: true },
  40: { status: 500, body: error(500, 3006) },
  41: { status: 500, body: error(500, 2022) },
  55: { status: 503, body: error(503, 4004) },
  70: { fault: 'truncate', apply: true },
  85: { status: 400, body: error(400, 5007) },
  // In flight when it is killed, two of them saved.
  100: { delay_ms: 3_600_000 },
  101: { delay_ms: 3_600_000 },
  102: { status: 500, delay_ms: 3_600_000 },
  103: { status: 500, delay_ms: 3_600_000 },
  // In the next run.
  120: { fault: 'stall_head' },
  140: { fault: 'stall_body', apply: true },
  160: { status: 200, body: '<html>' },
  175: { fault: 'reset' },
};
/** Whose outcome remains unknown, as they weren't saved. */
const unsaved = [40, 41, 55, 102, 103, 120, 160, 175];
/** Which the endpoint refused before it counted a write. */
const refused = [10, 85];

test('every row ends with one result, and none is sent twice unless that is demanded', async () => {
  const emulator = await startEmulator();
  after(() => emulator.stop());
  for (const phone_number of numbers.slice(0, CARDS)) await emulator.create({ phone_number, first_name: 'New' });
  const { dir, write } = createFolder();
  const file = write('cards.csv', numbers.map((number, index) => `${number},Card ${index}\n`).join(''));
  await emulator.script(
    ...Object.entries(faults).map(([index, fault]) => ({ method: 'PATCH', phone_number: numbers[index], ...fault })),
  );
  const command = commandFor(emulator, dir);
  const args = ['apply', file, '--yes', '--journal', 'journal'];

  /** Returns how often the command has written each row, by index. */
  async function sendings() {
    const counts = Array.from({ length: ROWS }, () => 0);
    for (const { method, target, body } of (await emulator.requests()).slice(CARDS)) {
      if (method === 'GET') continue;
      const inQuery = new URL(target, emulator.url).searchParams.get('phone_number');
      counts[numbers.indexOf(inQuery ?? JSON.parse(body).phone_number)] += 1;
    }
    return counts;
  }
  /** Checks the results of a run that has ended. */
  function check({ rows }) {
    assert.deepEqual(
      rows.map(({ phone_number }) => phone_number),
      numbers,
    );
    for (const { line, result } of rows) assert.ok(resultNames.includes(result), `${line} ${result}`);
    return (result) => rows.flatMap((row, index) => (row.result === result ? [index] : []));
  }
  /** Returns the rows that the journal has as sent, without a result. */
  function open() {
    const entries = readFileSync(join(dir, 'journal'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const last = new Map(entries.filter(({ row }) => row).map((entry) => [entry.row, entry.type]));
    return [...last.values()].filter((type) => type === 'write').length;
  }

  // The first run is killed while four writes are in flight.
  const { child, ended } = command.start(...args);
  await until(async () => (await sendings()).slice(100, 104).every((count) => count === 1));
  child.kill('SIGKILL');
  assert.equal((await ended).code, 'SIGKILL');
  assert.equal(open(), 4);
  assert.deepEqual((await sendings()).slice(104), Array(ROWS - 104).fill(0));

  // The second one sends what was not sent, and what was refused, once Linq allows the next write.
  const second = await command.json(...args, '--wait', '--timeout', '20');
  assert.equal(second.code, 5);
  const secondRows = check(second.value);
  // The response for row 140 was lost after it was saved.
  assert.deepEqual(
    secondRows('unknown'),
    [...unsaved, 140].sort((a, b) => a - b),
  );
  assert.deepEqual(secondRows('refused'), []);
  assert.deepEqual(secondRows('not_sent'), []);
  assert.deepEqual(
    await sendings(),
    numbers.map((_, index) => (refused.includes(index) ? 2 : 1)),
  );

  // The third one sends nothing: what is unknown is read.
  const third = await command.json(...args);
  assert.deepEqual([third.code, check(third.value)('unknown')], [5, unsaved]);
  assert.deepEqual(
    await sendings(),
    numbers.map((_, index) => (refused.includes(index) ? 2 : 1)),
  );

  // The fourth one sends it again, as that is demanded.
  const fourth = await command.json(...args, '--retry-unknown');
  assert.deepEqual([fourth.code, check(fourth.value)('saved').length], [0, ROWS]);
  assert.deepEqual(
    await sendings(),
    numbers.map((_, index) => (refused.includes(index) || unsaved.includes(index) ? 2 : 1)),
  );
  const names = new Map((await emulator.cards()).map(({ phone_number, first_name }) => [phone_number, first_name]));
  for (const [index, number] of numbers.entries()) assert.equal(names.get(number), `Card ${index}`);
});

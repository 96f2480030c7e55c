// The modules for many updates: checks and runs, with the packed package and an emulator.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startEmulator } from '../support/emulator.js';
import { waitLimit } from '../support/limits.js';
import { acceptFormats } from './fakes.js';
import { load } from './modules.js';

const key = 'linq-emulator-key';

let emulator;
let lib;
before(async () => {
  // Node's fetch repeats a request whose kept-alive connection breaks.
  [lib, emulator] = await Promise.all([
    load('import/list.js', 'import/check.js', 'run/row.js', 'run/run.js'),
    startEmulator('--budget', 'off', '--close-connections'),
  ]);
});
after(async () => {
  lib?.remove();
  await emulator?.stop();
});
beforeEach(async () => {
  await emulator.reset();
  await emulator.settings({ budget: null });
});

/** Returns a client for a run. */
const client = () => new lib.ContactCards({ apiKey: key, baseURL: emulator.baseURL, timeout: 6_000 });

const cards = async () => (await client().retrieve()).contact_cards;
const check = async (text) => lib.checkRows(lib.readList(text).rows, await cards());
const sent = async () => (await emulator.requests()).filter(({ method }) => method === 'PATCH');
const numberOf = ({ target }) => new URL(target, emulator.url).searchParams.get('phone_number');

/** Creates a run. `ended` settles when it is done, `reached` when a condition holds. */
function runOf(rows, calls = client()) {
  const waiting = new Set();
  const run = new lib.Run(rows, calls, () => {
    for (const { holds, settle } of waiting) if (holds(run)) settle();
  });
  const reached = (holds) =>
    new Promise((settle, fail) => {
      if (holds(run)) settle();
      else {
        const timer = setTimeout(
          () => fail(new Error(`${run.state}, ${JSON.stringify(run.counts)}, and never ${holds}`)),
          10 * waitLimit,
        );
        waiting.add({
          holds,
          settle: () => {
            clearTimeout(timer);
            settle();
          },
        });
      }
    });
  return { run, reached, ended: () => reached(({ state }) => state === 'done') };
}

/** Creates this many cards in the emulator and returns their phone numbers. */
async function make(count) {
  const numbers = Array.from({ length: count }, (_, index) => `+1444${String(index).padStart(7, '0')}`);
  for (const phone_number of numbers) await emulator.create({ phone_number, first_name: 'Old' });
  return numbers;
}

describe('a check', () => {
  test('reports for each row what would be sent, or why nothing would be', async () => {
    const rows = await check(
      [
        'phone_number,first_name,last_name,image_url',
        '+15551234567,Johnny,Doe,',
        '+15551230001,Ada,,',
        '+1 555 123 0002,Grace,,',
        '+15551230004,A,,',
        '+15551230004,B,,',
        '+19999999999,New,,',
        '+972545550003,,,http://example.com/a.png',
      ].join('\n'),
    );
    assert.deepEqual(
      rows.map(({ line, result, reason, changes, suggestion }) => ({ line, result, reason, changes, suggestion })),
      [
        {
          line: 2,
          result: 'ready',
          reason: undefined,
          changes: { phone_number: '+15551234567', first_name: 'Johnny' },
          suggestion: undefined,
        },
        {
          line: 3,
          result: 'unchanged',
          reason: 'The card already has these values.',
          changes: undefined,
          suggestion: undefined,
        },
        { line: 4, result: 'invalid', reason: rows[2].reason, changes: undefined, suggestion: '+15551230002' },
        {
          line: 5,
          result: 'invalid',
          reason: 'The same number is in line 6. Keep one of them.',
          changes: undefined,
          suggestion: undefined,
        },
        {
          line: 6,
          result: 'invalid',
          reason: 'The same number is in line 5. Keep one of them.',
          changes: undefined,
          suggestion: undefined,
        },
        {
          line: 7,
          result: 'invalid',
          reason: 'This number has no card yet. Create it first.',
          changes: undefined,
          suggestion: undefined,
        },
        { line: 8, result: 'invalid', reason: rows[6].reason, changes: undefined, suggestion: undefined },
      ],
    );
    assert.match(rows[2].reason, /^Phone number must have only the digits/);
    assert.match(rows[6].reason, /^Picture URL must be a public link that starts with https/);
    assert.match((await check('+15551230002,,,'))[0].reason, /^The row /);
    assert.equal(acceptFormats(lib, rows, await cards())[2].result, 'unchanged');
  });
});

describe('a check of rows with problems', () => {
  test('D1 never sends a character that could not be read', async () => {
    const rows = await check('+15551234567,J\uFFFDrgen\n+15551230001,Grace\n');
    assert.deepEqual(
      rows.map(({ result, changes }) => [result, changes?.first_name]),
      [
        ['invalid', undefined],
        ['ready', 'Grace'],
      ],
    );
    assert.match(rows[0].reason, /^First name has a character that could not be read/);
  });

  test('D2 sends no row of a broken quote, also after its number was written as digits only', async () => {
    const rows = await check('+1 555 123 4567,"Jane\n+15551230001,Ada\n');
    assert.deepEqual(
      rows.map(({ line, lastLine, result }) => [line, lastLine, result]),
      [[1, 2, 'invalid']],
    );
    assert.equal(
      rows[0].reason,
      'The quote in line 1 is not closed. Lines 1 to 2 were read as one row. Close it, or remove it.',
    );
    assert.equal(acceptFormats(lib, rows, await cards())[0].result, 'invalid');
  });

  test('D6 names the lines of the file', async () => {
    const rows = await check('sep=,\n\nphone,first name\n\n\n+15551230001,A\n\n+15551230001,B\n');
    assert.deepEqual(
      rows.map(({ line, reason }) => [line, reason]),
      [
        [6, 'The same number is in line 8. Keep one of them.'],
        [8, 'The same number is in line 6. Keep one of them.'],
      ],
    );
  });
});

describe('a run', () => {
  test('of 500 rows with faults: each ends with one result, and none is sent twice', async () => {
    const numbers = await make(498);
    const faults = [
      [{ status: 400 }, 'refused'],
      [{ status: 403 }, 'refused'],
      [{ status: 404 }, 'refused'],
      [{ status: 409 }, 'refused'],
      [{ status: 422 }, 'refused'],
      [{ status: 429 }, 'refused'],
      [{ status: 500 }, 'unknown'],
      [{ status: 503 }, 'unknown'],
      [{ status: 500, body: { error: { code: 2022, message: 'Contact card setup failed' } } }, 'unknown'],
      // The package would retry this one.
      [{ status: 500, body: { error: { code: 3001, message: 'Connection error' } } }, 'unknown'],
      [{ status: 200, body: '<html>' }, 'unknown'],
      [{ fault: 'truncate', apply: true }, 'unknown'],
      [{ fault: 'reset' }, 'unknown'],
      [{ fault: 'stall_head' }, 'unknown'],
      [{ fault: 'stall_body', apply: true }, 'unknown'],
      [{ delay_ms: 50 }, 'saved'],
      [{ fault: 'slow_drip' }, 'saved'],
    ];
    const expected = new Map(
      numbers.map((number, index) => [
        number,
        index % 11 === 5 ? faults[((index - 5) / 11) % faults.length] : [undefined, 'saved'],
      ]),
    );
    await emulator.script(
      ...[...expected]
        .filter(([, [response]]) => response)
        .map(([phone_number, [response]]) => ({ method: 'PATCH', phone_number, times: 9, ...response })),
    );
    const text = [...numbers.map((number) => `${number},New`), '+15551230002,Gracie', 'nonsense,X'].join('\n');
    expected.set('+15551230002', [undefined, 'saved_inactive']).set('nonsense', [undefined, 'invalid']);

    const rows = await check(text);
    assert.equal(rows.length, 500);
    const ends = new Map();
    const { run, ended } = runOf(rows);
    const { changed } = run;
    run.changed = (row) => {
      if (lib.results.includes(row?.result)) ends.set(row, (ends.get(row) ?? 0) + 1);
      changed(row);
    };
    run.start();
    await ended();

    assert.deepEqual(
      run.rows.map(({ params, result }) => [params.phone_number, result]),
      [...expected].map(([number, [, result]]) => [number, result]),
    );
    assert.ok(
      run.rows.every((row) => row.result === 'invalid' || ends.get(row) === 1),
      'each row ends once',
    );
    assert.ok(
      run.rows.every(({ result, reason }) => result === 'saved' || reason),
      'a row that is not saved has a reason',
    );
    assert.ok(
      run.rows.filter(({ error }) => error?.status >= 400).every(({ traceId }) => /^trace-/.test(traceId)),
      'rows have the trace id of their response',
    );
    const targets = (await sent()).map(numberOf);
    assert.equal(targets.length, 499);
    assert.equal(new Set(targets).size, 499, 'none is sent twice');

    // The user has the failed rows sent again. Those that were saved without a response are found by reading, and not sent.
    const failed = run.rows.filter(lib.hasFailed);
    assert.equal(
      failed.length,
      [...expected.values()].filter(([, result]) => ['refused', 'unknown'].includes(result)).length,
    );
    const saved = failed.filter(({ params }) => expected.get(params.phone_number)[0].apply);
    run.again();
    await ended();
    const again = (await sent()).slice(499).map(numberOf).sort();
    assert.deepEqual(
      again,
      failed
        .filter((row) => !saved.includes(row))
        .map(({ params }) => params.phone_number)
        .sort(),
    );
    assert.ok(
      saved.every(({ result, tries }) => result === 'saved' && tries === 1),
      'a row that was saved is recognized',
    );
  });

  test('has at most four rows in flight', async () => {
    await make(12);
    const rows = await check(
      (await cards())
        .filter(({ phone_number }) => phone_number.startsWith('+1444'))
        .map(({ phone_number }) => `${phone_number},New`)
        .join('\n'),
    );
    let most = 0;
    let now = 0;
    const { run, ended } = runOf(rows, {
      async update(...args) {
        now += 1;
        most = Math.max(most, now);
        try {
          return await client().update(...args);
        } finally {
          now -= 1;
        }
      },
    });
    run.start();
    await ended();
    assert.equal(most, 4);
    assert.deepEqual(run.counts, { saved: 12 });
  });

  test('pauses: rows in flight end, and nothing is sent until it resumes', async () => {
    const numbers = await make(20);
    const { run, reached, ended } = runOf(await check(numbers.map((number) => `${number},New`).join('\n')));
    run.start();
    await reached(({ progress }) => progress.ended >= 3);
    run.pause();
    await reached(({ isBusy }) => !isBusy);
    assert.equal(run.state, 'paused');
    assert.equal((await sent()).length, run.progress.ended);
    assert.ok(run.progress.ended < 20);
    run.resume();
    run.resume();
    await ended();
    assert.deepEqual(run.counts, { saved: 20 });
    assert.equal((await sent()).length, 20);
  });

  test('is cancelled, running or paused: rows in flight end, the others are cancelled until the user wants them sent', async () => {
    for (const isPaused of [false, true]) {
      await emulator.reset();
      const numbers = await make(20);
      const { run, reached, ended } = runOf(await check(numbers.map((number) => `${number},New`).join('\n')));
      run.start();
      run.start();
      await reached(({ progress }) => progress.ended >= 3);
      if (isPaused) run.pause();
      run.cancel();
      await ended();
      assert.equal(run.counts.saved + run.counts.cancelled, 20);
      assert.equal((await sent()).length, run.counts.saved);
      assert.ok(run.counts.cancelled > 0);
      run.again();
      await ended();
      assert.deepEqual(run.counts, { saved: 20 }, 'what was cancelled can still be sent');
      assert.equal((await sent()).length, 20, 'each once');
    }
  });

  test('pauses after a 401, and after four failures without a response', async () => {
    const numbers = await make(30);
    const rows = await check(numbers.map((number) => `${number},New`).join('\n'));
    await emulator.script({ method: 'PATCH', status: 401 });
    const { run, reached, ended } = runOf(rows);
    run.start();
    await reached(({ isBusy, state }) => !isBusy && state === 'paused');
    assert.equal(run.halted, 'signed_out');
    // Four in a row: three more are in flight when the fourth has ended.
    for (const lost of [{ fault: 'reset' }, { status: 502 }]) {
      await emulator.script({ method: 'PATCH', ...lost, times: 7 });
      run.resume();
      await reached(({ isBusy, state }) => !isBusy && state === 'paused');
      assert.equal(run.halted, 'offline');
    }
    run.resume();
    await ended();
    assert.deepEqual(run.counts, { unknown: 14, saved: 16 }, 'the 401 has paused the run, not the row');
    run.again();
    await ended();
    assert.deepEqual(run.counts, { saved: 30 });
  });

  test('without rows to send is done at once', async () => {
    const { run, ended } = runOf(await check('+15551230001,Ada'));
    run.start();
    await ended();
    assert.deepEqual(run.counts, { unchanged: 1 });
    assert.deepEqual(await sent(), []);
  });
});

// `apply`: how lists are read, what would change, results, journals.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startEmulator } from '../support/emulator.js';
import { until } from '../support/until.js';
import { startHeldLinq } from './held-linq.js';
import { commandFor, commandIn, createFolder, key, program } from './program.js';

const number = '+15551234567';
let emulator;
before(async () => {
  emulator = await startEmulator();
});
beforeEach(() => emulator.reset());
after(() => emulator.stop());

/** Returns the writes that the emulator received. */
const writes = async () => (await emulator.requests()).filter(({ method }) => method !== 'GET');

/** Creates a folder with a list, and returns it with a command for the emulator. */
function prepare(content, name = 'cards.csv') {
  const { dir, write } = createFolder();
  return { dir, file: write(name, content), run: commandFor(emulator, dir) };
}

/** Returns the text of the only journal below a folder. */
function journalOf(dir) {
  const folder = join(dir, 'state/linq-contact-card');
  const [name, ...others] = readdirSync(folder);
  assert.deepEqual(others, []);
  return { path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') };
}

const list = `Phone,First name,Last name
${number},Jane,Doe
+15551230001,Ada,Lovelace
+15559000001,New,Card
`;

describe('without --yes', () => {
  test('it shows what would change, and sends and writes nothing', async () => {
    const { dir, file, run } = prepare(list);
    const { code, stdout, stderr } = await run('apply', file);
    assert.equal(code, 0);
    assert.equal(
      stdout,
      `LINE  NUMBER        PLAN    CHANGES
2     +15551234567  update  First name: John → Jane
3     +15551230001  update  Last name: Lovelace
4     +15559000001  create  First name: New
                            Last name: Card
`,
    );
    assert.match(stderr, /2 update, 1 create\. Nothing was sent\. Send it with --yes\./);
    assert.deepEqual(await writes(), []);
    assert.equal(existsSync(join(dir, 'state')), false);
    assert.equal((await run('apply', file, '--dry-run')).stdout, stdout);
  });

  test('it prints the plan for programs', async () => {
    const { file, run } = prepare(list);
    const { value } = await run.json('apply', file);
    assert.deepEqual(value.counts, { update: 2, create: 1 });
    assert.equal(value.dry_run, true);
    assert.deepEqual(value.rows[0], { line: 2, phone_number: number, plan: 'update', changes: { first_name: 'Jane' } });
  });
});

describe('a list that cannot be sent', () => {
  for (const [name, content, message, file] of [
    ['an empty file', '', /The list is empty/],
    ['a spreadsheet', Buffer.from('PK\u0003\u0004rest'), /cards\.csv is a spreadsheet .*\nSave the list as CSV/],
    [
      'a file without a number',
      'First name,Last name\nJane,Doe\n',
      /No column is the phone number.*\nName what a column is/,
    ],
    [
      'full names that would be first names',
      `Phone,Name\n${number},Jane Doe\n`,
      /“Name” may have full names: “Jane Doe” would be saved as the first name.*\nName what a column is/,
    ],
    ['broken JSON', '[{', /The list isn't JSON/],
    [
      'JSON of another kind',
      '{"cards": []}',
      /must be a JSON array of cards, or an object with the array contact_cards/,
      'cards.json',
    ],
    ['an empty JSON list', '[]', /The list is empty/],
  ]) {
    test(`${name}: code 3`, async () => {
      const { file: path, run } = prepare(content, file);
      const { code, stdout, stderr } = await run('apply', path, '--yes');
      assert.deepEqual([code, stdout], [3, '']);
      assert.match(stderr, message);
    });
  }

  test('full names are first names once the column is named so', async () => {
    const { file, run } = prepare(`Phone,Name\n+15551230001,Jane Doe\n`);
    const { value } = await run.json('apply', file, '--column', 'Name=first_name');
    assert.deepEqual(value.rows[0].changes, { first_name: 'Jane Doe' });
  });

  test('a first name that repeats the card’s last name: code 3', async () => {
    const { file, run } = prepare(`Phone,Name\n${number},Jane Doe\n`);
    const { code, value } = await run.json('apply', file, '--column', 'Name=first_name');
    assert.equal(code, 3);
    assert.match(value.rows[0].reason, /^First name has the last name, too: it would be “Jane Doe Doe”/);
  });

  test('a file that is missing: code 3', async () => {
    const { run } = prepare('');
    const { code, stderr } = await run('apply', 'other.csv');
    assert.equal(code, 3);
    assert.match(stderr, /other\.csv can't be read: there is no such file\./);
  });

  test('each invalid row is shown with its line and field, and no row is sent', async () => {
    const { file, run } = prepare(`Phone,First name,Picture URL
${number},Jane,
+1 555 123 0001,Ada,
+15559000001,,https://example.com/a.jpg
+15559000002,A,ftp://example.com/a.jpg
+15559000003,"Li
ne",
+15559000004,A,
+15559000004,B,
`);
    const { code, value, stderr } = await run.json('apply', file, '--yes');
    assert.equal(code, 3);
    assert.match(stderr, /Nothing was sent: 6 of 7 rows are invalid/);
    const problems = value.rows.map(({ line, reason, suggestion }) => [line, reason, suggestion]);
    assert.deepEqual(problems[0], [2, undefined, undefined]);
    assert.match(problems[1][1], /^(The )?[Pp]hone number must/);
    assert.deepEqual([problems[1][0], problems[1][2]], [3, '+15551230001']);
    assert.deepEqual(problems[2].slice(0, 2), [4, 'The number has no card yet, and a new card needs a first name.']);
    assert.match(problems[3][1], /^Picture URL must/);
    assert.match(problems[4][1], /^First name has a line break/);
    assert.deepEqual(problems[5].slice(0, 2), [8, 'The same number is in line 9. Keep one of them.']);
    assert.deepEqual(await writes(), []);
  });

  test('D5 what a spreadsheet made of a number is named, with the only card that fits', async () => {
    const { file, run } = prepare(`Phone;First name
15551234567;Jane
9.72546E+11;Noa
1.5551E+10;Ada
"15551,E+10";Ada
#NAME?;Ada
`);
    const { code, value } = await run.json('apply', file, '--yes');
    assert.equal(code, 3);
    assert.deepEqual(
      value.rows.map(({ reason, suggestion }) => [/^Phone number (\w+ \w+)/.exec(reason)?.[1], suggestion]),
      [
        ['has no', number],
        ['was shortened', '+972545550003'],
        ['was shortened', undefined],
        ['has the', undefined],
        ['is a', undefined],
      ],
    );
    assert.deepEqual(await writes(), []);
  });

  test('each invalid item of a JSON list is shown', async () => {
    const items = [
      { phone_number: number, frist_name: 'Jane' },
      { phone_number: '+15551230001', first_name: 7 },
      { phone_number: '+15551230002', first_name: 'A\nB' },
      'text',
      { phone_number: '+15551230004' },
    ];
    const { file, run } = prepare(JSON.stringify(items), 'cards.json');
    const { code, value } = await run.json('apply', file);
    assert.equal(code, 3);
    assert.deepEqual(
      value.rows.map(({ line }) => line),
      [1, 2, 3, 4, 5],
    );
    const reasons = value.rows.map(({ reason }) => reason);
    assert.match(reasons[0], /^frist_name /);
    assert.match(reasons[1], /^first_name must be a string/);
    assert.match(reasons[2], /^First name has a line break/);
    assert.match(reasons[3], /must be an object/);
    assert.match(reasons[4], /^The row has neither a name nor a picture\./);
  });
});

describe('how a list is read', () => {
  test('a column that is not known is reported, and can be named', async () => {
    const { file, run } = prepare(`Phone,Display\n${number},Jane\n`);
    const refused = await run('apply', file);
    assert.equal(refused.code, 3);
    const { value, stderr } = await run.json('apply', file, '--column', 'Display=first_name');
    assert.equal(stderr.includes('Not used'), false);
    assert.deepEqual(value.rows[0].changes, { first_name: 'Jane' });

    const { stderr: note } = await run('apply', prepare(`Phone,First name,Notes\n${number},Jane,x\n`).file);
    assert.match(note, /Not used, as it isn't known what it is: “Notes”/);
  });

  test('a wrong --column or --encoding: code 2', async () => {
    const { file, run } = prepare(list);
    for (const [args, message] of [
      [['--column', 'Phone'], /must be HEADING=FIELD/],
      [['--column', 'Phone=number'], /FIELD is phone_number, first_name, last_name, image_url, unused/],
      [
        ['--column', 'Notes=unused'],
        /the list has no column "Notes"\.\nIts columns are “Phone”, “First name”, “Last name”/,
      ],
      [['--encoding', 'windows-1522'], /isn't known\. Did you mean windows-1252\?/],
    ]) {
      const { code, stderr } = await run('apply', file, ...args);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  });

  test('D1 another encoding is recognized and reported, and can be named', async () => {
    const { file, run } = prepare(Buffer.from(`${number},J\xfcrgen\n`, 'latin1'));
    const { value, stderr } = await run.json('apply', file);
    assert.deepEqual(value.rows[0].changes, { first_name: 'Jürgen' });
    assert.match(stderr, /read as Windows-1252: Jürgen\. If that looks wrong, name its --encoding\./);
    const named = await run.json('apply', file, '--encoding', 'windows-1251');
    assert.deepEqual(named.value.rows[0].changes, { first_name: 'Jьrgen' });
    assert.equal(named.stderr.includes('Windows'), false);
  });

  test('D2 D4 separators, quotes, headings and Excel are those of the dashboard', async () => {
    const { file, run } = prepare(`\uFEFFsep=;\r\nNachname;Vorname;Telefonnummer\r\n"Doe; ""Jr""";Jane;'${number}\r\n`);
    const { value } = await run.json('apply', file);
    assert.deepEqual(value.rows, [
      { line: 3, phone_number: number, plan: 'update', changes: { first_name: 'Jane', last_name: 'Doe; "Jr"' } },
    ]);
  });

  test('what `list --json` prints is a list', async () => {
    const { dir, run } = prepare('');
    const { stdout } = await run('list', '--json');
    writeFileSync(join(dir, 'all.json'), stdout);
    const { code, value } = await run.json('apply', 'all.json', '--yes');
    assert.deepEqual([code, Object.keys(value.counts)], [0, ['unchanged']]);
  });
});

describe('with --yes', () => {
  test('it sends what differs, shows each result, and sends nothing the next time', async () => {
    const { file, run } = prepare(list);
    const { code, stdout, stderr } = await run('apply', file, '--yes');
    assert.equal(code, 0);
    assert.equal(
      stdout,
      `LINE  NUMBER        RESULT  DETAILS
2     +15551234567  saved   updated
3     +15551230001  saved   updated
4     +15559000001  saved   created
`,
    );
    assert.equal(stderr, '3 saved.\n');
    assert.deepEqual(
      (await writes()).map(({ method, body }) => `${method} ${body}`).sort(),
      [
        'PATCH {"first_name":"Jane"}',
        'PATCH {"last_name":"Lovelace"}',
        'POST {"phone_number":"+15559000001","first_name":"New","last_name":"Card"}',
      ].sort(),
    );
    const again = await run.json('apply', file, '--yes');
    assert.deepEqual([again.code, again.value.counts], [0, { unchanged: 3 }]);
    assert.equal((await writes()).length, 3);
  });

  test('a list that was sent whole is compared with the cards of then: what someone else changed is set again', async () => {
    const { file, run } = prepare(`${number},Jane\n`);
    assert.equal((await run('apply', file, '--yes')).code, 0);
    await emulator.update(number, { first_name: 'Other' });
    const { value } = await run.json('apply', file, '--yes');
    assert.deepEqual(value.counts, { saved: 1 });
    assert.equal((await emulator.card(number)).first_name, 'Jane');
  });

  test('a picture is sent where the card has none, or with --replace-image', async () => {
    const { file, run } = prepare(
      `Phone,Picture\n${number},https://example.com/a.jpg\n+15551230001,https://example.com/b.jpg\n`,
    );
    const { value } = await run.json('apply', file, '--yes');
    assert.deepEqual(value.counts, { unchanged: 1, saved: 1 });
    const again = await run.json('apply', file, '--yes', '--replace-image');
    assert.deepEqual(again.value.counts, { saved: 2 });
    assert.deepEqual((await writes()).map(({ body }) => body.at(-7)).sort(), ['a', 'b', 'b']);
  });

  test('saved, but not yet active: it is a result of its own', async () => {
    const { file, run } = prepare('+15551230002,Gracia\n');
    const { code, value } = await run.json('apply', file, '--yes');
    assert.deepEqual([code, value.counts], [0, { saved_inactive: 1 }]);
  });

  test('a refused row: code 4, and the others are saved', async () => {
    const { file, run } = prepare(`${number},Jane\n+15559990000,Eve\n`);
    const { code, value } = await run.json('apply', file, '--yes');
    assert.equal(code, 4);
    assert.deepEqual(value.counts, { saved: 1, refused: 1 });
    assert.match(value.rows[1].trace_id, /./);
  });

  test('a refused key ends the run: the rest is not sent', async () => {
    const { file, run } = prepare(Array.from({ length: 20 }, (_, index) => `+155590001${10 + index},A\n`).join(''));
    await emulator.script({ method: 'POST', status: 401, times: 20 });
    const { code, value } = await run.json('apply', file, '--yes');
    assert.equal(code, 4);
    assert.ok((await writes()).length <= 4);
    assert.match(value.rows.at(-1).reason, /Linq refused the key, so the rest was not sent/);
  });

  test('without a response for four rows in a row, the rest is not sent', async () => {
    const { file, run } = prepare(Array.from({ length: 20 }, (_, index) => `+155590001${10 + index},A\n`).join(''));
    await emulator.script({ method: 'POST', fault: 'reset', times: 20 });
    const { code, value } = await run.json('apply', file, '--yes');
    assert.equal(code, 5);
    assert.ok((await writes()).length < 10);
    assert.match(value.rows.at(-1).reason, /4 requests in a row had no response, so the rest was not sent/);
  });
});

describe('the write budget', () => {
  const limited = (seconds) => ({
    method: 'PATCH',
    status: 429,
    body: { success: false, error: { status: 429, code: 1007, message: 'Rate limit exceeded', retry_after: seconds } },
  });

  test('a row without a write left is refused, and not sent by the next run', async () => {
    const { file, run } = prepare(`${number},Jane\n`);
    await emulator.script(limited(600));
    const first = await run.json('apply', file, '--yes');
    assert.deepEqual([first.code, first.value.counts], [4, { refused: 1 }]);
    assert.match(
      first.value.rows[0].reason,
      /No write is left for this number until 20.*Z\. Run it again then, or with --wait\./,
    );
    const second = await run.json('apply', file, '--yes');
    assert.deepEqual([second.code, second.value.counts], [1, { not_sent: 1 }]);
    assert.equal((await writes()).length, 1);
  });

  test('with --wait, it waits for the next write', async () => {
    const { file, run } = prepare(`${number},Jane\n`);
    await emulator.script(limited(1));
    const { code, value, stderr } = await run.json('apply', file, '--yes', '--wait');
    assert.deepEqual([code, value.counts], [0, { saved: 1 }]);
    assert.match(stderr, /Line 2, \+15551234567: no write is left until|Line 1, \+15551234567: no write is left until/);
    assert.equal((await writes()).length, 2);
  });

  test('Ctrl-C ends the wait', async () => {
    const { dir, file } = prepare(`${number},Jane\n`);
    await emulator.script(limited(600));
    const { child, ended } = commandFor(emulator, dir).start('apply', file, '--yes', '--wait', '--json');
    let printed = '';
    child.stderr.on('data', (chunk) => (printed += chunk));
    await until(() => printed.includes('Waiting'));
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    assert.deepEqual([code, JSON.parse(stdout).counts], [130, { not_sent: 1 }]);
  });
});

test('a long run prints its progress to a log', async () => {
  const { file, run } = prepare(Array.from({ length: 40 }, (_, index) => `+155590001${10 + index},A\n`).join(''));
  const { stderr } = await run('apply', file, '--yes');
  const steps = Array.from({ length: 10 }, (_, index) => `${4 * index + 4} of 40 rows\n`);
  assert.equal(stderr, `${steps.join('')}40 saved.\n`);
});

describe('Ctrl-C', () => {
  test('ends a run after the writes in flight, and the next run sends the rest', async () => {
    const linq = await startHeldLinq();
    const { dir, file } = prepare(Array.from({ length: 8 }, (_, index) => `+155590001${10 + index},A\n`).join(''));
    const command = commandIn(dir, { LINQ_API_V3_API_KEY: key, LINQ_API_V3_BASE_URL: linq.baseURL });
    const { child, ended } = command.start('apply', file, '--yes', '--json', '--results', 'results.json');
    let printed = '';
    child.stderr.on('data', (chunk) => (printed += chunk));
    await until(() => linq.held.length === 4);
    child.kill('SIGINT');
    await until(() => printed.includes('Ending after the writes in flight'));
    for (const { release } of linq.held.splice(0)) release();
    const { code, stdout } = await ended;
    assert.deepEqual([code, JSON.parse(stdout).counts], [130, { saved: 4, not_sent: 4 }]);
    assert.deepEqual(JSON.parse(readFileSync(join(dir, 'results.json'), 'utf8')).counts, { saved: 4, not_sent: 4 });

    const next = command.start('apply', file, '--yes', '--json');
    await until(() => linq.held.length === 4);
    for (const { release } of linq.held.splice(0)) release();
    const { value } = { value: JSON.parse((await next.ended).stdout) };
    assert.deepEqual(value.counts, { saved: 8 });
    assert.equal(linq.held.length, 0);
    linq.stop();
  });
});

describe('the journal', () => {
  test('is the user’s alone, and has neither the key nor a value of the list', async (context) => {
    const { dir, file, run } = prepare(list);
    await run('apply', file, '--yes');
    const { path, text } = journalOf(dir);
    for (const secret of [key, 'Jane', number, number.slice(1)]) assert.equal(text.includes(secret), false, secret);
    if (process.platform === 'win32') return context.skip('Windows has no such modes');
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(statSync(join(path, '..')).mode & 0o777, 0o700);
  });

  test('is where --journal has it, and is made the user’s alone', async () => {
    const { dir, file, run } = prepare(list);
    writeFileSync(join(dir, 'journal'), '', { mode: 0o644 });
    chmodSync(join(dir, 'journal'), 0o644);
    assert.equal((await run('apply', file, '--yes', '--journal', 'journal')).code, 0);
    assert.equal(statSync(join(dir, 'journal')).mode & 0o777, 0o600);
    assert.equal(existsSync(join(dir, 'state')), false);
  });

  test('of another base URL is refused', async () => {
    const { dir, file, run } = prepare(list);
    await run('apply', file, '--yes', '--journal', 'journal');
    const other = await startEmulator();
    const { code, stderr } = await commandFor(other, dir)('apply', file, '--yes', '--journal', 'journal');
    assert.equal(code, 3);
    assert.match(stderr, /journal can't be used: it is of runs with http.*\nName another one with --journal FILE\./);
    await other.stop();
  });

  test('that is damaged, or of another version, is refused', async () => {
    for (const [content, message] of [
      ['{"type":"run"\n', /line 1 can't be read/],
      ['{"type":"other"}\n', /line 1 can't be read/],
      ['{"type":"run","version":2}\n', /it is of another version of the package/],
    ]) {
      const { file, run, dir } = prepare(list);
      writeFileSync(join(dir, 'journal'), content);
      const { code, stderr } = await run('apply', file, '--yes', '--journal', 'journal');
      assert.equal(code, 3);
      assert.match(stderr, message);
      assert.equal(existsSync(join(dir, 'journal.lock')), false);
      assert.equal(readFileSync(join(dir, 'journal'), 'utf8'), content);
    }
    assert.deepEqual(await writes(), []);
  });

  test('with a line that has no end is read to the line before', async () => {
    const { dir, file, run } = prepare(`${number},Jane\n`);
    const start = `${JSON.stringify({ type: 'run', version: 1, base_url: emulator.baseURL, at: '' })}\n`;
    writeFileSync(join(dir, 'journal'), `${start}{"type":"wri`);
    assert.equal((await run('apply', file, '--yes', '--journal', 'journal')).code, 0);
    const lines = readFileSync(join(dir, 'journal'), 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).type),
      ['run', 'run', 'write', 'result', 'complete'],
    );
  });

  test('is used by one process at a time', async () => {
    const { dir, file, run } = prepare(list);
    writeFileSync(join(dir, 'journal.lock'), String(process.pid));
    const { code, stderr } = await run('apply', file, '--yes', '--journal', 'journal');
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`in use by another run, process ${process.pid}\\.`));
    assert.deepEqual(await writes(), []);
    // A process that was killed leaves its lock.
    writeFileSync(join(dir, 'journal.lock'), '2147483646');
    assert.equal((await run('apply', file, '--yes', '--journal', 'journal')).code, 0);
    assert.equal(existsSync(join(dir, 'journal.lock')), false);
  });
});

test('without a journal that can be written, nothing more is sent', {
  skip: process.platform === 'win32',
}, async () => {
  const { dir, file, run } = prepare(Array.from({ length: 40 }, (_, index) => `+155590001${10 + index},A\n`).join(''));
  // A limit of 2 KiB for the files that a process writes.
  const limited = `ulimit -f 2; trap '' XFSZ; exec "$@"`;
  const child = spawn('bash', ['-c', limited, 'bash', process.execPath, program, 'apply', file, '--yes', '--json'], {
    cwd: dir,
    env: run.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { rows } = JSON.parse(await text(child.stdout));
  assert.equal(rows.length, 40);
  assert.match(rows.at(-1).reason, /The journal can't be written \(EFBIG\), so it was not sent\./);
  const sent = (await writes()).map(({ body }) => JSON.parse(body).phone_number);
  assert.ok(sent.length > 0 && sent.length < 40);
  const next = await run.json('apply', file, '--yes');
  assert.deepEqual([next.code, next.value.counts], [0, { saved: 40 }]);
  const all = (await writes()).map(({ body }) => JSON.parse(body).phone_number);
  assert.equal(all.length, new Set(all).size);
});

describe('--results', () => {
  test('writes CSV that a spreadsheet runs no cell of, the user’s alone', async () => {
    const { dir, run } = prepare('');
    writeFileSync(
      join(dir, 'evil.json'),
      JSON.stringify([
        { phone_number: number, first_name: '=Jane', last_name: '@SUM(1)' },
        { phone_number: '+15559000001', first_name: '-1', last_name: '+1-2' },
      ]),
    );
    assert.equal((await run('apply', 'evil.json', '--yes', '--results', 'out.csv')).code, 0);
    assert.equal(
      readFileSync(join(dir, 'out.csv'), 'utf8'),
      [
        'phone_number,first_name,last_name,image_url,result,reason,trace_id',
        `${number},"'=Jane","'@SUM(1)",,saved,,`,
        `+15559000001,"'-1","'+1-2",,saved,,`,
      ].join('\r\n'),
    );
    assert.equal(statSync(join(dir, 'out.csv')).mode & 0o777, 0o600);
    // It is a list, too.
    const { value } = await run.json('apply', 'out.csv');
    assert.deepEqual(value.counts, { unchanged: 2 });
  });

  test('writes JSON', async () => {
    const { dir, file, run } = prepare(list);
    await run('apply', file, '--yes', '--results', 'out.json');
    const { rows, counts } = JSON.parse(readFileSync(join(dir, 'out.json'), 'utf8'));
    assert.deepEqual(counts, { saved: 3 });
    assert.deepEqual(rows[0], {
      line: 2,
      phone_number: number,
      plan: 'update',
      changes: { first_name: 'Jane' },
      result: 'saved',
      action: 'updated',
    });
  });

  test('that cannot be written: code 1, once all is sent', async () => {
    const { dir, file, run } = prepare(list);
    mkdirSync(join(dir, 'out.csv'));
    const { code, stderr } = await run('apply', file, '--yes', '--results', 'out.csv');
    assert.equal(code, 1);
    assert.match(stderr, /The results can't be written to out\.csv: .*\nThe journal has them/);
    assert.equal((await writes()).length, 3);
    assert.deepEqual(
      readdirSync(dir).filter((name) => name.endsWith('.part')),
      [],
    );
  });
});

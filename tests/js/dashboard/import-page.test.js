// What the import's view shows and remembers, without the page.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FakeLocks, FakeStorage, processorTime, settled } from './fakes.js';
import { load } from './modules.js';

let lib;
before(async () => {
  lib = await load(
    'import/list.js',
    'import/check.js',
    'import-page/reading.js',
    'import-page/edits.js',
    'import-page/list-file.js',
    'import-page/outcome.js',
    'import-page/results.js',
    'import-page/run-name.js',
    'import-page/storage.js',
    'import-page/page-journal.js',
    'import-page/run-locks.js',
    'run/outcomes.js',
    'run/row.js',
    'run/run.js',
    'run/stored-runs.js',
    'shell/time.js',
  );
});
after(() => lib?.remove());

const cards = [
  { phone_number: '+15551234567', first_name: 'John', is_active: true },
  { phone_number: '+15551230001', first_name: 'Ada', is_active: true },
];

const runsOf = (storage) => new lib.StoredRuns(storage, '');

/** Returns the journal of a page, which holds locks of this manager. */
const journalOf = (storage, manager) => new lib.PageJournal(runsOf(storage), { lock: new lib.RunLocks(manager) });

/** Returns the check of a list, all done. */
function check(text) {
  const made = new lib.Check(lib.readList(text).rows, cards);
  const slices = made.slices();
  while (!slices.next().done);
  return made;
}

describe('the warnings of a list', () => {
  const warnings = (text) => lib.readingWarnings(lib.readList(text));

  test('D1 show letters that another encoding makes of UTF-8', () => {
    const misread = (name) => warnings(`+15551234567,${name}`).length;
    for (const name of ['JÃ¼rgen', 'Oâ€™Neil', 'ZoÃ«', 'Ã–zil', 'Â«Jane»']) assert.equal(misread(name), 1, name);
    for (const name of ['Jürgen', 'JOÃO', 'IRMÃ Ana', 'ÂNGELA', 'Pâris', 'Нина']) assert.equal(misread(name), 0, name);
  });

  test('D2 name the lines that are not sent', () => {
    const broken = (count) => warnings(`+15551230001,Ada\n${'+15551234567, "J"\n'.repeat(count)}`);
    assert.deepEqual(broken(0), []);
    assert.deepEqual(broken(1), [
      { title: 'Rows that may be read wrong', lines: ['Line 2. Not sent until fixed; the table shows why.'] },
    ]);
    assert.match(broken(7)[0].lines[0], /^Lines 2, 3, 4, 5, 6 and 2 more\./);
  });

  test('D4 name the ignored columns first, until the user decides', () => {
    assert.deepEqual(warnings('phone,first name,company,notes\n+15551234567,"Ja\nne",Linq,')[0], {
      title: 'Columns not used',
      lines: ['“company”, such as “Linq”.', 'To use one, choose its field under “Columns”.'],
    });
  });
});

describe('the changes of a list', () => {
  const list = '+1999,Jane\n+15551234567,Johnny\n+15551234567,Twice';
  const columns = (...uses) => uses.map((use) => ({ use }));

  /** Returns the changes of a text, none yet. */
  const changesOf = (text, read = columns('phone_number', 'first_name')) => {
    const edits = new lib.Edits();
    edits.follow({ text, columns: read });
    return edits;
  };

  test('are made again in a list that is read again', () => {
    const first = check(list);
    const edits = changesOf(list);
    const [jane, , twice] = first.rows;
    first.edit(jane, { ...jane.params, phone_number: '+15551230001' });
    edits.add(jane, 'phone_number');
    first.leaveOut([twice]);
    edits.leaveOut(twice);
    assert.deepEqual(first.counts, { ready: 2, unchanged: 0, invalid: 0 });
    const second = check(list);
    assert.deepEqual(second.counts, { ready: 0, unchanged: 0, invalid: 3 });
    edits.apply(second);
    assert.deepEqual(
      second.rows.map(({ line, params, result }) => [line, params, result]),
      first.rows.map(({ line, params, result }) => [line, params, result]),
    );
    edits.clear();
    const third = check(list);
    edits.apply(third);
    assert.equal(third.counts.invalid, 3);
  });

  test('are made in rows that are left out, too, so that they are as they were once they are included again', () => {
    const edits = changesOf(list);
    const first = check(list);
    first.edit(first.rows[0], { phone_number: '+15551230001', first_name: 'Jane' });
    edits.add(first.rows[0], 'phone_number');
    edits.leaveOut(first.rows[0]);
    const second = check(list);
    edits.apply(second);
    const [jane] = second.leftOut;
    assert.equal(jane.params.phone_number, '+15551230001');
    assert.ok(edits.has(jane, 'phone_number'));
    assert.equal(edits.has(jane, 'first_name'), false);
    second.include([jane]);
    edits.include(jane);
    assert.equal(jane.result, 'ready');
    const third = check(list);
    edits.apply(third);
    assert.deepEqual(third.leftOut, []);
  });

  test('stay with the column of their cell, whatever it is used for', () => {
    const unused = columns('phone_number', 'unused', 'unused');
    const text = '+1999,A?n,J';
    const edits = changesOf(text, columns('phone_number', 'first_name', 'unused'));
    const [row] = check(text).rows;
    for (const [field, typed] of [
      ['phone_number', '+15551230001'],
      ['first_name', 'Ann'],
    ])
      edits.add({ ...row, params: { [field]: typed } }, field);
    /** The values of the row, with the first name and the last name from these columns. */
    const readWith = (...uses) => {
      edits.follow({ text, columns: columns('phone_number', ...uses) });
      const names = ['column 1', 'column 2', 'column 3'];
      const { rows } = lib.readList(text, { names, uses: ['phone_number', ...uses] });
      const made = new lib.Check(rows, cards);
      const slices = made.slices();
      while (!slices.next().done);
      edits.apply(made);
      return made.rows[0].params;
    };
    const phone_number = '+15551230001';
    assert.deepEqual(readWith('unused', 'first_name'), { phone_number, first_name: 'J' });
    assert.equal(edits.has(row, 'first_name'), false, 'it is read from another column');
    assert.deepEqual(readWith('first_name', 'unused'), { phone_number, first_name: 'Ann' }, 'it is used again');
    assert.equal(edits.has(row, 'first_name'), true);
    edits.follow({ text, columns: unused });
    assert.deepEqual(readWith('last_name', 'first_name'), { phone_number, first_name: 'J', last_name: 'Ann' });
    assert.equal(edits.forgotten.rows, 0);
  });

  test('follow their rows when the text is edited, and are forgotten where it is another one', () => {
    const lines = ['1', '2', '3', '4', '5'];
    /** The lines that are changed and left out after an edit of the text, of those that were. */
    const after = (...now) => {
      const read = (text) => ({ text: text.join('\n'), columns: columns('phone_number', 'first_name') });
      const edits = new lib.Edits();
      edits.follow(read(lines));
      const params = { phone_number: '+15551230001' };
      for (const line of [1, 3, 5]) edits.add({ line, lastLine: line, params }, 'phone_number');
      for (const line of [2, 4]) edits.leaveOut({ line, lastLine: line });
      edits.follow(read(now));
      const rows = now.map((_, index) => ({ line: index + 1, lastLine: index + 1, params: {}, result: [] }));
      edits.apply({
        rows,
        edit: (row) => row.result.push('changed'),
        leaveOut(left) {
          for (const { result } of left) result.push('left out');
        },
      });
      return rows.map(({ result }) => result.join());
    };
    const [changed, out] = ['changed', 'left out'];
    assert.deepEqual(after(...lines), [changed, out, changed, out, changed]);
    assert.deepEqual(after('1', '2', 'three', '4', '5'), [changed, out, '', out, changed]);
    assert.deepEqual(after('1', '2', '2a', '2b', '3', '4', '5'), [changed, out, '', '', changed, out, changed]);
    assert.deepEqual(after('1', '4', '5'), [changed, out, changed]);
    assert.deepEqual(after('1', '2', '3', '4', '5', '6'), [changed, out, changed, out, changed, '']);
    assert.deepEqual(after('a', '2', '3', '4', 'e'), ['', out, changed, out, '']);
    assert.deepEqual(after('7', '8'), ['', '']);
    assert.deepEqual(after('one', '2', '3', '4', '5', '6'), ['', out, changed, out, changed, '']);
    assert.deepEqual(after('0', '1', '2', 'three', '4', '5', '6'), ['', changed, out, '', out, changed, '']);
  });

  /** Returns the lines of a text's rows that are left out, if this one was before, and how many rows were forgotten. */
  const leftOutIn = (now, before, line, options) => {
    const edits = changesOf(before);
    edits.leaveOut(check(before).rows.find((row) => row.line === line));
    edits.follow({ text: now, columns: [] }, options);
    const again = check(now);
    edits.apply(again);
    return [again.leftOut.map((row) => row.line), edits.forgotten.leftOut];
  };

  test('are the user’s, not those of a run whose rows are left out after it', () => {
    const edits = changesOf('+15551234567,A\n+15551230001,B');
    const [first, second] = check('+15551234567,A\n+15551230001,B').rows;
    assert.equal(edits.isAny, false);
    edits.leaveOut(first, { wasSent: true });
    assert.equal(edits.isAny, false);
    edits.leaveOut(second);
    assert.equal(edits.isAny, true);
    edits.include(second);
    assert.equal(edits.isAny, false);
    edits.add({ ...first, params: { first_name: 'New' } }, 'first_name');
    assert.equal(edits.isAny, true);
  });

  test('are forgotten where it is not known which of equal lines was removed', () => {
    const two = '+15551230001,A\n+15551230001,A';
    assert.deepEqual(leftOutIn(two, two, 2), [[2], 0]);
    assert.deepEqual(leftOutIn('+15551230001,A', two, 2), [[], 1]);
  });

  test('are of all lines of a row, whose cells may have line breaks', () => {
    const list = (cell, before = '') => `${before}+15551230001,A\n+15551234567,"${cell}"\n+15551230002,B`;
    const address = 'J\nStreet 1\nBerlin';
    assert.deepEqual(leftOutIn(list(address), list(address), 2), [[2], 0]);
    assert.deepEqual(leftOutIn(list(address, '+15551230003,C\n\n'), list(address), 2), [[4], 0]);
    for (const cell of ['J\nStreet 1\nRome', 'J\nStreet 2\nBerlin', 'J\nStreet 1', 'J\nStreet 1\nBerlin\n'])
      assert.deepEqual(leftOutIn(list(cell), list(address), 2), [[], 1], cell);
    const values = check(list(address));
    const edits = changesOf(list(address));
    edits.add({ ...values.rows[1], params: { phone_number: '+1999' } }, 'phone_number');
    edits.follow({ text: list('J\nStreet 2'), columns: columns('phone_number', 'first_name') });
    const again = check(list('J\nStreet 2'));
    edits.apply(again);
    assert.equal(again.rows[1].params.phone_number, '+15551234567');
  });

  test('follow the rows of a file whose letters are read in another way', () => {
    const [right, wrong] = ['Zoë', 'ZoÃ«'].map((name) => `+15551230001,A\n+15551234567,${name}\n+15551230002,B`);
    assert.deepEqual(leftOutIn(right, wrong, 2, { isSameFile: true }), [[2], 0]);
    assert.deepEqual(leftOutIn(wrong, right, 2, { isSameFile: true }), [[2], 0]);
    assert.deepEqual(leftOutIn(right, wrong, 2), [[], 1], 'the text was edited');
    assert.deepEqual(leftOutIn('⬫㔱㔵', wrong, 2, { isSameFile: true }), [[], 1], 'read as UTF-16');
  });

  test('are gone without a warning with the rows that were removed', () => {
    const text = 'Phone,First name\n+15551234567,Ann\n+15551230001,"Bo\nStreet 1"\n+15551230002,Cy\n+15551230003,Di';
    const [heading, ann, bo, street, cy, di] = text.split('\n');
    /** How many rows are forgotten when each was edited and the second is left out, too. */
    const forgottenIn = (...lines) => {
      const edits = changesOf(text);
      const { rows } = check(text);
      for (const row of rows) edits.add({ ...row, params: { first_name: 'New' } }, 'first_name');
      edits.leaveOut(rows[1]);
      edits.follow({ text: lines.join('\n'), columns: columns('phone_number', 'first_name') });
      return Object.values(edits.forgotten);
    };
    assert.deepEqual(forgottenIn(heading, ann, bo, street, cy, di), [0, 0]);
    assert.deepEqual(forgottenIn(heading, bo, street, cy, di), [0, 0], 'the first one');
    assert.deepEqual(forgottenIn(heading, ann, cy, di), [0, 0], 'one of two lines');
    assert.deepEqual(forgottenIn(heading, ann, '', cy, di), [0, 0], 'a blank line is left');
    assert.deepEqual(forgottenIn(heading, ann, bo, street, cy), [0, 0], 'the last one');
    assert.deepEqual(forgottenIn(heading), [0, 0], 'all');
    assert.deepEqual(forgottenIn(heading, ann, bo, cy, di), [1, 1], 'a line of it is left');
    assert.deepEqual(forgottenIn(heading, ann, 'other', 'text', cy, di), [1, 1], 'it is another one');
    assert.deepEqual(forgottenIn(heading, bo, street, 'other', di), [1, 0], 'one is removed, and one is another');
    assert.deepEqual(forgottenIn(heading, di, 'other', cy, bo, street), [1, 0], 'in another order');
  });

  test('that are forgotten are shown as what they were', () => {
    const linesOf = (rows, leftOut) => lib.forgottenWarnings({ rows, leftOut }).flatMap(({ lines }) => lines);
    assert.deepEqual(lib.forgottenWarnings({ rows: 0, leftOut: 0 }), []);
    assert.deepEqual(lib.forgottenWarnings({ rows: 1, leftOut: 0 }), [
      {
        title: 'What you changed in 1 row is undone',
        lines: ['The text of the list has changed there. The row is as in the list. Check it again.'],
      },
    ]);
    assert.match(linesOf(1, 1)[0], /The row is as in the list, and not left out any more\. Check it again\.$/);
    assert.match(linesOf(2, 0)[0], /The rows are as in the list\. Check them again\.$/);
    assert.match(linesOf(2, 1)[0], /The rows are as in the list, and none is left out any more\. Check them again\.$/);
  });

  test('of a row that is left out release the rows with its number', () => {
    const made = check(list);
    const [, johnny, twice] = made.rows;
    assert.deepEqual(made.leaveOut([twice]), [twice, johnny]);
    assert.equal(johnny.result, 'ready');
    assert.equal(made.rows.length, 2);
  });
});

test('the size of a file is in the unit that fits', () => {
  assert.deepEqual([0, 1, 999, 1_000, 12_345, 4_999_999].map(lib.describeSize), [
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1 kB',
    '12.3 kB',
    '5 MB',
  ]);
});

describe('the outcome of a run', () => {
  const outcome = (counts, all) => lib.describeOutcome({ counts, progress: { all, ended: all } });

  test('is a sentence, with more about a part of it', () => {
    assert.deepEqual(outcome({ saved: 1 }, 1), { tone: 'good', text: 'The update is saved.', details: [] });
    assert.deepEqual(outcome({ saved: 3, invalid: 2 }, 3), {
      tone: 'warn',
      text: 'All 3 updates are saved.',
      details: ['2 to fix, so not sent.'],
    });
    assert.deepEqual(outcome({ saved: 2, cancelled: 1 }, 3), {
      tone: 'warn',
      text: '2 of 3 updates saved.',
      details: ['1 cancelled.'],
    });
    assert.deepEqual(outcome({ saved: 2, skipped: 1 }, 3).details, ['1 skipped, as its card was changed meanwhile.']);
    assert.deepEqual(outcome({ saved: 1, skipped: 2 }, 3).details, [
      '2 skipped, as their cards were changed meanwhile.',
    ]);
    assert.deepEqual(outcome({ saved: 1, refused: 2, unknown: 1, not_sent: 1 }, 5), {
      tone: 'bad',
      text: '1 of 5 updates saved.',
      details: ['2 refused.', '1 unconfirmed: trying again reads the card first.', '1 not sent.'],
    });
    const undo = { counts: { saved: 2 }, progress: { all: 2, ended: 2 }, undo: { at: 0, count: 1 } };
    assert.deepEqual(lib.describeOutcome(undo, { values: 1, unconfirmed: 2 }), {
      tone: 'warn',
      text: 'All 2 updates with the old values are saved.',
      details: [
        '1 value could not be undone.',
        '2 updates are unconfirmed, and not undone: try them again in the run before, or check the card.',
      ],
    });
    const { text, details } = outcome({ saved: 999, saved_inactive: 1 }, 1000);
    assert.equal(text, 'All 1,000 updates are saved.');
    assert.match(details[0], /^1 not active yet/);
  });

  test('has what failed in its title and in its progress', () => {
    const progress = { all: 2000, ended: 1999 };
    const failed = { saved: 749, refused: 1000, unknown: 249, not_sent: 1 };
    assert.equal(lib.describeState({ state: 'done', counts: failed }), 'Done, 1,250 failed');
    assert.equal(lib.describeProgress({ counts: failed, progress }), '1,999 of 2,000 done · 1,250 failed');
    assert.equal(lib.describeProgress({ counts: { saved: 1999 }, progress }), '1,999 of 2,000 done');
  });

  test('has a button for the rows that are not saved', () => {
    const again = [
      { saved: 3 },
      { refused: 1 },
      { unknown: 1000, saved: 1 },
      { cancelled: 1 },
      { cancelled: 12, refused: 3 },
    ];
    assert.deepEqual(again.map(lib.describeAgain), [
      '',
      'Try the failed one again',
      'Try the 1,000 failed again',
      'Send the cancelled one',
      'Send the 15 not saved',
    ]);
  });

  test('has until when it can be undone, or why not', () => {
    const undo = (count, ...reasons) => ({ count, cannot: reasons.map((why) => ({ why })) });
    const until = 'until you close or reload the page, or import anything else.';
    for (const [known, counts, text] of [
      [undo(0), { saved: 2 }, ''],
      [undo(2), { saved: 2 }, `You can undo this run ${until}`],
      [undo(2, 'It was changed again since.'), { saved: 3 }, `You can undo 2 updates ${until}`],
      [undo(1), { saved: 1, undone: 1 }, `You can undo 1 update ${until}`],
      [undo(0, 'A.', 'B.', 'A.'), { saved: 3 }, 'This run can’t be undone. A. B.'],
      [undo(0, 'A.'), { saved: 1, undone: 1 }, 'The rest can’t be undone. A.'],
    ])
      assert.equal(lib.describeUndo(known, counts), text);
  });

  test('has before it what lasts', () => {
    assert.deepEqual(
      [0, 1, 1000].map((count) => lib.describeLasting(count)),
      [
        '',
        '1 update adds a name or sets a picture, which can’t be undone.',
        '1,000 updates add a name or set a picture, which can’t be undone.',
      ],
    );
  });

  test('has the name of what it undoes', () => {
    const at = new Date('2026-01-01T12:01:00');
    const time = lib.timeOf(at);
    assert.equal(lib.nameOfRun({ at }), `the run of ${time}`);
    assert.equal(lib.titleOfRun({ at: new Date(), undo: { at, times: 1 } }), `Undo of the run of ${time}`);
    assert.equal(lib.titleOfRun({ undo: { at, times: 2 } }), `Undo of the undo of the run of ${time}`);
  });

  test('has before it the rows that other runs are still to send, and what to do', () => {
    const at = (time) => ({ otherRunAt: new Date(`2026-01-01T${time}:00`) });
    assert.match(
      lib.describeOtherRuns([at('12:01'), at('12:01')], true),
      /^2 numbers are in the run of 12:01.*, which is not done\. Wait until it is, or send the rest now\.$/,
    );
    assert.match(
      lib.describeOtherRuns([at('12:01')], false),
      /^1 number is in the run of 12:01.*, which is not done\. Wait until it is\.$/,
    );
    assert.match(
      lib.describeOtherRuns([at('12:01'), at('13:00')], false),
      /^2 numbers are in the runs of .* and .*, which are not done\. Wait until they are\.$/,
    );
    assert.match(
      lib.describeOtherRuns([at('12:01'), at('12:05'), at('13:00')], false),
      /^3 numbers are in the runs of [^,]*, [^,]*, and [^,]*, which are not done\./,
    );
  });

  test('D11 has the times of 5,000 rows in less than 10 µs each', () => {
    const rows = Array.from({ length: 5_000 }, () => ({ otherRunAt: new Date('2026-01-01T12:01:00') }));
    for (const describe of [
      () => rows.map(({ otherRunAt }) => lib.leftToOtherRun({}, otherRunAt)),
      () => lib.describeOtherRuns(rows, true),
    ]) {
      const started = processorTime();
      describe();
      const perRow = (processorTime() - started) / rows.length;
      assert.ok(perRow < 0.01, `${perRow} ms`);
    }
  });

  test('has a time that stays on one line', () => {
    assert.doesNotMatch(lib.timeOf(new Date('2026-01-01T12:10:00')), / /);
  });

  test('has a time to come back at that is not too early', () => {
    const at = (time) => new Date(`2026-01-01T${time}`);
    assert.equal(lib.minuteFrom(at('12:02:01')), lib.timeOf(at('12:03:00')));
    assert.equal(lib.minuteFrom(at('12:03:00')), lib.timeOf(at('12:03:00')));
    assert.equal(lib.minuteFrom(at('23:59:59.999')), lib.timeOf(at('00:00:00')));
    const halted = lib.describeHalt({ halted: 'limited', resumesAt: at('12:02:59') });
    assert.ok(halted.endsWith(`It goes on at ${lib.timeOf(at('12:03:00'))}.`), halted);
  });

  test('has the time that is left, in steps that can be read', () => {
    const left = (timeLeft, counts = {}, state = 'running') =>
      lib.describeTimeLeft({ state, timeLeft, counts }, new Date('2026-01-01T12:00:00'));
    assert.equal(left(undefined), '');
    assert.equal(left(3_000), 'A few seconds left');
    assert.equal(left(22_000), 'About 25 seconds left');
    assert.equal(left(61_000), 'About 1 minute left');
    assert.equal(left(200_000), 'About 3 minutes left');
    assert.equal(left(22_000, {}, 'paused'), '');
    assert.match(left(600_000, { held: 1 }), /^Waits for writes until about 12:10/);
    assert.equal(left(undefined, { changed_elsewhere: 2 }, 'paused'), '2 to decide');
    const cancelling = { state: 'running', isCancelling: true, timeLeft: 22_000 };
    assert.equal(lib.describeTimeLeft({ ...cancelling, counts: { sending: 4 } }), 'Waiting for 4 responses');
    assert.equal(lib.describeTimeLeft({ ...cancelling, counts: { sending: 1 } }), 'Waiting for 1 response');
  });

  test('has a limit that is about reading as well', () => {
    assert.match(lib.describeHalt({ halted: 'limited' }), /^You have reached your limit of requests\./);
  });

  test('has a title of what it does, not of what it could do', () => {
    const title = (run) => lib.describeState({ counts: {}, isBusy: false, ...run });
    assert.equal(title({ state: 'idle' }), 'Send');
    assert.equal(title({ state: 'running', counts: { sending: 1, held: 2 } }), 'Sending');
    assert.equal(title({ state: 'running', counts: { waiting: 1, held: 2 } }), 'Sending');
    assert.equal(title({ state: 'running', counts: { held: 2 } }), 'Waiting for numbers without a write left');
    assert.equal(title({ state: 'running', counts: { changed_elsewhere: 1 } }), 'Waiting for your decision');
    assert.equal(title({ state: 'paused', halted: 'moved', isBusy: true }), 'Moved to another tab');
    assert.equal(title({ state: 'paused', halted: 'forgotten' }), 'Stopped');
    assert.equal(title({ state: 'running', isCancelling: true, counts: { sending: 2 } }), 'Cancelling…');
    assert.match(title({ state: 'paused', isBusy: true }), /^Pausing/);
    assert.equal(title({ state: 'paused', halted: 'offline' }), 'Paused');
    assert.equal(title({ state: 'done' }), 'Done');
  });

  test('has the updates that were undone since', () => {
    assert.deepEqual(outcome({ undone: 1 }, 1), { tone: 'good', text: 'The update is undone.', details: [] });
    assert.deepEqual(outcome({ undone: 3 }, 3), { tone: 'good', text: 'All 3 updates are undone.', details: [] });
    assert.deepEqual(outcome({ undone: 2, saved: 1 }, 3), {
      tone: 'warn',
      text: '2 of 3 updates undone.',
      details: ['1 saved, and not undone.'],
    });
  });

  test('has each row that is to be sent in one filter, and counts that add up', () => {
    // Rows with these results have nothing to send, or aren't in a run.
    const others = ['invalid', 'unchanged', 'left_out'];
    const rows = Object.keys(lib.shownAs)
      .filter((result) => !others.includes(result))
      .map((result) => ({ result }));
    const counts = Object.fromEntries(rows.map(({ result }) => [result, 1]));
    const [all, ...filters] = lib.filtersOf(lib.groupsOfRun, () => ({ all: rows.length, counts }));
    for (const row of rows) assert.equal(filters.filter(({ includes }) => includes(row)).length, 1, row.result);
    assert.equal(
      filters.reduce((sum, { count }) => sum + count(), 0),
      all.count(),
    );
  });

  test('has every result in one group of the table', () => {
    const counts = Object.fromEntries(Object.keys(lib.shownAs).map((result) => [result, 1]));
    const groups = [...lib.groupsOfRun, 'fix', 'unchanged', 'leftOut'];
    const sum = groups.reduce((total, group) => total + lib.countOf(group, counts), 0);
    assert.equal(sum, Object.keys(lib.shownAs).length);
  });
});

describe('the storage of a run', () => {
  const rows = [
    { line: 1, lastLine: 1, params: { phone_number: '+15551234567', first_name: 'x'.repeat(500) }, problems: [] },
  ];
  const storage = (room) => {
    const texts = new Map();
    return {
      texts,
      getItem: (key) => texts.get(key) ?? null,
      setItem(key, text) {
        if (text.length > room) throw new Error('QuotaExceededError');
        texts.set(key, text);
      },
      removeItem: (key) => texts.delete(key),
      keys: () => [...texts.keys()],
    };
  };

  test('is tried before the run, and left empty', () => {
    const large = storage(5_000);
    assert.equal(lib.canStore(large, rows), true);
    assert.equal(large.texts.size, 0);
    assert.equal(lib.canStore(storage(500), rows), false);
  });
});

describe('the locks of runs', () => {
  test('are not that of a run that the page has just ended', async () => {
    const locks = new lib.RunLocks(new FakeLocks());
    locks.hold('1', () => {});
    assert.deepEqual(await locks.open(), ['1']);
    locks.release();
    assert.deepEqual(await locks.open(), []);
  });

  test('are none where the browser has none or refuses them', async () => {
    const refuse = async () => {
      throw new DOMException('denied', 'SecurityError');
    };
    for (const [manager, areSupported] of [
      [undefined, false],
      [{ request: refuse, query: refuse }, true],
    ]) {
      const locks = new lib.RunLocks(manager);
      locks.hold('1', () => assert.fail('it was not lost'));
      locks.whenClosed('1', new AbortController().signal, () => assert.fail('it was not open'));
      assert.deepEqual(await locks.open(), []);
      assert.equal(locks.areSupported, areSupported);
      locks.release();
    }
  });
});

describe('the journal of a page, and the lock of its run', () => {
  const client = { update: () => new Promise(() => {}), retrieve: () => new Promise(() => {}) };

  test('hold the lock of a run that is sent, until another page continues it', async () => {
    const [storage, manager] = [new FakeStorage(), new FakeLocks()];
    const journal = () => journalOf(storage, manager);
    const open = () => new lib.RunLocks(manager).open();
    // Its row waits, so that the run hasn't ended when it is continued.
    const budgetOf = () => ({ remaining: 0, nextWriteAt: new Date(Date.now() + 600_000) });
    const options = { journal: journal(), budgetOf };
    const first = new lib.Run(check('+15551234567,Johnny').rows, client, () => {}, options);
    first.start({ wait: true });
    const other = journal();
    const [{ id }] = runsOf(storage).list();
    assert.deepEqual(await open(), [id]);
    other.take(id);
    await settled();
    assert.equal(first.halted, 'moved', 'before the run is read');
    const restoring = other.restoring(cards, client);
    assert.deepEqual(await open(), [id]);
    while (!restoring.next().done);
    await settled();
    assert.deepEqual(await open(), [id]);
    other.forget();
    await settled();
    assert.deepEqual(await open(), []);
  });

  test('hold the lock of a run before another page can find it', async () => {
    const [storage, manager] = [new FakeStorage(), new FakeLocks()];
    const open = [];
    const { setItem } = storage;
    storage.setItem = (key, text) => {
      open.push(locks.held !== '' && key.includes(locks.held));
      setItem(key, text);
    };
    const locks = new lib.RunLocks(manager);
    const journal = new lib.PageJournal(runsOf(storage), { lock: locks });
    new lib.Run(check('+15551234567,Johnny').rows, client, () => {}, { journal }).start();
    assert.ok(open.length > 2 && open.every(Boolean), open.join());
  });

  test('leave a run that another page takes while it is still being restored', async () => {
    const [storage, manager] = [new FakeStorage(), new FakeLocks()];
    const journal = () => journalOf(storage, manager);
    const sent = [];
    const sending = {
      ...client,
      retrieve: async ({ phone_number }) => {
        sent.push(phone_number);
        return { contact_cards: [] };
      },
    };
    // Its row is still to be sent.
    const stored = new lib.Run(check('+15551234567,Johnny').rows, client, () => {}, { journal: journal(), knownAt: 0 });
    stored.start();
    const [first, second] = [journal(), journal()];
    const [{ id }] = runsOf(storage).list();
    first.take(id);
    const restoring = first.restoring(cards, sending);
    restoring.next();
    second.take(id);
    await settled();
    let step = restoring.next();
    while (!step.done) step = restoring.next();
    assert.equal(step.value, 'lost');
    await settled();
    assert.deepEqual(sent, []);
  });

  test('release it at the end of the run, and where it can’t be read', async () => {
    const [storage, manager] = [new FakeStorage(), new FakeLocks()];
    const locks = new lib.RunLocks(manager);
    const journal = new lib.PageJournal(runsOf(storage), { lock: locks });
    const saving = { update: async (changes) => ({ ...cards[0], ...changes }) };
    const run = new lib.Run(check('+15551234567,Johnny').rows, saving, () => {}, { journal });
    run.start();
    assert.equal(locks.held, journal.id);
    await settled();
    assert.equal(run.state, 'done');
    assert.deepEqual([locks.held, await locks.open()], ['', []]);

    new lib.Run(check('+15551234567,Johnny').rows, client, () => {}, {
      journal: journalOf(storage),
    }).start();
    const [{ id }] = runsOf(storage).list();
    storage.setItem(
      storage.keys().find((key) => key.endsWith('.rows')),
      '[null]',
    );
    journal.take(id);
    journal.release(id);
    await settled();
    assert.deepEqual([locks.held, await locks.open()], ['', []], 'it was left');
    journal.take(id);
    const restoring = journal.restoring(cards, client);
    while (!restoring.next().done);
    await settled();
    assert.deepEqual([locks.held, await locks.open()], ['', []]);
  });
});

describe('the journal of a page that is left', () => {
  /** Returns a storage, and a run of one row whose request ends when `abort` is called. */
  function start() {
    const storage = new FakeStorage();
    const journal = journalOf(storage);
    let abort;
    const client = {
      update: () =>
        new Promise((_, reject) => {
          abort = () => reject(new TypeError('aborted'));
        }),
    };
    const run = new lib.Run(check('+15551234567,Johnny').rows, client, () => {}, { journal });
    run.start();
    return { storage, journal, run, abort: () => abort() };
  }
  const found = (storage) => runsOf(storage).list()[0];

  test('does not note a request that the browser aborts as ended, whatever time has passed', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { storage, journal, run, abort } = start();
    journal.leave();
    context.mock.timers.tick(3_600_000);
    abort();
    await settled();
    context.mock.timers.tick(3_600_000);
    assert.equal(run.state, 'done');
    assert.deepEqual([found(storage).all, found(storage).ended], [1, 0]);
  });

  test('notes it after all when the page stays', async () => {
    const { storage, journal, abort } = start();
    journal.leave();
    abort();
    await settled();
    journal.stay();
    assert.equal(found(storage), undefined, 'the run has ended');
  });

  test('notes at once what has a response, and the end', async () => {
    const storage = new FakeStorage();
    const journal = journalOf(storage);
    const saves = [];
    const client = {
      update: (changes) => new Promise((settle) => saves.push(() => settle({ ...cards[0], ...changes }))),
    };
    const { rows } = check('+15551234567,Johnny\n+15551230001,Augusta');
    const run = new lib.Run(rows, client, () => {}, { journal });
    run.start();
    await settled();
    journal.leave();
    saves[0]();
    await settled();
    assert.deepEqual([found(storage).all, found(storage).ended], [2, 1]);
    saves[1]();
    await settled();
    assert.equal(run.state, 'done');
    assert.equal(found(storage), undefined, 'the run has ended');
  });

  test('ends a run whose rows wait for their time when the user signs out', async () => {
    const storage = new FakeStorage();
    const journal = journalOf(storage);
    const client = { update: () => new Promise(() => {}) };
    const run = new lib.Run(check('+15551234567,Johnny').rows, client, () => {}, { journal });
    run.start();
    journal.forget();
    assert.deepEqual([run.state, run.halted], ['paused', 'forgotten']);
  });

  test('notes it before another run is taken, which it would forget otherwise', async () => {
    const { storage, journal, abort } = start();
    const other = journalOf(storage);
    const client = { update: () => new Promise(() => {}) };
    new lib.Run(check('+15551230001,Augusta').rows, client, () => {}, { journal: other }).start();
    journal.leave();
    abort();
    await settled();
    journal.take(other.id);
    journal.stay();
    assert.deepEqual(
      runsOf(storage)
        .list()
        .map(({ id }) => id),
      [other.id],
    );
  });

  test('forgets a run when the user signs out, whatever is still to be noted', async () => {
    const { storage, journal, abort } = start();
    journal.leave();
    abort();
    await settled();
    journal.forget();
    journal.stay();
    assert.deepEqual(storage.keys(), []);
  });
});

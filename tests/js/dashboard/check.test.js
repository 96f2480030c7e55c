// The check of a list: verdicts by field, edits, slices, and what spreadsheets do to numbers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { acceptFormats, growth, makeCards, numberAt, processorTime, renaming } from './fakes.js';
import { load } from './modules.js';

let lib;
before(async () => {
  lib = await load(
    'import/check.js',
    'import/known-numbers.js',
    'import/list.js',
    'import/template.js',
    'shell/slices.js',
  );
  await lib.load();
});
after(() => lib?.remove());

const cardOf = (phone_number) => ({ phone_number, first_name: 'Old', is_active: true });
const row = (params, line = 1) => ({ line, lastLine: line, params: { phone_number: '', ...params }, problems: [] });
const checkOf = (rows, cards) => lib.atOnce(new lib.Check(rows, cards).slices());
/** Returns the verdict on a number, as the only cell of a list besides a name. */
const verdictOn = (cell, numbers) =>
  lib.checkRows(lib.readList(`phone;first name\n"${cell.replaceAll('"', '""')}";New`).rows, numbers.map(cardOf))[0];

test('a change of a card that is not active is sent with a warning', () => {
  const rows = lib.readList('+15551234567,New\n+15559876543,New').rows;
  const cards = [cardOf('+15551234567'), { ...cardOf('+15559876543'), is_active: false }];
  assert.deepEqual(
    lib.checkRows(rows, cards).map(({ result, reason }) => [result, reason]),
    [
      ['ready', undefined],
      ['ready', 'This card is not active yet. Linq may refuse the change until it is.'],
    ],
  );
});

describe('a cell that is no name', () => {
  const phone_number = '+15551234567';
  const card = { phone_number, first_name: 'John', last_name: 'Doe', is_active: true };
  const issuesOf = (params, cards = [card]) =>
    lib.checkRows([row({ phone_number, ...params })], cards)[0].issues.map(({ field, message }) => [field, message]);

  for (const [cell, found] of [
    ['#N/A', 'is a spreadsheet’s error'],
    ['#REF!', 'is a spreadsheet’s error'],
    ['#NAME?', 'is a spreadsheet’s error'],
    ['####', 'is a spreadsheet’s error'],
    ['=A1', 'is a formula'],
    ['=CONCAT(A, B)', 'is a formula'],
    ['-', 'stands for an empty cell'],
    ['–', 'stands for an empty cell'],
    ['?', 'stands for an empty cell'],
    ['n/a', 'stands for an empty cell'],
    ['N/A', 'stands for an empty cell'],
    ['TBD', 'stands for an empty cell'],
    ['null', 'stands for an empty cell'],
    ['undefined', 'stands for an empty cell'],
    ['0', 'stands for an empty cell'],
    ['TRUE', 'is a spreadsheet’s value'],
    ['jane@example.com', 'is an email address'],
  ])
    for (const [field, label] of [
      ['first_name', 'First name'],
      ['last_name', 'Last name'],
    ])
      test(`${cell} as ${field}`, () => {
        const message = `${label} ${found}. Enter the name, or empty the cell to leave the card’s.`;
        assert.deepEqual(issuesOf({ [field]: cell }), [[field, message]]);
      });

  for (const name of [
    'Null',
    'Na',
    'Nan',
    'None',
    'J.',
    'O’Neil',
    '🌻',
    'Ada #1',
    'A=B',
    '4',
    'Ada @ Work',
    'True',
    'Who?',
    'JOÃO',
    'IRMÃ Ana',
    'IRMÃ\u00A0MARIA',
    'BAR “AMANHÃ”',
    'IRMÃ…',
    'ÂNGELA',
    'n',
    "'t Hooft",
  ])
    test(`${name} is one`, () => assert.deepEqual(issuesOf({ first_name: name, last_name: name }), []));

  for (const [name, found] of [
    ['Bj?rn', 'has a “?” in place of a letter'],
    ['M??ller', 'has a “?” in place of a letter'],
    ['?ukasz', 'has a “?” in place of a letter'],
    ['BÃƒÂ¼rge', 'has letters that were misread: it may be “Bürge”'],
    ['Câ€', 'has letters that were misread'],
    ['MÃ¼ller', 'has letters that were misread: it may be “Müller”'],
    ['Oâ€™Neil', 'has letters that were misread: it may be “O’Neil”'],
    ['ZoÃ« & é', 'has letters that were misread'],
    ['Ã–zil 🌻', 'has letters that were misread'],
  ])
    test(`D1 ${name}`, () => {
      assert.deepEqual(issuesOf({ last_name: name }), [['last_name', `Last name ${found}. Enter the name as it is.`]]);
    });

  test('is found in a time that grows in proportion to the cell', () => {
    assert.ok(growth((length) => issuesOf({ first_name: `a@${'.'.repeat(length)} ` })) < 40);
  });

  test('what the card has already isn’t refused', () => {
    const odd = { ...card, first_name: 'Bj?rn', last_name: '0' };
    assert.deepEqual(issuesOf({ first_name: 'Bj?rn', last_name: '0' }, [odd]), []);
  });

  test('a first name that has the last name as well, of the row or of the card', () => {
    const message = (name) => `First name has the last name, too: it would be “${name}”. Enter the first name alone.`;
    assert.deepEqual(issuesOf({ first_name: 'Johnny Doe' }), [['first_name', message('Johnny Doe Doe')]]);
    assert.deepEqual(issuesOf({ first_name: 'John Roe', last_name: 'Roe' }), [['first_name', message('John Roe Roe')]]);
    assert.deepEqual(issuesOf({ first_name: 'John Roe' }), []);
    assert.deepEqual(issuesOf({ first_name: 'Doe' }), []);
    assert.deepEqual(issuesOf({ first_name: 'Johnny Doe', last_name: 'Roe' }), []);
  });

  test('what a card has by now stays', () => {
    const repeated = { ...card, first_name: 'John Doe' };
    assert.deepEqual(issuesOf({ first_name: 'John Doe', image_url: 'https://example.com/new.png' }, [repeated]), []);
  });
});

describe('D5 what a spreadsheet made of a number', () => {
  const mine = '+15551234567';
  const other = '+15559876543';
  for (const [cell, message, suggestion, kind] of [
    ['1.55512E+10', /^Phone number was shortened by a spreadsheet, so digits are missing\. Enter/, mine, 'account'],
    ['1,55512E+10', /shortened/, mine, 'account'],
    ['1.5551E+10', /shortened/, mine, 'account'],
    ['1.55512e10', /shortened/, mine, 'account'],
    ['+1.55512E+10', /shortened/, mine, 'account'],
    // It was rounded up.
    ['1.55599E+10', /shortened/, other, 'account'],
    ['1.5551234567E+10', /^Phone number is written in scientific notation\. Enter/, mine, 'account'],
    ['1.5551234567000E+10', /in scientific notation/, mine, 'account'],
    ['15.5512E+9', /shortened/, mine, 'account'],
    ['1.5E+10', /shortened/, undefined, undefined],
    ['2E+10', /shortened/, undefined, undefined],
    ['1.55512E+11', /shortened/, undefined, undefined],
    ['1.55512E+9', /shortened/, undefined, undefined],
    ['1.55513E+10', /shortened/, undefined, undefined],
    ['15551234567', /^Phone number has no plus: spreadsheets leave it out\. Enter/, mine, 'account'],
    ['14440000007', /has no plus/, undefined, undefined],
    ['5551234567', /has no plus/, mine, 'account'],
    ['(555) 123-4567', /has no plus/, mine, 'account'],
    ['1234567', /has no plus/, mine, 'account'],
    ['15559876543 ', /has no plus/, other, 'account'],
    ['2125551234567', /has no plus/, undefined, undefined],
    ['234567', /must start with \+/, undefined, undefined],
    ['0 555 123 4567', /has no country code/, mine, 'account'],
    ['001 (0)555 123-4567', /starts with 00/, mine, 'account'],
    ['0015551234567', /^Phone number starts with 00 in place of a plus\. Enter/, mine, 'account'],
    ['00 1 (555) 123-4567', /starts with 00/, mine, 'account'],
    ['0014440000007', /starts with 00/, undefined, undefined],
    ['0555 123 4567', /^Phone number has no country code\. Enter/, mine, 'account'],
    ['(0555) 1234567', /has no country code/, mine, 'account'],
    ['0555 123 4568', /has no country code/, undefined, undefined],
    [
      '+1 (0)555 123-4567',
      /^Phone number has a \(0\), which is left out after a country code\. Enter/,
      mine,
      'account',
    ],
    ['+1 (0) 444 000-0007', /has a \(0\)/, undefined, undefined],
    ["'15551234567", /has no plus/, mine, 'account'],
    ['1 (555) 123-4567', /^Phone number has no plus\. Enter/, mine, 'account'],
    ['1-555-123-4567', /has no plus/, mine, 'account'],
    ['15551234567.0', /was saved as a decimal number, without its plus/, mine, 'account'],
    ['15551234567,00', /decimal number/, mine, 'account'],
    ['15,551,234,567', /as an amount, with thousands separators and without its plus/, mine, 'account'],
    ['15.551.234.567', /as an amount/, mine, 'account'],
    ['15’551’234’567', /as an amount/, mine, 'account'],
    ['15,551,234,567.00', /as an amount/, mine, 'account'],
    ['15 551 234 567', /has no plus/, mine, 'account'],
    ['="+15551234567"', /is written as a formula/, mine, 'format'],
    ['=+15551234567', /is written as a formula/, mine, 'format'],
    ['="15551234567"', /is written as a formula/, mine, 'account'],
    ['=15551234567', /is written as a formula/, mine, 'account'],
    ['="+14440000007"', /is written as a formula/, undefined, undefined],
    ['=+1-555-123-4567', /is written as a formula/, mine, 'account'],
    ['=A2', /^Phone number is a formula\. Enter/, undefined, undefined],
    ['=HYPERLINK("tel:+15551234567")', /is a formula/, undefined, undefined],
    ['#####', /was hidden by a spreadsheet, as its column was too narrow\. Widen/, undefined, undefined],
    ['#NAME?', /spreadsheet’s error, as the number was taken for a formula/, undefined, undefined],
    ['#VALUE!', /spreadsheet’s error/, undefined, undefined],
    ['#WERT!', /spreadsheet’s error/, undefined, undefined],
    ['#DIV/0!', /spreadsheet’s error/, undefined, undefined],
    ['#N/A', /spreadsheet’s error/, undefined, undefined],
    ['-5551239876', /is the result of a calculation/, undefined, undefined],
    ['-5.55E+09', /is the result of a calculation/, undefined, undefined],
    ['−5551', /is the result of a calculation/, undefined, undefined],
    ['12/05/1955', /is a date or time, as a spreadsheet took the number for one/, undefined, undefined],
    ['1955-12-05', /is a date or time/, undefined, undefined],
    ['05.12.1955 00:00', /is a date or time/, undefined, undefined],
    ['Jan-55', /is a date or time/, undefined, undefined],
    ['5-Dec-1955', /is a date or time/, undefined, undefined],
    ['15:55:12', /is a date or time/, undefined, undefined],
    ['call me', /^Phone number must start with \+/, undefined, undefined],
  ])
    test(`D5 ${cell}`, () => {
      const verdict = verdictOn(cell, [mine, other]);
      assert.equal(verdict.result, 'invalid');
      assert.match(verdict.reason, message);
      assert.deepEqual([verdict.suggestion, verdict.suggestionKind], [suggestion, kind]);
      assert.deepEqual(
        verdict.issues.map(({ field }) => field),
        ['phone_number'],
      );
    });

  test('D5 an apostrophe before a number is the mark of a text, and not part of it', () => {
    for (const cell of ["'+15551234567", '’+15551234567', " '+15551234567 "])
      assert.deepEqual(verdictOn(cell, [mine]).changes, { phone_number: mine, first_name: 'New' }, cell);
  });

  test('D5 suggests nothing for a date, or where two cards end with the digits', () => {
    const suggested = (cell, ...numbers) => verdictOn(cell, numbers).suggestion;
    assert.equal(suggested('5551234567', '+15551234567'), '+15551234567');
    assert.equal(suggested('5551234567', '+15551234567', '+445551234567'), undefined);
    for (const date of ['19900512', '20240131', '01022003', '12312003'])
      assert.equal(suggested(date, `+49${date}`), undefined, date);
  });

  test('D5 suggests no card twice that is a guess, and none that is in the list', () => {
    const rows = (...numbers) =>
      lib.checkRows(
        numbers.map((phone_number) => row({ phone_number, first_name: 'New' })),
        [{ phone_number: mine, first_name: 'Old', is_active: true }],
      );
    assert.deepEqual(
      rows('5551234567', '0555 1234567').map(({ suggestion }) => suggestion),
      [undefined, undefined],
    );
    assert.deepEqual(
      rows('5551234567', mine).map(({ suggestion }) => suggestion),
      [undefined, undefined],
    );
  });

  test('D5 takes a time that grows in proportion to the cell', () => {
    assert.ok(growth((length) => verdictOn(`00${' '.repeat(length)}12345678x`, [mine])) < 40);
  });

  test('D5 suggests nothing where two cards fit, rounded or cut', () => {
    for (const [cell, ...numbers] of [
      ['1.55512E+10', '+15551234567', '+15551199999'],
      ['1.55512E+10', '+15551234567', '+15551150000'],
      ['1.55512E+10', '+15551200000', '+15551299999'],
      ['1E+10', '+10000000000', '+9999999999'],
    ])
      assert.equal(verdictOn(cell, numbers).suggestion, undefined, `${cell} ${numbers}`);
    assert.equal(verdictOn('1E+10', ['+9999999999']).suggestion, undefined, 'a number of another length');
    assert.equal(verdictOn('1.55512E+10', ['+15551200000', '+15551300000']).suggestion, '+15551200000');
    assert.equal(verdictOn('1.55512E+10', ['+15551149999', '+15551234567']).suggestion, '+15551234567');
  });

  test('D5 suggests every card of an account for its own number only, by the notation of spreadsheets', () => {
    const numbers = Array.from(
      { length: 500 },
      (_, index) =>
        `+1555${String(1_000_003 * (index + 1))
          .padStart(9, '0')
          .slice(0, 7)}`,
    );
    const unique = [...new Set(numbers)];
    for (const number of unique) {
      const value = Number(number);
      const shown = `${Number(value.toExponential(5).split('e')[0])}E+${String(Math.floor(Math.log10(value))).padStart(2, '0')}`;
      const { suggestion } = verdictOn(shown, unique);
      const fits = unique.filter((each) => Number(each).toExponential(5) === value.toExponential(5));
      assert.ok(
        suggestion === undefined || (suggestion === number && fits.length === 1),
        `${number} ${shown} ${suggestion}`,
      );
    }
  });

  test('D5 a card is not suggested to two rows whose digits are missing, nor where another row has its number', () => {
    const cards = [mine, other].map(cardOf);
    const twice = checkOf(
      [row({ phone_number: '1.55512E+10', first_name: 'A' }), row({ phone_number: '1.5551E+10', first_name: 'B' }, 2)],
      cards,
    );
    assert.deepEqual(
      twice.rows.map(({ suggestion }) => suggestion),
      [undefined, undefined],
    );
    assert.deepEqual(twice.edit(twice.rows[1], { phone_number: other, first_name: 'B' }), [
      twice.rows[1],
      twice.rows[0],
    ]);
    assert.equal(twice.rows[0].suggestion, mine);
    twice.edit(twice.rows[1], { phone_number: mine, first_name: 'B' });
    assert.equal(twice.rows[0].suggestion, undefined);
  });

  test('D5 is accepted row by row: only another way to write the whole number is accepted in bulk', () => {
    const rows = ['15551234567', '+1 (555) 987-6543'].map((phone_number) => row({ phone_number, first_name: 'A' }));
    assert.deepEqual(
      acceptFormats(lib, rows, [mine, other].map(cardOf)).map(({ params }) => params.phone_number),
      ['15551234567', other],
    );
    const check = checkOf(rows, [mine, other].map(cardOf));
    assert.deepEqual(check.accept(check.rows[0]), [check.rows[0]]);
    assert.deepEqual(check.rows[0].changes, { phone_number: mine, first_name: 'A' });
    assert.deepEqual(check.accept(check.rows[0]), []);
  });
});

describe('what isn’t part of a number', () => {
  for (const [cell, message] of [
    ['1555O234567', 'Phone number has the letter “O”. Write + and digits only.'],
    ['+1555l234567', 'Phone number has the letter “l”. Write + and digits only.'],
    ['+1-800-FLOWERS', 'Phone number has the letters “FLOWERS”. Write + and digits only.'],
    ['+15551234567 ext. 5', 'Phone number has the letters “ext”. Write + and digits only.'],
    ['+1555*234567', 'Phone number has the character “*”. Write + and digits only.'],
  ])
    test(`is named: ${cell}`, () => assert.equal(verdictOn(cell, ['+15550234567']).reason, message));

  test('is not named where there is no number, or it is only written in another way', () => {
    assert.match(verdictOn('call me', []).reason, /^Phone number must start with \+/);
    const written = verdictOn('tel:+1-555-123-4567', []);
    assert.equal(written.suggestion, '+15551234567');
    assert.doesNotMatch(written.reason, /letter/);
  });
});

describe('a verdict', () => {
  test('has an issue of each field', () => {
    const text = 'phone;first name;last name;picture\n123;J\uFFFD;O"Neil;http://example.com/a.png\n';
    const [verdict] = lib.checkRows(lib.readList(text).rows, []);
    assert.deepEqual(
      verdict.issues.map(({ field }) => field),
      ['first_name', 'last_name', 'phone_number', 'image_url'],
    );
    assert.equal(verdict.reason, verdict.issues.map(({ message }) => message).join(' '));
  });

  test('offers the new card of a number only where nothing else is wrong with the row', () => {
    const number = '+15551234567';
    for (const values of ['J\uFFFDrgen', '"Ada\nLovelace"', 'J\u0085x', 'Ada "Bob', 'Ada,,http://example.com/a.png']) {
      const [{ issues, reason }] = lib.checkRows(lib.readList(`${number},${values}`).rows, []);
      assert.deepEqual([issues.length, issues.filter(({ code }) => code)], [2, []], values);
      assert.match(reason, /This number has no card yet\. Fix the rest of the row, then create it\.$/);
    }
    const check = checkOf(lib.readList(`${number},J\uFFFDrgen`).rows, []);
    const [one] = check.rows;
    check.edit(one, { phone_number: number, first_name: 'Jürgen' });
    assert.deepEqual(one.issues, [
      { field: 'phone_number', message: 'This number has no card yet. Create it first.', code: 'no_card' },
    ]);
  });

  test('is about the row alone where it may have been read wrongly', () => {
    const [verdict] = lib.checkRows(lib.readList('phone;first name\n123;"Jane\n').rows, []);
    assert.deepEqual(
      verdict.issues.map(({ field }) => field),
      [undefined],
    );
  });
});

describe('an edit of a checked row', () => {
  const cards = makeCards(3);
  const numbers = cards.map(({ phone_number }) => phone_number);
  const checked = (...list) =>
    checkOf(
      list.map((phone_number, index) => row({ phone_number, first_name: 'New' }, index + 1)),
      cards,
    );
  const resultsOf = ({ rows }) => rows.map(({ result }) => result);

  test('checks it again, with those that had its number or have it now', () => {
    const check = checked(numbers[0], numbers[0], numbers[1], numbers[2]);
    assert.deepEqual(resultsOf(check), ['invalid', 'invalid', 'ready', 'ready']);
    const [one, two, three] = check.rows;
    assert.deepEqual(check.edit(two, { phone_number: numbers[1], first_name: 'New' }), [two, one, three]);
    assert.deepEqual(resultsOf(check), ['ready', 'invalid', 'invalid', 'ready']);
    assert.equal(three.reason, 'The same number is in line 2. Keep one of them.');
    assert.deepEqual(check.counts, { ready: 2, unchanged: 0, invalid: 2 });
    assert.deepEqual(
      check.edit(two, { phone_number: numbers[1], first_name: 'Newer' }),
      [two],
      'the others are as before',
    );
  });

  test('reads what was typed as it reads a cell', () => {
    const check = checked(numbers[0]);
    const [one] = check.rows;
    check.edit(one, { phone_number: ` '${numbers[0]} `, first_name: ' New ', last_name: '' });
    assert.deepEqual(one.changes, { phone_number: numbers[0], first_name: 'New' });
    check.edit(one, { phone_number: numbers[0], first_name: 'J\uFFFDrgen' });
    assert.equal(one.result, 'invalid');
    check.edit(one, { phone_number: numbers[0], first_name: 'Jürgen' });
    assert.equal(one.result, 'ready');
    check.edit(one, { phone_number: numbers[0], first_name: 'Old' });
    assert.equal(one.result, 'unchanged');
  });

  test('is no way around a row that was read wrongly', () => {
    const check = checkOf(lib.readList(`${numbers[0]},"Jane\n${numbers[1]},Ada\n`).rows, cards);
    const [one] = check.rows;
    check.edit(one, { phone_number: numbers[0], first_name: 'Jane' });
    assert.equal(one.result, 'invalid');
    assert.match(one.reason, /^The quote in line 1 is not closed/);
  });

  test('names five of many lines', () => {
    const check = checked(...Array(8).fill(numbers[0]));
    assert.equal(check.rows[7].reason, 'The same number is in lines 1, 2, 3, 4, 5 and 2 more. Keep one of them.');
    assert.equal(check.rows[0].reason, 'The same number is in lines 2, 3, 4, 5, 6 and 2 more. Keep one of them.');
  });

  test('of a row that is left out comes back when it is included again, in its place', () => {
    const check = checked(numbers[0], numbers[0], numbers[1]);
    const [one, two, three] = check.rows;
    const before = structuredClone(check.rows);
    assert.deepEqual(check.leaveOut([one]), [one, two]);
    assert.deepEqual(check.rows, [two, three]);
    assert.deepEqual(check.leftOut, [one]);
    assert.deepEqual(check.counts, { ready: 2, unchanged: 0, invalid: 0 });
    assert.deepEqual([one.isLeftOut, one.issues, two.result], [true, [], 'ready']);
    assert.deepEqual(check.include([one]), [one, two]);
    assert.deepEqual(
      check.rows.map(({ isLeftOut, ...rest }) => rest),
      before,
    );
    assert.equal(one.isLeftOut, false);
    assert.deepEqual(check.leftOut, []);
    assert.deepEqual(check.counts, { ready: 1, unchanged: 0, invalid: 2 });
  });

  test('that leaves out many rows at once leaves one of those that are equal, and all that differ', () => {
    const list = [
      [numbers[0], 'A'],
      [numbers[0], 'A'],
      [numbers[1], 'A'],
      [numbers[1], 'B'],
      [numbers[1], 'A'],
      ['+1999', 'No card'],
      ['+1999', 'No card'],
      [numbers[2], 'A'],
      [numbers[2], 'J\uFFFD'],
    ].map(([phone_number, first_name]) => `${phone_number},${first_name}`);
    const check = checkOf(lib.readList(list.join('\n')).rows, cards);
    const linesOf = (rows) => rows.map(({ line }) => line);
    assert.deepEqual(linesOf(check.duplicates.repeated), [2, 5]);
    assert.deepEqual(linesOf(check.duplicates.differing), [3, 4]);
    assert.deepEqual(linesOf(check.dispensable).sort(), [2, 5, 6, 7, 9]);
    check.leaveOut(check.dispensable);
    assert.deepEqual(
      check.rows.map(({ line, result }) => [line, result]),
      [
        [1, 'ready'],
        [3, 'invalid'],
        [4, 'invalid'],
        [8, 'ready'],
      ],
    );
    assert.deepEqual(check.dispensable, []);
    check.leaveOut([check.rows[1]]);
    assert.deepEqual(check.counts, { ready: 3, unchanged: 0, invalid: 0 });
    check.include(check.leftOut);
    assert.deepEqual(linesOf(check.rows), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(check.counts.invalid, 9);
  });

  test('always agrees with a new check of the same rows', () => {
    const cells = [...numbers, '15551', '1.4440E+10', '+1 444 0000 001', '14440000001', '1.44400E+10', ''];
    let seed = 7;
    const next = (most) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % most;
    };
    const check = checked(...Array.from({ length: 8 }, () => cells[next(cells.length)]));
    const changeOne = () => {
      const changed = [...check.rows, ...check.leftOut][next(8)];
      if (changed.isLeftOut) return check.include([changed]);
      if (next(4) === 0) return check.leaveOut([changed]);
      return check.edit(changed, { phone_number: cells[next(cells.length)], first_name: ['New', 'Old', ''][next(3)] });
    };
    for (let step = 0; step < 500; step += 1) {
      const before = new Map([...check.rows, ...check.leftOut].map((each) => [each, JSON.stringify(each)]));
      const changed = new Set(changeOne());
      const again = checkOf(check.rows, cards);
      assert.deepEqual(check.rows.map(comparable), again.rows.map(comparable));
      assert.deepEqual(check.counts, again.counts);
      for (const [each, text] of before)
        if (!changed.has(each)) assert.equal(JSON.stringify(each), text, 'a row that changed is returned');
    }
  });
  // The lines of duplicates are named in the order in which they got their number.
  const comparable = ({ reason, issues, isLeftOut, ...rest }) => ({
    ...rest,
    reason: reason?.replace(/lines? [\d, ]+/, 'lines'),
  });
});

describe('D11 a check of 5,000 rows', () => {
  const cards = makeCards(5_000);
  for (const [name, list] of [
    ['with a card each', renaming(cards)],
    [
      'of the same number',
      renaming(cards).map((each) => ({ ...each, params: { ...each.params, phone_number: numberAt(0) } })),
    ],
    [
      'in scientific notation',
      renaming(cards).map((each) => ({ ...each, params: { ...each.params, phone_number: '1.444E+10' } })),
    ],
  ])
    test(`D11 ${name} takes at most 500 ms, in slices`, () => {
      lib.atOnce(new lib.Check(list.slice(0, 500), cards).slices());
      let [slices, started] = [0, processorTime()];
      const check = new lib.Check(list, cards);
      const steps = check.slices();
      for (; ; slices += 1) if (steps.next().done) break;
      const all = processorTime() - started;
      assert.equal(check.rows.length, 5_000);
      assert.ok(all < 500, `${all} ms`);
      assert.ok(slices >= 100, `${slices} slices`);
      started = processorTime();
      check.edit(check.rows[0], { phone_number: numberAt(1), first_name: 'X' });
      const edit = processorTime() - started;
      assert.ok(edit < 150, `an edit takes ${edit} ms`);
    });

  test('D11 of the same number are left out and included again in at most 500 ms', () => {
    const rows = renaming(cards).map((each) => ({ ...each, params: { ...each.params, phone_number: numberAt(0) } }));
    const check = checkOf(rows, cards);
    const started = processorTime();
    check.leaveOut(check.dispensable);
    assert.deepEqual(check.counts, { ready: 1, unchanged: 0, invalid: 0 });
    check.include(check.leftOut);
    assert.equal(check.counts.invalid, 5_000);
    const all = processorTime() - started;
    assert.ok(all < 500, `${all} ms`);
  });
});

describe('work in slices', () => {
  test('lets others work in between, and returns the result', async () => {
    let time = 0;
    let pauses = 0;
    function* work() {
      for (let step = 0; step < 100; step += 1) {
        time += 1;
        yield;
      }
      return 'done';
    }
    const pause = async () => {
      pauses += 1;
    };
    assert.equal(await lib.inSlices(work(), { now: () => time, pause }), 'done');
    assert.ok(pauses >= 7 && pauses <= 9, `${pauses}`);
    assert.equal(await lib.inSlices(work()), 'done');
  });

  test('ends when it is aborted', async () => {
    const stop = new AbortController();
    let steps = 0;
    function* work() {
      for (;;) {
        steps += 1;
        if (steps === 5) stop.abort();
        yield;
      }
    }
    assert.equal(await lib.inSlices(work(), { signal: stop.signal }), undefined);
    assert.equal(steps, 5);
  });

  test('uses the host’s scheduler where there is one', async (context) => {
    let yields = 0;
    globalThis.scheduler = {
      async yield() {
        assert.equal(this, globalThis.scheduler);
        yields += 1;
      },
    };
    context.after(() => delete globalThis.scheduler);
    await lib.nextTask();
    assert.equal(yields, 1);
  });

  test('comes back in another task', async () => {
    const order = [];
    const timer = new Promise((settle) => setTimeout(() => settle(order.push('timer')), 0));
    await lib.nextTask();
    order.push('slice');
    await timer;
    assert.equal(order.length, 2);
  });
});

describe('the template', () => {
  test('is read as it is meant: all columns are known, and its example is not sent', () => {
    const text = lib.writeTemplate();
    assert.ok(text.startsWith('\uFEFF'));
    const list = lib.readList(text);
    assert.deepEqual(list.problems, []);
    assert.deepEqual(
      list.columns.map(({ use }) => use),
      ['phone_number', 'first_name', 'last_name', 'image_url'],
    );
    const [verdict] = lib.checkRows(list.rows, makeCards(10));
    assert.equal(verdict.result, 'invalid');
    assert.equal(verdict.suggestion, undefined);
    assert.deepEqual(
      verdict.issues.map(({ field }) => field),
      ['phone_number'],
      'the rest of the example can be followed',
    );
  });
});

// The modules that read a list: encodings, rows, columns and their problems.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { load } from './modules.js';

let lib;
before(async () => {
  lib = await load('import/decode.js', 'import/columns.js', 'import/list.js', 'import/export.js');
});
after(() => lib?.remove());

const utf8 = (text) => new TextEncoder().encode(text);
const utf16 = (text) => new Uint8Array(Uint16Array.from(text, (_, index) => text.charCodeAt(index)).buffer);
const swapped = (bytes) => bytes.map((_, index) => bytes[index ^ 1]);
const latin1 = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

const params = (text) => lib.readList(text).rows.map((row) => row.params);
const problems = (text) => lib.readList(text).rows.map((row) => row.problems.map(({ message }) => message));
const lines = (text) => lib.readList(text).rows.map(({ line, lastLine }) => [line, lastLine]);
const uses = (text, decisions) => lib.readList(text, decisions).columns.map(({ use }) => use);

describe('D1 the encoding of a file', () => {
  const list = 'phone;first name\r\n+15551234567;Jürgen\r\n+15551230001;Zoë\r\n';
  for (const [name, bytes, label, isGuess] of [
    ['UTF-8', utf8(list), 'utf-8', false],
    ['UTF-8 with a byte order mark', join([0xef, 0xbb, 0xbf], utf8(list)), 'utf-8', false],
    ['UTF-16 with a byte order mark, as Excel’s Unicode text', join([0xff, 0xfe], utf16(list)), 'utf-16le', false],
    ['UTF-16 with a byte order mark, big-endian', join([0xfe, 0xff], swapped(utf16(list))), 'utf-16be', false],
    ['UTF-16 without a byte order mark', utf16(list), 'utf-16le', false],
    ['UTF-16 without a byte order mark, big-endian', swapped(utf16(list)), 'utf-16be', false],
    ['Windows-1252, as Excel’s CSV', latin1(list), 'windows-1252', true],
  ])
    test(`D1 of ${name} is detected`, () => {
      assert.equal(lib.binaryKind(bytes), undefined);
      assert.deepEqual(lib.detectEncoding(bytes), { label, isGuess });
      assert.equal(lib.decode(bytes, label), list);
    });

  test('D1 is Mac Roman, by a guess, where lines end as on an old Mac', () => {
    const bytes = join(latin1('phone,first name\r+15551234567,J'), [0x9f], latin1('rgen\r'));
    assert.deepEqual(lib.detectEncoding(bytes), { label: 'macintosh', isGuess: true });
    assert.equal(lib.decode(bytes, 'macintosh'), 'phone,first name\r+15551234567,Jürgen\r');
  });

  test('D1 is UTF-8 in spite of a broken character, and no guess in ASCII', () => {
    const cut = join(utf8('Zoë, Jürgen, J'), [0xc3], utf8('rgen'));
    assert.deepEqual(lib.detectEncoding(cut), { label: 'utf-8', isGuess: false });
    assert.equal(lib.decode(cut, 'utf-8'), 'Zoë, Jürgen, J\uFFFDrgen');
    // A file that another program has already broken.
    assert.equal(lib.detectEncoding(utf8('J\uFFFDrgen')).label, 'utf-8');
    assert.deepEqual(lib.detectEncoding(utf8('+15551234567,Jane')), { label: 'utf-8', isGuess: false });
    assert.deepEqual(lib.detectEncoding(new Uint8Array()), { label: 'utf-8', isGuess: false });
  });

  test('D1 can be any of those that are offered', () => {
    for (const [label] of lib.encodings) assert.equal(typeof lib.decode(latin1('Jane'), label), 'string', label);
    const russian = Uint8Array.from([0xce, 0xeb, 0xfc, 0xe3, 0xe0]);
    assert.equal(lib.decode(russian, 'windows-1251'), 'Ольга');
    assert.equal(lib.decode(Uint8Array.from([0xa3, 0xf3, 0x64, 0xbc]), 'windows-1250'), 'Łód\u013D');
  });

  test('D1 is shown by examples: whole cells, each with a letter that is new', () => {
    assert.deepEqual(lib.encodingExamples(list), ['Jürgen', 'Zoë']);
    assert.deepEqual(lib.encodingExamples('1, Jürgen Müller ,"Jörg Müller"\n2,Günter,Zoë'), [
      'Jürgen Müller',
      'Jörg Müller',
      'Zoë',
    ]);
    assert.deepEqual(lib.encodingExamples('a,"J\uFFFDrgen",b'), ['J\uFFFDrgen']);
    assert.deepEqual(lib.encodingExamples('ÀÁÂ|éé;ññ,øø\tåå\nüü'), ['ÀÁÂ', 'éé', 'ññ', 'øø', 'åå']);
    assert.deepEqual(lib.encodingExamples('Jane'), []);
  });

  for (const [name, bytes, kind] of [
    ['.xlsx', join([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00]), /spreadsheet \(\.xlsx/],
    ['.xls', join([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), /\.xls/],
    ['.pdf', latin1('%PDF-1.7'), /PDF/],
    ['.rtf', latin1('{\\rtf1'), /rtf/],
    ['.gz', join([0x1f, 0x8b, 0x08]), /compressed/],
    ['UTF-32', join([0xff, 0xfe, 0, 0, 0x2b, 0, 0, 0]), /UTF-32/],
    ['picture', join([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), /not a text/],
    [
      'text with a zero byte',
      latin1('+15551234567,Ja\0ne and a longer text with it, so that it is not UTF-16'),
      /not a text/,
    ],
    ['web page named .xls', latin1('\r\n<html xmlns:o="urn"><table>'), /web page/],
    ['web page in UTF-16', join([0xff, 0xfe], utf16('<!DOCTYPE html>')), /web page/],
  ])
    test(`D1 of a ${name} is none: it is refused`, () => assert.match(lib.binaryKind(bytes), kind));

  test('D1 that is the wrong one leaves rows that are not sent', () => {
    for (const text of ['J\uFFFDrgen', 'J\u0081rgen', 'J\u009Frgen'])
      assert.match(problems(`+15551234567,${text}`)[0][0], /^First name has a character that could not be read/, text);
    assert.match(problems('+1555123456\uFFFD,Jane')[0][0], /^Phone number has a character that could not be read/);
    assert.deepEqual(
      problems('phone,first name,company\n+15551234567,Jane,J\uFFFDrgen Ltd'),
      [[]],
      'not where it is unused',
    );
  });
});

describe('D2 a broken quote', () => {
  test('D2 that is not closed: its line is named, and all that it swallows is one row with a problem', () => {
    const text = 'phone,first name\n\n+15551230001,Ada\n+15551234567,"Jane\n+15551230002,Grace\n+15551230004,Alan\n';
    assert.deepEqual(lines(text), [
      [3, 3],
      [4, 6],
    ]);
    assert.deepEqual(problems(text), [
      [],
      ['The quote in line 4 is not closed. Lines 4 to 6 were read as one row. Close it, or remove it.'],
    ]);
  });

  test('D2 that another quote closes by chance: both of its lines are one row with a problem', () => {
    const text = '+15551234567,"Jane\n+15551230001,"Ada",Lovelace\n+15551230002,Grace\n';
    assert.deepEqual(problems(text), [
      [
        'The quotes of a cell in line 1 do not match. Lines 1 to 2 were read as one row. Write a quote inside a quoted cell twice.',
      ],
      [],
    ]);
    assert.deepEqual(lines(text), [
      [1, 2],
      [3, 3],
    ]);
    assert.match(problems('+15551234567,"Jane\n+15551230001,Ada"\n')[0][0], /^First name has a line break/);
  });

  test('D2 is named with its own line, after a cell with line breaks', () => {
    assert.match(problems('+15551230001,"A\nB","C\n')[0][0], /^The quote in line 2 is not closed/);
    assert.match(
      problems('\r\n\r\n+15551230001,"A" B,C\r\n')[0][0],
      /^The quotes of a cell in line 3 do not match\. Write/,
    );
  });

  test('D2 in the heading: no row can be sent', () => {
    const { problems: found } = lib.readList('phone,"first name\n+15551234567,Jane\n');
    assert.deepEqual(found, [
      'The quote in line 1 is not closed. Lines 1 to 2 were read as one row. Close it, or remove it.',
    ]);
    const { problems: unpaired } = lib.readList('phone,first, name"\n+15551234567,Jane\n');
    assert.deepEqual(unpaired, ['The heading has a quote without a second one. Check the quotes in line 1.']);
    const mismatched = lib.readList('phone,"first" name,"last name"\n+15551234567,Jane,Roe\n');
    assert.match(mismatched.problems[0], /line 1 do not match/);
  });

  test('D2 after a space, or without the other one', () => {
    assert.match(problems('+15551234567, "Doe, Jane"')[0][0], /^A quote has spaces before it/);
    assert.match(problems('+15551234567, "Jane"')[0][0], /^A quote has spaces before it/);
    assert.match(problems('+15551234567,Doe, Jane",x')[0][0], /^Last name has a quote without a second one/);
    const text = 'phone,first name,size\n+15551234567,Jane,"5"""\n';
    assert.match(problems(text)[0][0], /^“size” has a quote without a second one.*choose “Not used”/);
    const names = ['“phone”', '“first name”', '“size”'];
    const { rows } = lib.readList(text, { names, uses: [undefined, undefined, 'unused'] });
    assert.deepEqual(rows[0].problems, []);
  });

  test('D2 is none where a quote belongs to a name', () => {
    const text = '+15551234567,"Jane ""JJ""",Roe "RR" R\n+15551230001,"Doe, Ada",\n';
    assert.deepEqual(problems(text), [[], []]);
    assert.deepEqual(params(text), [
      { phone_number: '+15551234567', first_name: 'Jane "JJ"', last_name: 'Roe "RR" R' },
      { phone_number: '+15551230001', first_name: 'Doe, Ada' },
    ]);
  });

  test('D2 and its kind: no value has a line break or another control character', () => {
    for (const breaking of ['\n', '\r', '\r\n', '\u000B', '\f', '\u0085', '\u2028', '\u2029'])
      assert.match(
        problems(`+15551234567,"Ja${breaking}ne"`)[0][0],
        /^First name has a line break/,
        JSON.stringify(breaking),
      );
    for (const control of ['\0', '\u0007', '\u001B', '\u007F'])
      assert.match(problems(`+15551234567,Ja${control}ne`)[0][0], /^First name has a control character/);
    assert.match(problems('phone;first name\n+15551234567;"Ja\tne"')[0][0], /control character/);
    // Joiners belong to emoji and to some scripts.
    assert.deepEqual(problems('+15551234567,👩‍💻,می‌خواهم'), [[]]);
  });

  test('D2 and its kind: a row with more cells than the heading is not sent', () => {
    assert.deepEqual(problems('phone,first name\n+15551234567,Doe, Jane\n+15551230001,Ada,,\n'), [
      ['The row has 3 cells, but the list has 2 columns. Put a cell with a separator inside in quotes.'],
      [],
    ]);
  });
});

describe('D4 the columns', () => {
  const row = { phone_number: '+15551234567', first_name: 'Jane', last_name: 'Roe' };
  const url = 'https://example.com/a.png';

  test('D4 are read with a heading in any order, and without one', () => {
    for (const text of [
      '+15551234567,Jane,Roe',
      '+15551234567\tJane\tRoe\n',
      '+15551234567; Jane ; Roe',
      '\uFEFFLast name,Phone number,First-Name\r\nRoe,+15551234567,Jane\r\n\r\n',
      'phone_number,image_url,first_name,last_name\n+15551234567,,"Jane",Roe',
      'sep=;\nTel.;"Given name";Surname\n+15551234567;Jane;Roe',
      '\uFEFFsep=\t\r\nPhone\tFirst name\tLast name\r\n+15551234567\tJane\tRoe\r\n',
      '"sep=,"\nPhone,First name,Last name\n+15551234567,Jane,Roe',
      'SEP=|,,,\nPhone|First name|Last name\n+15551234567|Jane|Roe',
      'Nachname;Vorname;Telefon\nRoe;Jane;+15551234567',
      '"Téléphone","Prénom","Nom de famille"\n+15551234567,Jane,Roe',
    ])
      assert.deepEqual(params(text), [row], text);
  });

  test('D4 separated as `sep=` names it, even where another separator is more frequent', () => {
    const text = 'sep=;\nphone;first name\n+15551234567;a,b,c,d';
    assert.deepEqual(params(text), [{ phone_number: '+15551234567', first_name: 'a,b,c,d' }]);
    assert.equal(lib.readList(text).separator, 'semicolons');
    assert.equal(lib.readList(text).headingLine, 2);
  });

  test('D4 separated by tabs or semicolons, with commas in their cells', () => {
    for (const separator of ['\t', ';'])
      assert.deepEqual(params(['+15551234567', 'Doe, Jane'].join(separator)), [
        { phone_number: '+15551234567', first_name: 'Doe, Jane' },
      ]);
  });

  test('D4 separated by what leaves the numbers alone, although other signs are as frequent', () => {
    for (const text of [
      '+15551234567\tDoe, Jane\n+15551230001\tLovelace, Ada\n',
      '15551234567;Doe, Jane;x\n15551230001;Lovelace, Ada\n',
      '0711 1234567|Doe, Jane;x|y\n',
      '"Doe, Jane";+15551234567\n"Lovelace; Ada";+15551230001\n',
      '+15551234567\n+15551230001\n+15551230002;Grace\n',
    ])
      assert.notEqual(lib.readList(text).separator, 'commas', text);
  });

  for (const [use, ...headings] of [
    [
      'phone_number',
      'Phone',
      'Telephone',
      'phone_number',
      'PhoneNumber',
      'Phone #',
      'Phone No.',
      'Tel',
      'Mobile phone',
      'Cell',
      'Number',
      'E.164',
      'Phone (E.164)',
      'Phone 1 - Value',
      'Rufnummer',
    ],
    [
      'first_name',
      'First name',
      'FIRST NAME',
      'first_name',
      'firstName',
      'First-Name*',
      'Given name',
      'Forename',
      'First',
      'Ｆｉｒｓｔ　ｎａｍｅ',
      'Förnamn',
      'First Name (new)',
      'New first name',
    ],
    ['last_name', 'Last name', 'lastName', 'Surname', 'Family name', 'Last', 'Achternaam', 'Last name (new)'],
    [
      'image_url',
      'Picture URL',
      'image_url',
      'Image',
      'Photo',
      'photo-url',
      'Avatar',
      'Profile picture URL',
      'Picture link',
    ],
    ['undecided', 'Name', 'Full name', 'Company', 'E-mail', 'frist_name', 'Phone type', 'First name (old)', ''],
    ['unused', 'result', 'reason', 'trace_id', 'Trace ID'],
  ])
    test(`D4 headed so are read as ${use}: ${headings.join(', ')}`, () => {
      for (const heading of headings) {
        const other = use === 'first_name' ? 'last name' : 'first name';
        assert.equal(uses(`${heading},${other}\nx,y`)[0], use, heading);
      }
    });

  test('D4 headed as new names are preferred to full names', () => {
    const text = 'Name,First Name (new),Last Name (new),Phone\nJane Doe,Jane,Roe,+15551234567';
    assert.deepEqual(uses(text), ['undecided', 'first_name', 'last_name', 'phone_number']);
  });

  test('D4 that are not understood are left for the user to decide, unless they are empty', () => {
    const text = 'phone,frist_name,company,notes,\n+15551234567,Jane,Linq,,extra\n';
    const list = lib.readList(text);
    assert.deepEqual(
      lib.undecided(list.columns).map(({ name, example }) => [name, example]),
      [
        ['“frist_name”', 'Jane'],
        ['“company”', 'Linq'],
        ['column 5', 'extra'],
      ],
    );
    assert.deepEqual(list.problems, ['No column is a first name, last name or picture URL. Choose one that is.']);
    const names = list.columns.map(({ name }) => name);
    const decided = lib.readList(text, { names, uses: [undefined, 'first_name', 'unused'] });
    assert.deepEqual(decided.problems, []);
    assert.deepEqual(decided.rows[0].params, { phone_number: '+15551234567', first_name: 'Jane' });
    assert.deepEqual(
      lib.undecided(decided.columns).map(({ name }) => name),
      ['column 5'],
    );
    assert.equal(
      lib.readList(`x,${text}`, { names, uses: [undefined, 'first_name'] }).columns.some(({ isDecided }) => isDecided),
      false,
      'a decision is not for other columns',
    );
  });

  describe('with full names, guessed to be the first name', () => {
    const list = (heading, ...names) =>
      [heading, ...names.map((name, index) => `+1555123456${index},${name}`)].filter(Boolean).join('\n');
    const guess = (text, decisions) => lib.readList(text, decisions).guess;

    for (const heading of ['Phone,Name', 'Phone,Full name', 'Phone,Display Name', 'Telefon,Vollständiger Name', ''])
      test(`D4 have to be confirmed, by examples: ${heading || 'without a heading'}`, () => {
        const text = list(heading, 'Ada', 'Ada Lovelace', '"Hopper, Grace"', 'Mary Ann Evans', 'Alan Turing');
        const { guess: found, problems: sentences, rows } = lib.readList(text);
        assert.equal(found.use, 'first_name');
        assert.deepEqual(found.fullNames, ['Ada Lovelace', 'Hopper, Grace', 'Mary Ann Evans']);
        assert.match(
          sentences.join(),
          /may have full names: “Ada Lovelace”, “Hopper, Grace”, and “Mary Ann Evans” would each be saved as a first name/,
        );
        assert.deepEqual(rows[1].params, { phone_number: '+15551234561', first_name: 'Ada Lovelace' }, 'none is split');
      });

    test('D4 are as the user decides', () => {
      const text = list('Phone,Name', 'Ada Lovelace');
      const names = ['“Phone”', '“Name”'];
      const used = lib.readList(text, { names, uses: [undefined, 'first_name'] });
      assert.deepEqual([used.guess, used.problems], [undefined, []]);
      assert.equal(used.rows[0].params.first_name, 'Ada Lovelace');
      const ignored = lib.readList(text, { names, uses: [undefined, 'unused'] });
      assert.equal(ignored.guess, undefined);
      assert.deepEqual(ignored.problems, ['No column is a first name, last name or picture URL. Choose one that is.']);
    });

    test('D4 have to be confirmed without a space between them, too', () => {
      for (const cell of ['"Lovelace,Ada"', '"Lovelace;Ada"', 'Ada\u3000Lovelace', 'Ada\u00A0Lovelace'])
        assert.equal(guess(list('Phone,Name', cell))?.fullNames.length, 1, cell);
    });

    test('D4 have to be confirmed also where the user chose the last name', () => {
      const text = list('Phone,Name,Familie', 'Ada Lovelace,Lovelace', 'Bob Stone,Stone');
      const names = ['“Phone”', '“Name”', '“Familie”'];
      const read = (first) => lib.readList(text, { names, uses: [undefined, first, 'last_name'] });
      assert.match(
        read().problems.join(),
        /^“Name” may have full names: “Ada Lovelace” and “Bob Stone” would each be saved as a first name, and “Familie” as the last name\. Confirm that/,
      );
      assert.equal(read().guess.name, '“Name”');
      assert.deepEqual(read('first_name').problems, [], 'confirmed');
      const single = list('Phone,Name,Familie', 'Ada,Lovelace');
      assert.deepEqual(lib.readList(single, { names, uses: [undefined, undefined, 'last_name'] }).problems, []);
    });

    test('D4 next to last names, “Name” is the first name, and full names are to be confirmed', () => {
      const text = list('Phone,Name,Surname', 'Ada,Lovelace');
      assert.deepEqual(lib.readList(text).rows[0].params, {
        phone_number: '+15551234560',
        first_name: 'Ada',
        last_name: 'Lovelace',
      });
      assert.match(
        lib.readList(list('Phone,Name,Surname', 'Ada Lovelace,Lovelace')).problems.join(),
        /^“Name” may have full names: “Ada Lovelace” would be saved as the first name, and “Surname” as the last name\./,
      );
      assert.deepEqual(uses(list('Phone,Full name,Surname', 'Ada,Lovelace')), [
        'phone_number',
        'undecided',
        'last_name',
      ]);
    });

    test('D4 are no guess where the heading is clear, a column has the last names, or each is a single name', () => {
      for (const text of [
        list('Phone,First name', 'Mary Ann'),
        list('', 'Mary Ann,Evans'),
        list('Phone,Name', 'Ada', 'Jean-Luc', ' Grace ', 'Line 2', "O'Neil", 'J.R.'),
        list('', '"Ada\nLovelace"'),
      ])
        assert.equal(guess(text), undefined, text);
      assert.equal(guess(list('', 'Mary Ann,')).use, 'first_name', 'the column of the last names is empty');
      assert.deepEqual(uses('Phone,Name,Contact name\n+15551234567,Ada,Grace'), [
        'phone_number',
        'undecided',
        'undecided',
      ]);
    });
  });

  test('D4 with the same meaning are for the user to decide', () => {
    for (const heading of ['Phone,Mobile,First name', 'phone,phone,First name']) {
      const text = `${heading}\n+15551234567,+15551230001,Jane`;
      const list = lib.readList(text);
      assert.match(list.problems[0], /^More than one column is the phone number: “phone”, “(mobile|phone)”/i);
      const names = list.columns.map(({ name }) => name);
      const decided = lib.readList(text, { names, uses: ['unused'] });
      assert.deepEqual(decided.problems, []);
      assert.deepEqual(decided.rows[0].params, { phone_number: '+15551230001', first_name: 'Jane' });
    }
    const { problems: chosen } = lib.readList('phone,first name,nick\n+15551234567,Jane,J', {
      names: ['“phone”', '“first name”', '“nick”'],
      uses: [undefined, undefined, 'first_name'],
    });
    assert.match(chosen[0], /^More than one column is the first name: “first name”, “nick”/);
  });

  test('D4 with the same meaning, all empty but one, are understood', () => {
    const text = 'Business phone,Work phone,Mobile phone,First name,Company,Notes\n,,+15551234567,Jane,Linq,\n';
    const list = lib.readList(text);
    assert.deepEqual(list.problems, []);
    assert.deepEqual(list.rows[0].params, { phone_number: '+15551234567', first_name: 'Jane' });
    // A broken quote isn't hidden by that.
    assert.match(lib.readList(`${text},x",+15551230001,Ada,,`).problems[0], /^More than one column/);
    assert.match(lib.readList(`${text}+15551230001,,+15551230002,Ada,,`).problems[0], /^More than one column/);
  });

  test('D4 without a heading, in another order: numbers and URLs are recognized, names are not guessed', () => {
    for (const [text, expected] of [
      [`+15551234567,Jane,${url}`, ['phone_number', 'first_name', 'image_url']],
      [`+15551234567,Jane,Roe,${url}`, ['phone_number', 'first_name', 'last_name', 'image_url']],
      [`+15551234567,${url},Jane,Roe`, ['phone_number', 'image_url', 'first_name', 'last_name']],
      ['+15551234567,Jane,Roe,,more', ['phone_number', 'first_name', 'last_name', 'image_url', 'undecided']],
      ['Roe,Jane,+15551234567', ['undecided', 'undecided', 'phone_number']],
      ['Jane,+1 (555) 123-4567', ['undecided', 'phone_number']],
      ['Jane,0711 1234567', ['undecided', 'phone_number']],
      ['1000200030,+15551234567,Jane', ['undecided', 'phone_number', 'undecided']],
      ['nonsense 1,Jane', ['phone_number', 'first_name']],
    ])
      assert.deepEqual(uses(text), expected, text);
  });

  test('D4 whose heading is not understood at all are no row', () => {
    const list = lib.readList('Rufton,Kosename\n+15551234567,Jane\n');
    assert.equal(list.rows.length, 1);
    assert.deepEqual(list.problems, ['No column is the phone number. Choose the one that is.']);
    const { rows, problems: remaining } = lib.readList('Rufton,Kosename\n+15551234567,Jane\n', {
      names: ['“Rufton”', '“Kosename”'],
      uses: ['phone_number', 'first_name'],
    });
    assert.deepEqual(remaining, []);
    assert.deepEqual(rows[0].params, { phone_number: '+15551234567', first_name: 'Jane' });
  });

  test('D4 of a first row with a number are no heading, whatever its name is', () => {
    assert.deepEqual(params('+15551234567,Tel,Number'), [
      { phone_number: '+15551234567', first_name: 'Tel', last_name: 'Number' },
    ]);
  });
});

describe('a list', () => {
  test('D6 has the line numbers of its file', () => {
    assert.deepEqual(lines('\n\n+15551234567,A\n\n \n+15551230001,B'), [
      [3, 3],
      [6, 6],
    ]);
    assert.deepEqual(lines('phone,first name,notes\r\n\r\n+15551234567,A,"x\r\n\r\ny"\r\n+15551230001,B,\r\n'), [
      [3, 5],
      [6, 6],
    ]);
    assert.deepEqual(lines('sep=;\rphone;first name\r+15551234567;A\r'), [[3, 3]]);
    assert.deepEqual(lines('+15551234567,"Jane\n'), [[1, 1]], 'the end of the last line is no line');
  });

  test('without rows has a problem', () => {
    for (const text of ['', ' \n\n', ',,\n', '\uFEFF', 'sep=;'])
      assert.deepEqual(lib.readList(text).problems, ['The list is empty. Paste one, or choose a file.'], text);
    assert.deepEqual(lib.readList('phone,first name\n').problems, ['The list has a heading only. Add the rows.']);
  });

  test('of another kind, with hundreds of cells in a line, is refused', () => {
    const { rows, problems: found } = lib.readList(`x\n${'1,'.repeat(200_000)}`);
    assert.deepEqual([rows, found], [[], ['Line 2 has 200001 cells. Choose a list with one card per line.']]);
  });

  test('with 50,000 rows is read', () => {
    const { rows, problems: found } = lib.readList('+15551234567,Jane,Roe\n'.repeat(50_000));
    assert.equal(rows.length, 50_000);
    assert.deepEqual(found, []);
  });

  test('is exported so that it reads the same, and no spreadsheet runs a formula', () => {
    const row = { phone_number: '+15551234567', first_name: '=1+1', last_name: '-x "y", z' };
    const text = lib.writeList([{ params: row, result: 'refused', reason: '@SUM(1)', traceId: 'trace-1' }]);
    const list = lib.readList(text);
    assert.deepEqual([list.rows[0].params, list.rows[0].problems], [row, []]);
    assert.deepEqual(lib.undecided(list.columns), []);
    assert.equal(
      text,
      'phone_number,first_name,last_name,image_url,result,reason,trace_id\r\n' +
        `+15551234567,"'=1+1","'-x ""y"", z",,refused,"'@SUM(1)",trace-1`,
    );
  });
});

// Validation of phone numbers and updates, changedFields and previewUpdate.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { failure, installEmulator, installProject, number } from './setup.js';

const fixture = (name) => JSON.parse(readFileSync(join(import.meta.dirname, `../../fixtures/${name}.json`), 'utf8'));
const { lib, project } = await installProject();
const { emulator, options } = await installEmulator();

describe('validation', () => {
  /** Checks the rows of the shared table with this name; `undefined` is for those without one. */
  const checkRows = (name) => {
    const rows = fixture('phone_numbers').filter(({ row }) => row === name);
    assert.ok(rows.length >= 16);
    for (const { input, valid, code, offset, suggestion } of rows) {
      const parsed = lib.parsePhoneNumber(input);
      assert.equal(lib.isE164(input), valid === true);
      if (valid) assert.deepEqual(parsed, { value: input });
      else {
        const { message, ...issue } = parsed.issue;
        const expected = { path: [], code, offset, suggestion };
        assert.deepEqual(issue, JSON.parse(JSON.stringify(expected)), JSON.stringify(input));
        assert.ok(message.length > 0);
        const [found] = lib.validateContactCardUpdate({ phone_number: input, first_name: 'J' });
        assert.deepEqual(found, { ...parsed.issue, path: ['phone_number'], message: found.message });
      }
    }
  };

  test('of phone numbers follows the shared table', () => {
    checkRows(undefined);
    assert.equal(lib.parsePhoneNumber(undefined).issue.code, 'not_a_string');
    assert.equal(lib.parsePhoneNumber('+1555\ud83d').issue.code, 'ill_formed');
  });

  test('P1 an invisible character is invalid wherever it is', async () => {
    checkRows('P1');
    for (const [phone_number, offset] of [
      ['\u202a+15551234567\u202c', 0],
      ['+1\u20605551234567', 2],
    ]) {
      const params = { phone_number, first_name: 'J' };
      for (const call of [lib.updateContactCard, lib.createContactCard, lib.ensureContactCard]) {
        const { issues, message } = await failure(call(params, options));
        assert.match(message, /invisible/);
        assert.deepEqual(
          [issues[0].code, issues[0].offset, issues[0].suggestion],
          ['invalid_character', offset, undefined],
        );
      }
      assert.match(lib.parsePhoneNumber(phone_number).issue.message, /invisible/);
    }
  });

  test('P2 the digits of any script are suggested', () => checkRows('P2'));
  test('P3 nothing is suggested for a zero in brackets', () => checkRows('P3'));
  test('P4 nothing is suggested for more than one number', () => checkRows('P4'));
  test('P5 the number of a link is suggested', () => checkRows('P5'));

  test('P6 a name without a visible character is blank', async () => {
    const blank = ['   ', '\u00a0', '\u200b', '\u3164\u200d', '\n'];
    for (const first_name of blank) {
      const params = { phone_number: number, first_name };
      for (const call of [lib.updateContactCard, lib.createContactCard, lib.ensureContactCard]) {
        const { issues, outcome } = await failure(call(params, { ...options, sendEmpty: true }));
        assert.deepEqual([issues.length, issues[0].code, outcome], [1, 'blank', 'not_sent']);
      }
      assert.equal(lib.validateContactCardUpdate(params)[0].code, 'blank');
      assert.throws(() => lib.previewUpdate(params, options), lib.ValidationError);
      const { issues } = lib.contactCardUpdateSchema['~standard'].validate(params);
      assert.deepEqual([issues[0].code, issues[0].path], ['blank', ['first_name']]);
    }
    assert.deepEqual(await emulator.requests(), []);
  });

  test('a suggestion has all digits of the input, in their order, and no other', () => {
    const characters = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code));
    const values = new Map(characters.filter((one) => /\p{Nd}/u.test(one)).map((digit, index) => [digit, index % 10]));
    const others = characters.filter(
      (one) => /[\p{No}\p{Nl}\p{P}\p{S}\p{Z}\p{C}\p{DI}]/u.test(one) && !/[\p{Co}\p{Cn}\p{Cs}]/u.test(one),
    );
    let seed = 1;
    const below = (end) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % end;
    };
    const pick = (list) => list[below(list.length)];
    const digits = [...values.keys()];
    const separators = [
      ...' -.()[]/,\n\t',
      ...'\u00a0\u202f\u200b\u200e\u2060\u2011\u2013\u2212\uff08\uff09\uff0e\u30fc\u2026',
    ];
    let suggested = 0;
    for (let round = 0; round < 20_000; round++) {
      let input = pick(['+', '+', '\uff0b', 'tel:+', ' \u200e+', '']);
      for (let length = below(20); length > 0; length--) {
        const list = pick([digits, digits, ['0', '1', '9'], separators, below(20) ? digits : others]);
        input += pick(list);
      }
      const { suggestion } = lib.parsePhoneNumber(input).issue ?? {};
      if (!suggestion) continue;
      suggested++;
      const expected = [...input].map((character) => values.get(character) ?? '').join('');
      assert.ok(lib.isE164(suggestion));
      assert.equal(suggestion, `+${expected}`, JSON.stringify(input));
    }
    assert.ok(suggested > 1000, `${suggested} suggestions`);
  });

  test('a getter of a phone number is read once', () => {
    let reads = 0;
    const params = {
      first_name: 'J',
      get phone_number() {
        return reads++ ? number : '+49 301';
      },
    };
    const [{ code, suggestion }] = lib.validateContactCardUpdate(params);
    assert.deepEqual([code, suggestion, reads], ['invalid_character', '+49301', 1]);
  });

  test('of updates follows the shared table', () => {
    for (const { name, input, issues } of fixture('updates')) {
      const found = lib
        .validateContactCardUpdate(input)
        .map(({ path, code, suggestion }) => [path.join('.'), code, ...(suggestion ? [suggestion] : [])]);
      assert.deepEqual(found, issues, name);
    }
    assert.equal(lib.validateContactCardUpdate(undefined)[0].code, 'not_an_object');
    assert.equal(lib.validateContactCardUpdate({ phone_number: number, first_name: '\udc00' })[0].code, 'ill_formed');
    assert.deepEqual(
      lib.validateContactCardUpdate({ phone_number: number, first_name: undefined, last_name: 'x' }),
      [],
    );
    assert.deepEqual(lib.validateContactCardUpdate({ phone_number: number, last_name: '' }, { sendEmpty: true }), []);
  });

  test('reports an ill-formed name as unknown, and the issues after it', async () => {
    const broken = { '\ud800': 1 };
    const found = lib.validateContactCardUpdate({ ...broken, phone_number: number, first_name: 'J', last_name: 5 });
    assert.deepEqual(
      found.map(({ path, code }) => [path[0], code]),
      [
        ['\ufffd', 'unknown_field'],
        ['last_name', 'not_a_string'],
      ],
    );
    const params = { phone_number: number, first_name: 'J' };
    const { issues } = await failure(lib.updateContactCard(params, { ...broken, ...options, timeout: -1 }));
    assert.deepEqual(
      issues.map(({ path, code }) => [path[1], code]),
      [
        ['\ufffd', 'unknown_option'],
        ['timeout', 'invalid_option'],
      ],
    );
    const headers = { ...broken, 'x-tenant': '7' };
    assert.throws(
      () => lib.previewUpdate(params, { ...options, headers }),
      ({ issues: [{ path }] }) => path[1] === 'headers',
    );
  });

  test('changedFields returns only the changed fields, unmodified', () => {
    const card = { phone_number: number, first_name: 'Ada', is_active: true };
    assert.equal(lib.changedFields(card, { first_name: 'Ada', last_name: '', image_url: undefined }), undefined);
    assert.deepEqual(lib.changedFields(card, { first_name: '\ud83d' }), { first_name: '\ud83d' });
  });

  test('C8 changedFields refuses what is not an object, as validation does', () => {
    const card = { phone_number: number, first_name: 'Ada', is_active: true };
    const edited = new FormData();
    edited.set('first_name', 'Bea');
    // A `<form>` can be iterated, and has its controls as members.
    const form = { 0: {}, first_name: {}, *[Symbol.iterator]() {} };
    const others = [
      edited,
      new URLSearchParams(edited),
      new Map(Object.entries(card)),
      form,
      [],
      [card],
      null,
      undefined,
    ];
    for (const other of [...others, '', 'Bea', 5, true, () => {}, Symbol('x'), 5n, new Uint8Array(1)]) {
      const [issue] = lib.validateContactCardUpdate(other);
      assert.equal(issue.code, 'not_an_object');
      for (const call of [
        () => lib.changedFields(card, other),
        () => lib.changedFields(other, { first_name: 'Bea' }),
      ]) {
        assert.throws(call, ({ name, outcome, issues, message }) => {
          assert.deepEqual([name, outcome, issues, message], ['ValidationError', 'not_sent', [issue], issue.message]);
          return true;
        });
      }
    }
  });

  test('previewUpdate returns what updateContactCard sends', async () => {
    const params = { phone_number: number, first_name: 'Jo"hn\n🌻' };
    const preview = lib.previewUpdate(params, options);
    await lib.updateContactCard(params, options);
    const [sent] = await emulator.requests();
    assert.equal(sent.method, preview.method);
    assert.equal(sent.target, new URL(preview.url).pathname + new URL(preview.url).search);
    assert.equal(sent.body, preview.body);
    assert.equal(preview.headers.authorization, '•••');
    const headers = Object.fromEntries(sent.headers);
    for (const name of ['accept', 'content-type']) assert.equal(headers[name], preview.headers[name]);
  });

  test('throws or rejects with what a getter throws', async () => {
    const params = {
      get phone_number() {
        throw new RangeError('mine');
      },
    };
    assert.throws(() => lib.validateContactCardUpdate(params), RangeError);
    assert.equal((await failure(lib.updateContactCard(params, options))).message, 'mine');
    const own = {
      get headers() {
        throw new RangeError('mine');
      },
    };
    const { LinqAPIV3 } = await import(join(project.dir, 'node_modules/linq-contact-card/sdk.js'));
    const cards = new lib.ContactCards(options);
    const { contactCard } = new LinqAPIV3(options);
    for (const call of ['update', 'retrieve', 'create', 'ensure'])
      assert.equal((await failure(cards[call]({}, own))).message, 'mine');
    for (const call of ['update', 'retrieve', 'create'])
      assert.equal((await failure(contactCard[call]({}, own))).message, 'mine');
    assert.equal(lib.isE164(number), true, 'the instance still works');
  });
});

// Each operation with an emulator: its result, its errors and what it sends.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure, installEmulator, installProject, number, params } from './setup.js';

const { lib } = await installProject();
const { emulator, options, sent } = await installEmulator();

describe('operations', () => {
  test('an update changes the fields in params, and no others', async () => {
    const card = await lib.updateContactCard({ phone_number: number, first_name: 'Johnny' }, options);
    const expected = {
      phone_number: number,
      first_name: 'Johnny',
      last_name: 'Doe',
      is_active: true,
      image_url: 'https://cdn.linqapp.com/contact-card/example.jpg',
    };
    assert.deepEqual(card, expected);
    assert.deepEqual(await emulator.card(number), expected);
  });

  test('cards are retrieved, one or all', async () => {
    const all = await lib.retrieveContactCards(undefined, options);
    assert.ok(all.contact_cards.length >= 4);
    const {
      contact_cards: [card],
    } = await lib.retrieveContactCards({ phone_number: number }, options);
    assert.equal(card.phone_number, number);
    assert.deepEqual(await lib.retrieveContactCards({ phone_number: '+19999999999' }, options), { contact_cards: [] });
  });

  test('invalid input rejects with the path of each issue, and nothing is sent', async () => {
    const inputs = [
      [{ first_name: 'J' }, 'phone_number', 'required'],
      [{ phone_number: '555-1234', first_name: 'J' }, 'phone_number', 'missing_plus'],
      [{ phone_number: '+05551234567', first_name: 'J' }, 'phone_number', 'leading_zero'],
      [{ phone_number: '+1234567890123456', first_name: 'J' }, 'phone_number', 'too_long'],
      [{ phone_number: '+１５５５１２３４５６７', first_name: 'J' }, 'phone_number', 'invalid_character'],
      [{ phone_number: null, first_name: 'J' }, 'phone_number', 'not_a_string'],
      [{ phone_number: 15551234567, first_name: 'J' }, 'phone_number', 'not_a_string'],
      [{ phone_number: number, first_name: ['J'] }, 'first_name', 'not_a_string'],
      [{ phone_number: number, first_name: null }, 'first_name', 'null_not_supported'],
      [{ phone_number: number, name: 'J' }, 'name', 'unknown_field'],
      [{ phone_number: number, image_url: 'http://example.com/a.png' }, 'image_url', 'not_https_url'],
      [{ phone_number: number, last_name: '' }, 'last_name', 'cannot_clear'],
      [{ phone_number: number, last_name: '\u200b ' }, 'last_name', 'blank'],
      [[], undefined, 'not_an_object'],
    ];
    for (const [input, path, code] of inputs) {
      const error = await failure(lib.updateContactCard(input, options));
      assert.ok(
        error instanceof lib.ValidationError && error instanceof lib.ContactCardError && error instanceof Error,
      );
      assert.deepEqual([error.issues[0].path[0], error.issues[0].code, error.outcome], [path, code, 'not_sent']);
      assert.ok(error.message.length > 10);
    }
    assert.deepEqual(await emulator.requests(), []);
  });

  test('create creates a card, and a second time rejects', async () => {
    const params = { phone_number: '+15551239999', first_name: 'Ada', last_name: 'Lovelace' };
    assert.deepEqual(await lib.createContactCard(params, options), { ...params, is_active: true });
    const error = await failure(lib.createContactCard(params, options));
    assert.deepEqual([error.name, error.code, error.outcome], ['ConflictError', 2014, 'refused']);
    const invalid = await failure(lib.createContactCard({ phone_number: number }, options));
    assert.deepEqual(
      invalid.issues.map(({ path, code }) => [path, code]),
      [[['first_name'], 'required']],
    );
  });

  test('ensure creates a card, updates it, or leaves it unchanged', async () => {
    const params = { phone_number: '+15551239998', first_name: 'Ada', image_url: 'https://example.com/a.jpg' };
    assert.equal((await lib.ensureContactCard(params, options)).action, 'created');
    const unchanged = await lib.ensureContactCard(params, options);
    assert.equal(unchanged.action, 'unchanged');
    assert.match(unchanged.card.image_url, /^https:\/\/cdn\.linqapp\.com\//);
    const updated = await lib.ensureContactCard({ ...params, first_name: 'Bea' }, options);
    assert.deepEqual([updated.action, updated.card.first_name], ['updated', 'Bea']);
    const replaced = await lib.ensureContactCard({ ...params, first_name: 'Bea' }, { ...options, replaceImage: true });
    assert.equal(replaced.action, 'updated');
    const writes = (await sent()).filter((line) => !line.startsWith('GET'));
    assert.deepEqual(writes.slice(1), [
      'PATCH {"first_name":"Bea"}',
      'PATCH {"image_url":"https://example.com/a.jpg"}',
    ]);
    const error = await failure(lib.updateContactCard(params, { ...options, replaceImage: true }));
    assert.equal(error.issues[0].code, 'unknown_option');
  });

  test('a client has bound options, which those of a call override', async () => {
    const cards = new lib.ContactCards({ ...options, timeout: 5_000 });
    assert.equal((await cards.update(params)).first_name, 'John');
    assert.equal((await cards.retrieve({ phone_number: number })).contact_cards.length, 1);
    assert.equal((await cards.ensure(params)).action, 'unchanged');
    assert.equal((await failure(cards.create(params))).name, 'ConflictError');
    assert.deepEqual((await failure(cards.update(params, { timeout: -1 }))).issues[0].path, ['options', 'timeout']);
  });
});

// What the save bar describes, and what Undo writes back.
import assert from 'node:assert/strict';
import { after as afterAll, describe, test } from 'node:test';
import { load } from './modules.js';

const lib = await load('card/changes.js', 'card/restore.js');
const { changedIn, describeLasting, describeOld, describeRemaining, describeSaveBar, oldValues, restore } = lib;
afterAll(() => lib.remove());

const john = { phone_number: '+15551234567', first_name: 'John', last_name: 'Doe', is_active: true };
const ada = { phone_number: '+15551230001', first_name: 'Ada', is_active: true };
const pictured = { ...john, image_url: 'https://cdn.example/a.jpg' };
const edited = { first_name: 'John', last_name: 'Doe', image_url: '' };
const blank = { first_name: '', last_name: '', image_url: '' };
const all = ['first_name', 'last_name', 'image_url'];
const plain = (text) => text.replaceAll(/[\u2068\u2069]/g, '');

describe('the changes in a form', () => {
  for (const [name, card, values, changed] of [
    ['none', john, edited, []],
    ['a name', john, { ...edited, first_name: 'Jane' }, ['first_name']],
    ['a removed name', john, { ...edited, last_name: '' }, ['last_name']],
    ['a new picture', john, { ...edited, image_url: 'https://a.example/b.png' }, ['image_url']],
    ['none of a number without a card', undefined, blank, []],
    ['a first name without a card', undefined, { ...blank, first_name: 'A' }, ['first_name']],
  ])
    test(name, () => assert.deepEqual(changedIn(card, values), changed));
});

describe('Undo', () => {
  for (const [name, before, after, old] of [
    ['restores a replaced name', john, { ...john, first_name: 'Jane' }, { first_name: 'John' }],
    [
      'restores both names',
      john,
      { ...john, first_name: 'A', last_name: 'B' },
      { first_name: 'John', last_name: 'Doe' },
    ],
    ["can't remove an added name", ada, { ...ada, last_name: 'Lovelace' }, {}],
    [
      'restores one name where the other was added',
      ada,
      { ...ada, first_name: 'A', last_name: 'L' },
      { first_name: 'Ada' },
    ],
    ["can't restore a picture", pictured, { ...pictured, image_url: 'https://cdn.example/b.jpg' }, {}],
    ['has nothing to do for a created card', undefined, john, {}],
    ['has nothing to do where nothing changed', john, john, {}],
  ])
    test(name, () => assert.deepEqual(oldValues({ before, after, changed: all }, after), old));

  test('restores nothing that someone else changed between the read and the write', () => {
    const after = { ...john, first_name: 'Jane', last_name: 'Smith' };
    assert.deepEqual(oldValues({ before: john, after, changed: ['first_name'] }, after), { first_name: 'John' });
  });

  test('is described by the old names', () =>
    assert.equal(
      plain(describeOld({ first_name: 'John', last_name: 'Doe' })),
      'First name was “John”. Last name was “Doe”.',
    ));

  /** A client whose server has this card. */
  const clientOf = (card) => {
    const writes = [];
    return {
      writes,
      retrieve: async () => ({ contact_cards: card ? [card] : [] }),
      update: async (params) => {
        writes.push(params);
        return { ...card, ...params };
      },
    };
  };
  const after = { ...john, first_name: 'Jane' };
  const save = { before: john, after, changed: ['first_name'] };

  test('writes the old names back as one update', async () => {
    const client = clientOf(after);
    assert.deepEqual(await restore(client, save), { isRestored: true, card: john, remaining: [] });
    assert.deepEqual(client.writes, [{ phone_number: john.phone_number, first_name: 'John' }]);
  });

  test('leaves what was changed in other fields', async () => {
    const client = clientOf({ ...after, last_name: 'Smith' });
    const { isRestored, card } = await restore(client, save);
    assert.equal(isRestored, true);
    assert.equal(card.last_name, 'Smith');
  });

  test('restores what was not changed since, and names the rest', async () => {
    const client = clientOf({ ...john, first_name: 'Jane', last_name: 'Smith' });
    const both = { ...john, first_name: 'Jane', last_name: 'Roe' };
    const saved = { before: john, after: both, changed: ['first_name', 'last_name'] };
    const { isRestored, remaining } = await restore(client, saved);
    assert.deepEqual([isRestored, remaining], [true, ['last_name']]);
    assert.deepEqual(client.writes, [{ phone_number: john.phone_number, first_name: 'John' }]);
    assert.equal(describeRemaining(remaining), 'Last name was changed since, so nothing was restored there.');
  });

  test('offers no empty value, which can’t be written', () => {
    const empty = { ...john, last_name: '' };
    const saved = { before: empty, after: { ...empty, last_name: 'Roe' }, changed: ['last_name'] };
    assert.deepEqual(oldValues(saved, saved.after), {});
  });

  test('writes nothing once the session has ended', async () => {
    const client = clientOf(after);
    const session = new AbortController();
    const restoring = restore(client, save, session.signal);
    session.abort();
    await assert.rejects(restoring, { name: 'AbortError' });
    assert.deepEqual(client.writes, []);
  });

  for (const [name, now] of [
    ['the name was changed since', { ...after, first_name: 'Joan' }],
    ['someone has written the old name back', john],
    ['there is no card any more', undefined],
  ])
    test(`writes nothing where ${name}`, async () => {
      const client = clientOf(now);
      const { isRestored, card } = await restore(client, save);
      assert.deepEqual([isRestored, card], [false, now]);
      assert.deepEqual(client.writes, []);
    });
});

describe('the hint before saving', () => {
  for (const [name, card, changed, text] of [
    ['a replaced name', john, ['first_name', 'last_name'], ''],
    ['an added name', ada, ['last_name'], "Last name can't be removed once set."],
    ['an added name and picture', ada, ['last_name', 'image_url'], "Last name and picture can't be removed once set."],
    ['another picture', pictured, ['image_url'], "Undo can't restore the old picture, as Linq stores copies."],
    ['a new card', undefined, ['first_name'], "A card can't be removed here once created."],
  ])
    test(name, () => assert.equal(describeLasting(card, changed), text));
});

describe('the save bar', () => {
  const jane = { ...edited, first_name: 'Jane' };
  const budget = (remaining, nextWriteAt = null) => ({ limit: 3, remaining, nextWriteAt });
  const bar = (pane) =>
    describeSaveBar({
      card: john,
      edited: jane,
      isPictureBroken: false,
      budget: undefined,
      busy: undefined,
      issues: [],
      isSignedOut: false,
      now: 0,
      ...pane,
    });

  test('is absent while nothing is unsaved', () => assert.equal(bar({ edited }), undefined));

  for (const [name, pane, shown] of [
    ['one change', {}, { count: '1 change', save: 'Save', hint: 'Uses 1 write.' }],
    ['two changes', { edited: { ...jane, last_name: 'Roe' } }, { count: '2 changes' }],
    ['writes left', { budget: budget(2) }, { hint: 'Uses 1 of your 2 writes.', blocked: '' }],
    [
      'a card that is not active',
      { card: { ...john, is_active: false } },
      { hint: 'Uses 1 write. Linq may refuse changes until the card is active.' },
    ],
    ['the last write', { budget: budget(1) }, { hint: 'Uses your last write.' }],
    [
      'a picture that does not load',
      { edited: { ...edited, image_url: 'https://example.com/none.png' }, isPictureBroken: true },
      {
        hint: "Uses 1 write. The new picture did not load in this browser. Picture can't be removed once set.",
      },
    ],
    [
      'what can’t be seen',
      { edited: { first_name: ' Jane ', last_name: 'D\u200Boe', image_url: ' ' } },
      {
        hint: "Uses 1 write. First name starts with a space and ends with a space. Last name has an invisible letter. Picture can't be removed once set.",
      },
    ],
    ...['\u202E', '\u200F', '\u2062', '\u{E0041}', '\0', '\t', '\uFEFF', '\u200D'].map((letter) => [
      `the invisible letter U+${letter.codePointAt(0).toString(16)}`,
      { edited: { ...edited, first_name: `Jane${letter}` } },
      { hint: 'Uses 1 write. First name has an invisible letter.' },
    ]),
    [
      'what joins letters',
      { edited: { ...edited, first_name: '👩\u200D🚀 🏴\u{E0067}\u{E0062}\u{E007F} \u0628\u200C\u0627' } },
      { hint: 'Uses 1 write.' },
    ],
    ['a new card', { card: undefined, edited: { ...blank, first_name: 'A' } }, { save: 'Create the card' }],
    [
      'a session that has ended',
      { isSignedOut: true },
      { count: 'You are signed out', hint: 'Sign in from another tab, then save.' },
    ],
    [
      'what can’t be saved',
      { issues: ["Last name can't be removed once set."] },
      { hint: "Last name can't be removed once set. Fix it to save.", blocked: '' },
    ],
    ['several fields', { issues: ['One.', 'Two.'] }, { hint: 'Fix 2 fields to save.' }],
    [
      'what can’t be saved while no write is left',
      { issues: ['One.'], budget: budget(0, new Date(597_000)) },
      { save: 'Save in 9:57', isWaiting: true },
    ],
    ['a save in flight', { busy: 'saving' }, { save: 'Saving…', isSaving: true, blocked: 'Saving…' }],
    ['a read in flight', { busy: 'reading' }, { save: 'Save', blocked: 'The card is still loading.' }],
    ['no write left', { budget: budget(0, new Date(597_000)) }, { save: 'Save in 9:57', isWaiting: true }],
  ])
    test(name, () => assert.deepEqual({ ...bar(pane), ...shown }, bar(pane)));

  test('explains why saving has to wait', () => {
    const { hint, blocked } = bar({ budget: budget(0, new Date(597_000)) });
    assert.match(blocked, /^All 3 writes of this number are used\. The next one is at .+\.$/);
    assert.equal(hint, blocked);
    const refused = bar({ budget: budget(1, new Date(597_000)) });
    assert.match(refused.blocked, /^Linq accepts the next write at .+\.$/);
    assert.deepEqual([refused.hint, refused.save], [refused.blocked, 'Save in 9:57']);
  });
});

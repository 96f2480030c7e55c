// The dashboard's list: which cards it shows, which rows are in the page, and what it shows in place of them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { find } from '../../../www/cards/find.js';
import { describeListState } from '../../../www/cards/list-state.js';
import { Listing } from '../../../www/cards/listing.js';
import { rowsInView } from '../../../www/cards/window.js';
import { initials } from '../../../www/shell/page.js';
import { parseRoute } from '../../../www/shell/routes.js';

const cards = [
  { phone_number: '+4', first_name: 'Émile', last_name: 'Zola', is_active: true, image_url: 'https://a.example/4' },
  { phone_number: '+1', first_name: 'emma', last_name: 'Stone', is_active: false },
  { phone_number: '+3', first_name: '', is_active: true },
  { phone_number: '+2', first_name: 'Émile', last_name: 'Abel', is_active: true },
];

function list(changed = []) {
  const listing = new Listing((number) => changed.includes(number));
  listing.setCards(cards);
  return listing;
}
const shown = (listing) => listing.shown().map(({ phone_number }) => phone_number);

describe('the listing', () => {
  test('sorts by name as people do, by number, and by what is not active', () => {
    const listing = list();
    assert.deepEqual(shown(listing), ['+2', '+4', '+1', '+3']);
    listing.sort = 'number';
    assert.deepEqual(shown(listing), ['+1', '+2', '+3', '+4']);
    listing.sort = 'not_active';
    assert.deepEqual(shown(listing), ['+1', '+2', '+4', '+3']);
  });

  test('combines filters and the search, and counts for each filter', () => {
    const listing = list(['+2', '+4']);
    assert.deepEqual(listing.counts(), { not_active: 1, no_picture: 3, saved_today: 2 });
    listing.filters.add('no_picture');
    assert.deepEqual(shown(listing), ['+2', '+1', '+3']);
    listing.filters.add('saved_today');
    assert.deepEqual(shown(listing), ['+2']);
    listing.filters.clear();
    listing.text = 'emile';
    assert.deepEqual(shown(listing), ['+2', '+4']);
  });

  test('places changed and new cards', () => {
    const listing = list();
    const changed = [
      { phone_number: '+2', first_name: 'Zoe', is_active: true },
      { phone_number: '+5', first_name: 'Ann', is_active: true },
    ];
    listing.replaceCards(new Map(changed.map((card) => [card.phone_number, card])));
    assert.deepEqual(shown(listing), ['+5', '+4', '+1', '+2', '+3']);
    assert.equal(listing.total, 5);
  });

  test('finds at once in 5,000 cards', () => {
    const listing = new Listing(() => false);
    listing.setCards(
      Array.from({ length: 5000 }, (_, index) => ({
        phone_number: `+1555${String(index).padStart(7, '0')}`,
        first_name: `Nàme ${index % 97}`,
        last_name: `Number ${index}`,
        is_active: true,
      })),
    );
    listing.text = 'name number 4999';
    const start = performance.now();
    listing.shown();
    const first = performance.now() - start;
    for (let index = 0; index < 20; index++) listing.shown();
    const later = (performance.now() - start - first) / 20;
    assert.deepEqual(shown(listing), ['+15550004999']);
    assert.ok(later < Math.max(first, 20), `each key should be cheaper than the first: ${first} and ${later} ms`);
  });
});

describe('the rows in view', () => {
  const rows = (top, count = 1000) => rowsInView({ count, rowHeight: 50, top, height: 500 });
  for (const [name, actual, expected] of [
    ['at the start', rows(0), { start: 0, end: 18 }],
    ['in the middle', rows(10_000), { start: 192, end: 218 }],
    ['at the end', rows(49_500), { start: 982, end: 1000 }],
    ['beyond the end', rows(90_000), { start: 1000, end: 1000 }],
    ['above the start', rows(-5000), { start: 0, end: 0 }],
    ['of an empty list', rows(0, 0), { start: 0, end: 0 }],
    [
      'of a list that is not displayed',
      rowsInView({ count: 9, rowHeight: Number.NaN, top: 0, height: 0 }),
      { start: 0, end: 0 },
    ],
  ])
    test(name, () => assert.deepEqual(actual, expected));
});

describe('in place of rows', () => {
  for (const [name, state, total, found, title, does] of [
    ['while loading, nothing', { kind: 'loading' }, 0, 0],
    ['with rows, nothing', { kind: 'ready' }, 5, 3],
    ['without cards, how to add one', { kind: 'ready' }, 0, 0, 'No cards yet', 'create'],
    ['without a match, how to see all', { kind: 'ready' }, 5, 0, 'No card matches', 'clear'],
    ['after a failure, why', { kind: 'failed', title: 'No connection', text: '' }, 5, 5, 'No connection', 'reload'],
    [
      'after another user has signed in, how to see their cards',
      { kind: 'replaced', title: 'Another user has signed in', text: '' },
      0,
      0,
      'Another user has signed in',
      'reopen',
    ],
    [
      'signed out, that',
      { kind: 'signed_out', title: 'You are signed out', text: '' },
      0,
      0,
      'You are signed out',
      'reload',
    ],
  ])
    test(name, () => {
      const notice = describeListState(state, total, found, { isSearched: true, isFiltered: false });
      assert.deepEqual([notice?.title, notice?.action.does], [title, does]);
    });

  for (const [isSearched, isFiltered, text, label] of [
    [true, false, 'Try another name or number, or add a new card.', 'Clear search'],
    [false, true, 'Try fewer filters.', 'Clear filters'],
    [true, true, 'Try another name or number, or fewer filters.', 'Clear search and filters'],
  ])
    test(`without a match, ${label}`, () => {
      const notice = describeListState({ kind: 'ready' }, 5, 0, { isSearched, isFiltered });
      assert.deepEqual([notice.text, notice.action.label], [text, label]);
    });

  test('only a failure is a problem', () => {
    const toneOf = (kind) => describeListState({ kind, title: '', text: '' }, 0, 0, {}).tone;
    assert.deepEqual(['failed', 'signed_out', 'replaced'].map(toneOf), ['problem', 'empty', 'empty']);
  });
});

describe('the palette', () => {
  const commands = ['New card', 'Import'].map((label) => ({ label, run() {} }));
  const labels = (text, all = cards) => find(text, all, commands, () => {}).map(({ label }) => label);

  test('finds commands and cards', () => {
    assert.deepEqual(labels('').slice(0, 3), ['New card', 'Import', 'Émile Zola']);
    assert.deepEqual(labels('EM'), ['Émile Zola', 'emma Stone', 'Émile Abel']);
    assert.deepEqual(labels('im'), ['Import']);
    assert.deepEqual(labels('zzz'), []);
  });

  test('shows the first 20 cards', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ phone_number: `+1555${index}`, first_name: 'Ann' }));
    assert.equal(labels('ann', many).length, 20);
  });

  test('opens the card that is chosen', () => {
    const opened = [];
    find('abel', cards, commands, (number) => opened.push(number))[0].run();
    assert.deepEqual(opened, ['+2']);
  });
});

describe('an address', () => {
  for (const [hash, route] of [
    ['#/cards', { view: 'cards' }],
    ['#/cards/0a1b', { view: 'card', id: '0a1b' }],
    ['#/import', { view: 'import' }],
    ['', undefined],
    ['#/cards/', undefined],
    ['#/cards/+15551234567', undefined],
    ['#/cards/a/b', undefined],
    [`#/cards/${'a'.repeat(65)}`, undefined],
    ['#main', undefined],
  ])
    test(hash || 'without a fragment', () => assert.deepEqual(parseRoute(hash), route));
});

describe('initials', () => {
  for (const [first_name, last_name, text] of [
    ['John', 'doe', 'JD'],
    ['  Ada', undefined, 'A'],
    ['👩‍👩‍👧 Family', '🇨🇭', '👩‍👩‍👧🇨🇭'],
    ['e\u0301mile', '', 'E\u0301'],
    ['', '', ''],
  ])
    test(text || 'of a card without a name', () => assert.equal(initials({ first_name, last_name }), text));
});

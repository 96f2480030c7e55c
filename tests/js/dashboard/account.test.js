// The dashboard's store of cards, the ids in addresses, and what is stored on the device.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Account } from '../../../www/account/account.js';
import { CardIds } from '../../../www/account/card-ids.js';
import { Device } from '../../../www/account/device.js';
import { describeLoadFailure, signedOutStates } from '../../../www/account/load-failure.js';
import { SavedToday } from '../../../www/account/saved-today.js';
import { Session } from '../../../www/account/session.js';
import { Saves } from '../../../www/card/saves.js';
import { FakeStorage } from './fakes.js';

const HOUR = 60 * 60 * 1000;
const card = (digit, first_name = `Card ${digit}`) => ({
  phone_number: `+1555000000${digit}`,
  first_name,
  is_active: true,
});

/** An account whose loads end when the test lets them. */
function startAccount() {
  const loads = [];
  const account = new Account(
    { retrieve: () => new Promise((resolve, reject) => loads.push({ resolve, reject })) },
    { add() {} },
  );
  const changes = [];
  account.subscribe(({ type }) => changes.push(type === 'state' ? account.state.kind : type));
  return { account, loads, changes };
}

const names = (account) => account.cards()?.map(({ first_name }) => first_name);
const error = (name, members = {}) => Object.assign(new Error('The request failed'), { name, ...members });

describe('the account', () => {
  test('loads the cards, sorted by number', async () => {
    const { account, loads, changes } = startAccount();
    const done = account.load();
    assert.equal(account.cards(), undefined);
    loads[0].resolve({ contact_cards: [card(3), card(1), card(2)] });
    await done;
    assert.deepEqual(names(account), ['Card 1', 'Card 2', 'Card 3']);
    assert.deepEqual(changes, ['loading', 'cards', 'ready']);
  });

  test('replaces and adds cards in place', async () => {
    const { account, loads, changes } = startAccount();
    const done = account.load();
    loads[0].resolve({ contact_cards: [card(1), card(3)] });
    await done;
    account.replace(card(3, 'Third'));
    account.replace(card(2));
    account.replace(card(0));
    account.replace(card(4));
    assert.deepEqual(names(account), ['Card 0', 'Card 1', 'Card 2', 'Third', 'Card 4']);
    assert.equal(account.card('+15550000003').first_name, 'Third');
    assert.deepEqual(changes.slice(3), ['card', 'card', 'card', 'card']);
  });

  test('reports only cards that differ, and those that were saved', async () => {
    const { account, loads, changes } = startAccount();
    const done = account.load();
    loads[0].resolve({ contact_cards: [card(1)] });
    await done;
    account.replace(card(1));
    assert.equal(changes.length, 3);
    account.saved(card(1));
    assert.equal(changes.length, 4);
    account.replace({ ...card(1), image_url: 'https://example.com/1.png' });
    assert.equal(changes.length, 5);
  });

  test('prefers a card that was saved while the list was loaded', async () => {
    const { account, loads } = startAccount();
    const done = account.load();
    account.saved(card(1, 'Saved'));
    loads[0].resolve({ contact_cards: [card(1, 'Older')] });
    await done;
    assert.deepEqual(names(account), ['Saved']);
  });

  test('takes the result of the latest load alone', async () => {
    const { account, loads } = startAccount();
    const first = account.load();
    const second = account.load();
    loads[1].resolve({ contact_cards: [card(2)] });
    await second;
    loads[0].reject(error('AuthenticationError', { status: 401, code: 2004 }));
    await first;
    assert.deepEqual(names(account), ['Card 2']);
    assert.equal(account.state.kind, 'ready');
  });

  test('keeps the cards where loading again fails, and drops them on sign-out', async () => {
    const { account, loads } = startAccount();
    for (const [outcome, kind, shown] of [
      [{ contact_cards: [card(1)] }, 'ready', ['Card 1']],
      [error('APIConnectionError'), 'failed', ['Card 1']],
      [error('AuthenticationError', { status: 401, code: 2004 }), 'signed_out', undefined],
    ]) {
      const done = account.load();
      const { resolve, reject } = loads.at(-1);
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
      await done;
      assert.equal(account.state.kind, kind);
      assert.deepEqual(names(account), shown);
    }
  });

  test('reads that there is no card as an empty list', async () => {
    const { account, loads } = startAccount();
    const done = account.load();
    loads[0].reject(error('NotFoundError', { status: 404, code: 2001, noCard: true }));
    await done;
    assert.deepEqual([account.state.kind, account.cards()], ['ready', []]);
  });

  test('hides the cards after a session that has expired, and a run still has them', async () => {
    const { account, loads, changes } = startAccount();
    const done = account.load();
    loads[0].resolve({ contact_cards: [card(1)] });
    await done;
    account.signOut(signedOutStates.expired);
    account.saved(card(1, 'Saved'));
    const number = '+15550000001';
    assert.deepEqual([account.cards(), account.card(number)], [undefined, undefined]);
    assert.deepEqual(
      account.cardsOfRun()?.map(({ first_name }) => first_name),
      ['Saved'],
    );
    assert.deepEqual(changes.slice(3), ['cards', 'signed_out']);
    account.signOut(signedOutStates.left, { isFinal: true });
    assert.equal(account.cardsOfRun(), undefined);
  });

  test('stores nothing on this device after the session', async () => {
    const saved = [];
    const account = new Account(
      { retrieve: async () => ({ contact_cards: [card(1)] }) },
      { add: (n) => saved.push(n) },
    );
    await account.load();
    account.saved(card(1, 'First'));
    account.signOut(signedOutStates.expired);
    account.saved(card(1, 'Second'));
    assert.deepEqual(saved, ['+15550000001']);
  });

  test('loads no cards of another user', async () => {
    const { account, loads } = startAccount();
    account.signOut(signedOutStates.replaced, { isFinal: true });
    await account.load();
    assert.deepEqual([loads.length, account.state.kind], [0, 'replaced']);
  });

  test('is empty after a sign-out, whatever a load in flight returns', async () => {
    const { account, loads, changes } = startAccount();
    const done = account.load();
    account.signOut(signedOutStates.expired);
    loads[0].resolve({ contact_cards: [card(1)] });
    await done;
    assert.deepEqual([account.state.kind, account.cards()], ['signed_out', undefined]);
    assert.deepEqual(changes, ['loading', 'cards', 'signed_out']);
  });
});

describe('the cards saved today', () => {
  test('are known after a reload, until midnight', () => {
    let now = new Date(2026, 4, 5, 22, 30).getTime();
    const storage = new FakeStorage();
    const open = () => new SavedToday(new Device(storage, 'ann', () => now), () => now);
    const [here, there] = [open(), open()];
    here.add('+15550000001');
    there.add('+15550000002');
    const later = open();
    assert.deepEqual(
      ['+15550000001', '+15550000002', '+15550000003'].map((number) => later.has(number)),
      [true, true, false],
      'of both tabs',
    );
    now += 2 * HOUR;
    assert.deepEqual([later.has('+15550000001'), open().has('+15550000001')], [false, false], 'after midnight');
    later.add('+15550000003');
    assert.deepEqual([later.has('+15550000001'), later.has('+15550000003')], [false, true]);
  });

  test('are forgotten with the device', () => {
    const device = new Device(new FakeStorage(), '');
    const saved = new SavedToday(device);
    saved.add('+15550000001');
    device.clear();
    saved.clear();
    assert.equal(saved.has('+15550000001'), false);
    device.set('saved-today', 'odd');
    assert.equal(new SavedToday(device).has('+15550000001'), false);
  });
});

describe('the saves that can be undone', () => {
  const save = { before: card(1, 'Old'), after: card(1, 'New'), changed: ['first_name'] };
  const { phone_number } = save.after;
  const MINUTES = 60_000;

  /** A device, and what a page that is opened on it later finds. */
  function openPages() {
    const storage = new FakeStorage();
    const world = { now: 0 };
    const open = () => new Saves(new Device(storage, 'ann', () => world.now));
    return { storage, world, open };
  }

  test('are there as long as the page is, and for ten minutes in one that is loaded again', () => {
    const { world, open } = openPages();
    const saves = open();
    saves.add(save);
    world.now = 10 * MINUTES - 1;
    assert.deepEqual(open().of(phone_number), save);
    assert.equal(open().of('+15550000002'), undefined);
    world.now = 10 * MINUTES;
    assert.equal(open().of(phone_number), undefined);
    assert.deepEqual(saves.of(phone_number), save);
  });

  test('leave the device after ten minutes, when another card is saved', () => {
    const { storage, world, open } = openPages();
    const saves = open();
    saves.add(save);
    world.now = 10 * MINUTES;
    saves.add({ before: card(2, 'Old'), after: card(2, 'New'), changed: ['first_name'] });
    assert.deepEqual(storage.keys(), ['contact-cards:ann:save +15550000002']);
  });

  test('are the last ones, in whatever tab', () => {
    const { open } = openPages();
    const [here, there] = [open(), open()];
    here.add(save);
    assert.equal(here.isLast(save), true);
    const later = { before: card(1, 'New'), after: card(1, 'Newer'), changed: ['first_name'] };
    there.add(later);
    assert.deepEqual([here.of(phone_number), here.isLast(save), here.isLast(later)], [later, false, true]);
    there.remove(phone_number);
    assert.deepEqual(open().of(phone_number), undefined);
  });

  test('are gone once they are removed, and after the device is cleared', () => {
    const { storage, open } = openPages();
    const saves = open();
    saves.add(save);
    saves.remove(phone_number);
    for (const each of [saves, open()]) assert.equal(each.of(phone_number), undefined);
    saves.add(save);
    new Device(storage, 'ann').clear();
    saves.clear();
    for (const each of [saves, open()]) assert.equal(each.of(phone_number), undefined);
  });

  test('that something else has stored are none', () => {
    const device = new Device(new FakeStorage(), 'ann');
    for (const odd of [
      'odd',
      null,
      {},
      { ...save, after: card(2) },
      { ...save, after: { phone_number, first_name: 5 } },
      { ...save, changed: 'first_name' },
      { ...save, changed: ['is_active'] },
      { ...save, changed: [null] },
      { ...save, before: null },
      { ...save, before: 'odd' },
      { ...save, before: card(2) },
      { ...save, before: { phone_number, first_name: 5 } },
      { ...save, before: { phone_number, first_name: {} } },
    ]) {
      device.set(`save ${phone_number}`, odd);
      assert.equal(new Saves(device).of(phone_number), undefined);
    }
  });
});

describe('a session', () => {
  /** The tabs of users; a message reaches all the others. */
  function openTabs(...users) {
    const world = { now: 0, tabs: [] };
    const open = (user) => {
      const channel = {
        postMessage: (data) => {
          for (const other of world.tabs) if (other.channel !== channel) other.channel.onmessage({ data });
        },
      };
      const tab = { channel, events: [] };
      const listener = { ended: (end) => tab.events.push(end), resumed: () => tab.events.push('resumed') };
      tab.session = new Session(user, channel, listener, () => world.now);
      world.tabs.push(tab);
    };
    users.forEach(open);
    return { world, open, tabs: world.tabs, eventsOf: () => world.tabs.map(({ events }) => events) };
  }

  test('ends in every tab of the user with the first 401', () => {
    const { tabs, eventsOf } = openTabs('ann', 'ann');
    for (const status of [200, 403, 500, undefined]) tabs[0].session.note({ started: 0, status });
    assert.deepEqual(eventsOf(), [[], []]);
    for (let times = 0; times < 2; times++) tabs[0].session.note({ started: 0, status: 401 });
    tabs[1].session.note({ started: 0, status: 401 });
    assert.deepEqual(eventsOf(), [['expired'], ['expired']]);
  });

  test('is resumed by the success of a request that was made after its end', () => {
    const { world, tabs, eventsOf } = openTabs('');
    world.now = 10;
    tabs[0].session.note({ started: 5, status: 401 });
    tabs[0].session.note({ started: 6, status: 200 });
    tabs[0].session.note({ started: 11, status: 500 });
    assert.deepEqual(eventsOf(), [['expired']]);
    tabs[0].session.note({ started: 12, status: 200 });
    tabs[0].session.note({ started: 13, status: 401 });
    assert.deepEqual(eventsOf(), [['expired', 'resumed', 'expired']]);
  });

  test('is resumed by any response of Linq’s, and not by those of servers in front of it', () => {
    const { world, tabs, eventsOf } = openTabs('');
    world.now = 10;
    tabs[0].session.note({ started: 10, status: 401 });
    for (const status of [undefined, 302, 403, 404, 429, 502]) tabs[0].session.note({ started: 11, status });
    assert.deepEqual(eventsOf(), [['expired']]);
    // An account without cards.
    tabs[0].session.note({ started: 12, status: 404, traceId: 'trace-1' });
    assert.deepEqual(eventsOf(), [['expired', 'resumed']]);
  });

  test('goes on where a 401 is of a request that was made before the user signed in again', () => {
    const { tabs, eventsOf } = openTabs('ann', 'ann');
    tabs[0].session.note({ started: 8, status: 200 });
    tabs[0].session.note({ started: 9, status: 200 });
    tabs[0].session.note({ started: 8, status: 200 });
    tabs[0].session.note({ started: 8, status: 401 });
    assert.deepEqual(eventsOf(), [[], []]);
    tabs[0].session.note({ started: 9, status: 401 });
    assert.deepEqual(eventsOf(), [['expired'], ['expired']]);
  });

  test('ends in every tab when the user signs out, also after it has expired', () => {
    const { tabs, eventsOf } = openTabs('ann', 'ann');
    tabs[0].session.note({ started: 0, status: 401 });
    tabs[1].session.signOut();
    tabs[1].session.note({ started: 9, status: 200 });
    assert.deepEqual(eventsOf(), [
      ['expired', 'left'],
      ['expired', 'left', 'resumed'],
    ]);
  });

  test('ends when another user opens the page, and not by the messages of others', () => {
    const { tabs, eventsOf } = openTabs('ann', 'bob');
    tabs[0].session.note({ started: 0, status: 401 });
    tabs[0].session.signOut();
    tabs[0].session.note({ started: 9, status: 200 });
    assert.deepEqual(eventsOf(), [['replaced'], []]);
    for (const data of [null, 'expired', {}, { type: 'opened' }, { type: 'constructor', user: 'bob' }])
      tabs[1].channel.onmessage({ data });
    assert.deepEqual(eventsOf(), [['replaced'], []]);
  });

  test('ends once more where another user signs in after a sign-out', () => {
    const { open, tabs, eventsOf } = openTabs('ann', 'ann');
    tabs[1].session.signOut();
    open('bob');
    tabs[0].session.note({ started: 9, status: 200 });
    assert.deepEqual(eventsOf(), [['left', 'replaced'], ['left', 'replaced'], []]);
  });

  test('ends in a tab in which the user has signed in again, by a tab that does not know that', () => {
    const { tabs, eventsOf } = openTabs('ann', 'ann');
    tabs[0].session.signOut();
    tabs[1].session.note({ started: 9, status: 200 });
    tabs[0].session.signOut();
    assert.deepEqual(eventsOf(), [['left'], ['left', 'resumed', 'left']]);
  });
});

describe('D7 a failed load', () => {
  for (const [failure, kind, title, text] of [
    [error('AuthenticationError', { status: 401, code: 2004 }), 'signed_out', /signed out/, /Sign in from another tab/],
    [error('PermissionDeniedError', { status: 403, code: 2005 }), 'failed', /don't have access/, /Sign in/],
    [error('RateLimitError', { status: 429, code: 1007 }), 'failed', /Too many requests/, /Wait a minute/],
    [error('InternalServerError', { status: 500, code: 3006 }), 'failed', /Linq had a problem/, /Try again/],
    [error('InternalServerError', { status: 502 }), 'failed', /gateway/, /status 502/],
    [error('NotFoundError', { status: 404 }), 'failed', /gateway/, /status 404/],
    [error('InvalidResponseError', { status: 200 }), 'failed', /gateway/, /running at \/api\/linq/],
    [error('APIConnectionError'), 'failed', /No connection/, /Check your connection/],
    [error('APIConnectionTimeoutError'), 'failed', /No response in time/, /Try again/],
    [error('constructor'), 'failed', /could not be loaded/, /The request failed/],
    ['a text', 'failed', /could not be loaded/, /a text/],
    [undefined, 'failed', /could not be loaded/, /undefined/],
  ])
    test(`of ${failure?.name ?? failure} ${failure?.status ?? ''} is described`, () => {
      const described = describeLoadFailure(failure);
      assert.equal(described.kind, kind);
      assert.match(described.title, title);
      assert.match(described.text, text);
      assert.doesNotMatch(`${described.title} ${described.text}`, /save|saving|typed|change/i);
    });
});

describe('the device', () => {
  test('stores values by user, and drops those of others', () => {
    const storage = new FakeStorage();
    const ann = new Device(storage, 'ann:1');
    assert.equal(ann.set('name', { a: [1] }), true);
    assert.deepEqual(new Device(storage, 'ann:1').get('name'), { a: [1] });
    storage.setItem('of-another-page', 'stays');
    assert.equal(new Device(storage, 'bob').get('name'), undefined);
    assert.deepEqual(storage.keys(), ['of-another-page']);
  });

  test('drops what expires after 24 hours', () => {
    const storage = new FakeStorage();
    let now = 0;
    const device = new Device(storage, '', () => now);
    device.set('short', 1, 24 * HOUR);
    device.set('long', 2);
    now = 24 * HOUR - 1;
    assert.deepEqual([device.get('short'), device.get('long')], [1, 2]);
    now = 24 * HOUR;
    assert.deepEqual([device.get('short'), device.get('long')], [undefined, 2]);
    assert.equal(storage.keys().length, 1, 'it is dropped once it is read');
    const reopened = new Device(storage, '', () => now);
    assert.deepEqual([reopened.get('long'), storage.keys().length], [2, 1]);
  });

  test('drops what has expired when another value is stored, and nothing of another user', () => {
    const storage = new FakeStorage();
    let now = 0;
    const device = new Device(storage, 'ann', () => now);
    device.set('short', 1, HOUR);
    storage.setItem('contact-cards:bob:name', 'of the user who has signed in since');
    now = HOUR;
    device.set('long', 2);
    assert.deepEqual(storage.keys(), ['contact-cards:bob:name', 'contact-cards:ann:long']);
  });

  test('removes one value, or all of them', () => {
    const storage = new FakeStorage();
    const device = new Device(storage, '');
    for (const name of ['a', 'b', 'c']) device.set(name, name);
    device.remove('a');
    assert.deepEqual([device.get('a'), device.get('b')], [undefined, 'b']);
    storage.setItem('contact-cards:bob:name', 'of the user who has signed in since');
    device.clear();
    assert.deepEqual([device.get('b'), storage.keys()], [undefined, ['contact-cards:bob:name']]);
  });

  test('stores in memory what the storage refuses', () => {
    const refuse = () => {
      throw new Error('QuotaExceededError');
    };
    const full = Object.assign(new FakeStorage(), { setItem: refuse });
    const closed = { getItem: refuse, setItem: refuse, removeItem: refuse, keys: refuse };
    for (const storage of [full, closed]) {
      const device = new Device(storage, '');
      assert.equal(device.set('name', 1), false);
      assert.equal(device.get('name'), 1);
      device.remove('name');
      assert.equal(device.get('name'), undefined);
      device.set('name', 2);
      device.clear();
      assert.equal(device.get('name'), undefined);
    }
  });

  test('drops entries that are not its own', () => {
    const storage = new FakeStorage();
    const texts = ['', '{', 'null', '7', '[]', '{"until":1}', '{"__proto__":{"value":1}}', '{"value":1,"until":"x"}'];
    for (const [index, text] of texts.entries()) storage.setItem(`contact-cards::${index}`, text);
    const device = new Device(storage, '');
    for (const index of texts.keys()) assert.equal(device.get(String(index)), undefined, texts[index]);
    assert.deepEqual(storage.keys(), []);
  });
});

describe('the ids of cards', () => {
  const makeIds = (device) => {
    let next = 0;
    return new CardIds(device, () => `id${next++}`);
  };

  test('are stable, and known to a page that is opened later once they are stored', () => {
    const storage = new FakeStorage();
    const ids = makeIds(new Device(storage, ''));
    assert.deepEqual(
      ['+1555', '+1666', '+1555'].map((number) => ids.idOf(number)),
      ['id0', 'id1', 'id0'],
    );
    ids.store('id1');
    const later = new CardIds(new Device(storage, ''));
    assert.equal(later.numberOf('id1'), '+1666');
    assert.equal(later.idOf('+1666'), 'id1');
    assert.equal(later.numberOf('id0'), undefined, 'its card was not opened');
    assert.equal(later.numberOf('unknown'), undefined);
  });

  test('of another tab are found', () => {
    const storage = new FakeStorage();
    const here = makeIds(new Device(storage, ''));
    const there = new CardIds(new Device(storage, ''));
    const id = there.idOf('+1555');
    there.store(id);
    assert.equal(here.numberOf(id), '+1555');
  });

  test('have no number in them, and never repeat', () => {
    const ids = new CardIds(new Device(new FakeStorage(), ''));
    const made = Array.from({ length: 1000 }, (_, index) => ids.idOf(`+1555${index}`));
    assert.equal(new Set(made).size, 1000);
    for (const id of made) assert.match(id, /^[0-9a-f]{16}$/);
  });

  test('are stored for the cards opened last', () => {
    const device = new Device(new FakeStorage(), '');
    const ids = makeIds(device);
    for (let index = 0; index < 1200; index++) ids.store(ids.idOf(`+1555${index}`));
    const later = new CardIds(device);
    assert.equal(later.numberOf('id0'), undefined);
    assert.equal(later.numberOf('id1199'), '+15551199');
  });

  test('that are stored by something else are left out', () => {
    const device = new Device(new FakeStorage(), '');
    device.set('card-ids', [['a', 7], 'b', ['c', '+1555', 'x'], null, ['d', '+1555']]);
    const ids = new CardIds(device);
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].map((id) => ids.numberOf(id)),
      [undefined, undefined, undefined, '+1555'],
    );
  });

  test('are gone after they are cleared', () => {
    const device = new Device(new FakeStorage(), '');
    const ids = makeIds(device);
    ids.store(ids.idOf('+1555'));
    device.clear();
    ids.clear();
    assert.equal(ids.numberOf('id0'), undefined);
  });

  test('are gone but for that of a card that remains open', () => {
    const device = new Device(new FakeStorage(), '');
    const ids = makeIds(device);
    for (const number of ['+1555', '+1666']) ids.store(ids.idOf(number));
    device.clear();
    ids.clear('+1666');
    assert.deepEqual([ids.numberOf('id0'), ids.numberOf('id1'), ids.idOf('+1666')], [undefined, '+1666', 'id1']);
  });
});

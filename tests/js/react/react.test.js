// The hook in real React, in the browser that BROWSER names, with an emulator and its gateway.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { open as openBrowser } from '../support/browsers.js';
import { startEmulator } from '../support/emulator.js';
import { waitLimit } from '../support/limits.js';
import { importEdge, importServer, makeSite, versions } from './site.js';

const number = '+15551234567';
const other = '+15551230001';
const missing = '+15559000001';

let site;
let emulator;
let driver;
before(async () => {
  site = await makeSite();
  emulator = await startEmulator('--www', site.www, '--budget', 'off');
  driver = await openBrowser();
});
after(async () => {
  await driver?.quit();
  await emulator?.stop();
  site?.remove();
});
beforeEach(async () => {
  await emulator.reset();
  await emulator.settings({ budget: null });
});

/** Calls a function of the page. */
const call = (name, ...args) => driver.executeScript(`return page[arguments[0]](...arguments[1])`, name, args);
/** Calls an asynchronous function of the page, and waits for its result. */
const run = (name, ...args) =>
  driver.executeAsyncScript(`page[arguments[0]](...arguments[1]).then(arguments[2])`, name, args);
/** Starts an asynchronous function of the page. The returned function waits for its result. */
async function start(name, ...args) {
  await driver.executeScript(`(window.started ??= []).push(page[arguments[0]](...arguments[1]))`, name, args);
  const index = (await driver.executeScript('return started.length')) - 1;
  return () => driver.executeAsyncScript('started[arguments[0]].then(arguments[1])', index);
}
const state = (name = 'a') => call('state', name);
/** Waits until a component's state has these members, and returns it. */
async function waitFor(wanted, name = 'a') {
  let current;
  await driver.wait(
    async () => {
      current = await state(name);
      return Object.entries(wanted).every(([member, value]) => current[member] === value);
    },
    waitLimit,
    () => `${JSON.stringify(current)} should have ${JSON.stringify(wanted)}`,
  );
  return current;
}
const show = (...cards) => call('show', cards);
/** Shows one card, and waits until it is known. */
async function open(props = {}) {
  await show({ name: 'a', number, ...props });
  return waitFor({ status: 'ready' });
}
const writes = async () => (await emulator.requests()).filter(({ method }) => method !== 'GET').map(({ body }) => body);
const methods = async () => (await call('calls')).map(({ method }) => method);
/** Waits until so many requests are held back. */
const waitForHeld = (count) => driver.wait(async () => (await call('held')) === count, waitLimit);
const waitForCalls = (count) => driver.wait(async () => (await methods()).length === count, waitLimit);

/** Saves three times at once, in two components, and returns the results. */
async function saveAtOnce() {
  await show({ name: 'a', number }, { name: 'b', number });
  await waitFor({ status: 'ready' }, 'b');
  await call('hold');
  const ends = [
    await start('save', 'a', { first_name: 'Jane' }),
    await start('save', 'a', { first_name: 'Jane' }),
    await start('save', 'b', { last_name: 'Roe' }),
  ];
  await call('release');
  const results = [];
  for (const end of ends) results.push(await end());
  return results;
}

for (const version of versions) {
  describe(`useContactCard in React ${version}`, () => {
    beforeEach(async () => {
      await driver.get(`${emulator.url}/${version}.html`);
      await driver.wait(() => driver.executeScript('return typeof page === "object"'), waitLimit);
    });
    afterEach(async () => assert.deepEqual(await driver.executeScript('return problems'), []));

    test('reads the card once, for two components in strict mode', async () => {
      await show({ name: 'a', number }, { name: 'b', number });
      const expected = {
        status: 'ready',
        card: await emulator.card(number),
        error: null,
        conflict: null,
        budget: { limit: 3, used: 0, remaining: 3, isFree: true },
      };
      await waitFor({ status: 'ready' }, 'b');
      assert.deepEqual([await state('a'), await state('b')], [expected, expected]);
      assert.deepEqual(await methods(), ['GET']);
      assert.deepEqual(await call('history', 'a'), ['loading', `ready ${number}`]);
    });

    test('reads again only for another number, client or base URL, and passes the latest options on', async () => {
      await open();
      for (const rendering of [1, 2, 3])
        await show({ name: 'a', number, rendering, options: { headers: { 'x-rendering': `${rendering}` } } });
      await run('save', 'a', { first_name: 'Jane' });
      const calls = await call('calls');
      assert.deepEqual(
        calls.map(({ method, headers }) => [method, headers['x-rendering']]),
        [
          ['GET', undefined],
          ['GET', '3'],
          ['PATCH', '3'],
        ],
      );
      assert.ok(await call('isStable', 'a'));

      await show({ name: 'a', number, client: 'noCard' });
      await waitFor({ status: 'absent' });
      await show({ name: 'a', number, options: { baseURL: '/api/linq' } });
      await waitFor({ status: 'ready' });
      assert.equal((await methods()).length, 4);
    });

    test('saves what differs, after a read, for all components', async () => {
      await open();
      await show({ name: 'a', number }, { name: 'b', number });
      const before = await emulator.card(number);
      const result = await run('save', 'a', { ...before, first_name: 'Jane' });
      const card = { ...before, first_name: 'Jane' };
      assert.deepEqual(result, { status: 'saved', card });
      assert.deepEqual((await state('b')).card, card);
      assert.deepEqual(await methods(), ['GET', 'GET', 'PATCH']);
      assert.deepEqual(await writes(), ['{"first_name":"Jane"}']);
    });

    test('sends nothing if nothing differs', async () => {
      const { card } = await open();
      assert.deepEqual(await run('save', 'a', card), { status: 'unchanged', card });
      assert.deepEqual(await methods(), ['GET']);
    });

    test('sends nothing if a field or the number is invalid', async () => {
      const { card } = await open();
      const { status, error } = await run('save', 'a', { first_name: '' });
      assert.deepEqual([status, error.name, error.outcome], ['failed', 'ValidationError', 'not_sent']);
      assert.deepEqual(await waitFor({ status: 'ready' }), { ...(await state()), card, error });
      assert.equal((await run('save', 'a', { first_name: 'Jane' })).status, 'saved');
      assert.equal((await state()).error, null);

      for (const invalid of [undefined, '555-1234']) {
        await show({ name: `${invalid}`, number: invalid });
        assert.equal((await waitFor({ status: 'failed' }, `${invalid}`)).error.name, 'ValidationError');
      }
      assert.equal((await run('save', '555-1234', { first_name: 'Jane' })).error.name, 'ValidationError');
      assert.deepEqual(await methods(), ['GET', 'GET', 'PATCH']);
    });

    test('creates a missing card', async () => {
      await show({ name: 'a', number: missing }, { name: 'b', number: other, client: 'noCard' });
      await waitFor({ status: 'absent' }, 'b');
      await waitFor({ status: 'absent' }, 'a');
      const { error } = await run('save', 'a', { last_name: 'Doe' });
      assert.equal(error.name, 'ValidationError');
      assert.equal((await state()).status, 'absent');
      const { status, card } = await run('save', 'a', { first_name: 'Jane' });
      assert.deepEqual([status, card], ['saved', await emulator.card(missing)]);
      assert.equal((await run('save', 'b', { first_name: 'Zoë' })).card.first_name, 'Zoë');
    });

    test('shows what was changed elsewhere before it overwrites it', async () => {
      const { card } = await open();
      await emulator.update(number, { first_name: 'Zoë' });
      const conflict = { first_name: { before: card.first_name, now: 'Zoë' } };
      assert.deepEqual(await run('save', 'a', { first_name: 'Jane' }), { status: 'conflict', conflict });
      const { status, ...shown } = await state();
      assert.deepEqual([status, shown.conflict, shown.card.first_name, shown.error], ['ready', conflict, 'Zoë', null]);
      assert.equal((await emulator.card(number)).first_name, 'Zoë');
      assert.equal((await run('save', 'a', { first_name: 'Jane' })).status, 'saved');
      assert.equal((await state()).conflict, null);
      assert.equal((await emulator.card(number)).first_name, 'Jane');
    });

    test('removes a conflict when the card is read again', async () => {
      await open();
      await emulator.update(number, { first_name: 'Zoë' });
      await run('save', 'a', { first_name: 'Jane' });
      await start('reload', 'a');
      assert.equal((await waitFor({ status: 'ready', conflict: null })).card.first_name, 'Zoë');
    });

    test('removes a conflict when nothing is left to save, and receives what other tabs save again', async () => {
      const { card } = await open();
      await emulator.update(number, { first_name: 'Zoë' });
      await run('save', 'a', { first_name: 'Jane' });
      assert.equal((await run('save', 'a', { first_name: 'Zoë' })).status, 'unchanged');
      assert.equal((await state()).conflict, null);
      await run('post', [{ card: { ...card, first_name: 'Tab' } }]);
      assert.equal((await state()).card.first_name, 'Tab');
    });

    test('removes the error of a save when the card is read again', async () => {
      await show({ name: 'a', number, client: 'refusing' });
      await waitFor({ status: 'ready' });
      const { status, error } = await run('save', 'a', { first_name: 'Jane' });
      assert.deepEqual([status, error.message], ['failed', 'refused']);
      assert.equal((await state()).error.message, 'refused');
      await driver.executeAsyncScript(`page.reload('a').then(arguments[0])`);
      assert.equal((await state()).error, null);
    });

    test('goes on after an error that cannot be read', async () => {
      await show({ name: 'a', number, client: 'unreadable' });
      await waitFor({ status: 'ready' });
      for (const first_name of ['Jane', 'Zoë']) {
        const { status, isShown, error } = await run('save', 'a', { first_name });
        assert.deepEqual([status, isShown], ['unknown', false]);
        assert.equal(error.message, 'The client has rejected with no error: see its cause');
      }
    });

    test('does not create a card that was deleted elsewhere', async () => {
      await open();
      await emulator.script({ method: 'GET', body: { contact_cards: [] } });
      assert.deepEqual(await run('save', 'a', { first_name: 'Jane' }), { status: 'gone' });
      assert.equal((await state()).status, 'absent');
    });

    test('shows a card that another tab has saved', async () => {
      const { card } = await open();
      await driver.executeScript(`new BroadcastChannel('linq-contact-card ').postMessage({ card: arguments[0] })`, {
        ...card,
        first_name: 'Tab',
      });
      await driver.wait(async () => (await state()).card.first_name === 'Tab', waitLimit);
      assert.deepEqual(await methods(), ['GET']);
    });

    test('reads a card again that another tab saves while it is read before a write', async () => {
      const { card } = await open();
      await call('hold');
      const end = await start('save', 'a', { first_name: 'Jane' });
      await waitForHeld(1);
      await emulator.update(number, { first_name: 'Tab' });
      // The response is of before.
      await emulator.script({ method: 'GET', body: { contact_cards: [card] } });
      await run('post', [{ card: { ...card, first_name: 'Tab' } }]);
      await call('release');
      const { status, conflict } = await end();
      assert.deepEqual([status, conflict], ['conflict', { first_name: { before: 'John', now: 'Tab' } }]);
      assert.deepEqual(await methods(), ['GET', 'GET', 'GET']);
    });

    test('shows why the card could not be read, and reads it again', async () => {
      await emulator.script({ method: 'GET', status: 404, body: '<p>Not found</p>' });
      await show({ name: 'a', number }, { name: 'b', number: other, client: 'rejecting' });
      const { error } = await waitFor({ status: 'failed' });
      assert.deepEqual([error.name, error.status], ['NotFoundError', 404]);
      assert.equal((await waitFor({ status: 'failed' }, 'b')).error.cause, 'a text');
      await start('reload', 'a');
      assert.equal((await waitFor({ status: 'ready' })).error, null);
    });

    test('reads a card that could not be read before it saves', async () => {
      await emulator.script({ method: 'GET', status: 403, code: 2005 }, { method: 'GET', status: 403, code: 2005 });
      await show({ name: 'a', number });
      await waitFor({ status: 'failed' });
      assert.equal((await run('save', 'a', { first_name: 'Jane' })).error.name, 'PermissionDeniedError');
      assert.equal((await run('save', 'a', { first_name: 'Jane' })).status, 'saved');
    });

    test('shows why a save was refused, until the next one', async () => {
      const { card } = await open();
      await emulator.script({ method: 'PATCH', status: 403, code: 2005 });
      const { status, error } = await run('save', 'a', { first_name: 'Jane' });
      assert.deepEqual([status, error.name, error.outcome], ['failed', 'PermissionDeniedError', 'refused']);
      assert.deepEqual([(await state()).card, (await state()).error], [card, error]);
      await call('hold');
      const end = await start('save', 'a', { first_name: 'Jane' });
      assert.equal((await waitFor({ status: 'saving' })).error, null);
      await call('release');
      assert.equal((await end()).status, 'saved');
    });

    test('reads the card after an unknown outcome', async () => {
      const { card } = await open();
      await emulator.script({ method: 'PATCH', fault: 'truncate', apply: true });
      const saved = await run('save', 'a', { first_name: 'Jane' });
      assert.deepEqual([saved.status, saved.isShown, saved.error.outcome], ['unknown', true, 'unknown']);
      assert.deepEqual((await state()).card, { ...card, first_name: 'Jane' });
      await emulator.script({ method: 'PATCH', status: 500 });
      const lost = await run('save', 'a', { first_name: 'Zoë' });
      assert.deepEqual([lost.status, lost.isShown, lost.error.outcome], ['unknown', false, 'unknown']);
      await emulator.script(
        { method: 'GET' },
        { method: 'PATCH', status: 500 },
        { method: 'GET', status: 403, code: 2005 },
      );
      const unread = await run('save', 'a', { first_name: 'Zoë' });
      assert.deepEqual([unread.status, unread.isShown, unread.error.outcome], ['unknown', null, 'unknown']);
    });

    test('has the write budget after each call, and when a write is free again', async () => {
      // A gateway would report the time of the first write.
      const options = { apiKey: 'linq-emulator-key', dangerouslyAllowBrowser: true, baseURL: '/api/partner' };
      await open({ options });
      await emulator.script({ method: 'PATCH', status: 429, code: 1007, retry_after: 1 });
      const { error } = await run('save', 'a', { first_name: 'Jane' });
      assert.deepEqual([error.name, error.outcome], ['RateLimitError', 'refused']);
      await driver.wait(async () => (await state()).budget.isFree, waitLimit);
      await run('save', 'a', { first_name: 'Jane' });
      assert.deepEqual(await call('budgets', 'a'), [3, 0, 2, 1]);
    });

    test('passes the card on to another component that replaces one', async () => {
      await open();
      await show({ name: 'b', number });
      await waitFor({ status: 'ready' }, 'b');
      assert.deepEqual([await call('history', 'b'), await methods()], [[`ready ${number}`], ['GET']]);
    });

    test('takes the cards of any client', async () => {
      await show({ name: 'a', number, client: 'proxies' }, { name: 'b', number: other, client: 'voids' });
      await waitFor({ status: 'ready' });
      assert.equal((await run('save', 'a', { first_name: 'Jane' })).card.first_name, 'Jane');
      await waitFor({ status: 'absent' }, 'b');
      const { status, error } = await run('save', 'b', { first_name: 'Jane' });
      assert.deepEqual([status, error.name], ['unknown', 'TypeError']);
      assert.equal((await run('save', 'b', { first_name: 'Jane' })).status, 'unknown');
    });

    test('aborts the read of a component that is unmounted', async () => {
      await call('hold');
      // A timeout would abort it, too.
      await show({ name: 'a', number, options: { timeout: 100 * waitLimit } });
      await waitForCalls(1);
      await show();
      await driver.wait(async () => (await call('calls'))[0].isAborted, waitLimit);
      await call('release');
      await show({ name: 'a', number });
      await waitFor({ status: 'ready' });
    });

    test('shows a card again while an earlier read of it goes on', async () => {
      const card = { name: 'a', number, client: 'deaf' };
      await show(card);
      await waitForHeld(1);
      await call('release');
      await waitFor({ status: 'ready' });
      const end = await start('reload', 'a');
      await waitForHeld(1);
      await show();
      await driver.wait(async () => (await driver.executeScript('return document.body.innerText')) === '', waitLimit);
      await show(card);
      await waitForHeld(2);
      await call('release');
      await end();
      await waitFor({ status: 'ready' });
      await show({ ...card, rendering: 2 });
      assert.equal((await state()).status, 'ready');
    });

    test('goes on with a save whose component is unmounted', async () => {
      await open();
      await call('hold');
      const end = await start('save', 'a', { first_name: 'Jane' });
      await waitForCalls(2);
      await show();
      await call('release');
      assert.equal((await end()).status, 'saved');
      assert.equal((await emulator.card(number)).first_name, 'Jane');
      const after = await start('save', 'a', { first_name: 'Zoë' });
      assert.equal((await after()).card.first_name, 'Zoë', 'a function of an unmounted component');
    });

    test('shows nothing of the earlier number', async () => {
      await call('hold');
      await show({ name: 'a', number });
      await waitForCalls(1);
      await show({ name: 'a', number: other });
      await waitForCalls(2);
      await call('release');
      await waitFor({ status: 'ready' });
      await call('hold');
      const end = await start('save', 'a', { last_name: 'Lovelace' });
      await waitForCalls(3);
      await show({ name: 'a', number });
      await call('release');
      assert.equal((await end()).status, 'saved');
      await waitFor({ status: 'ready' });
      const history = ['loading', `ready ${other}`, `saving ${other}`, 'loading', `ready ${number}`];
      assert.deepEqual(await call('history', 'a'), history);
    });

    test('runs saves one after the other', async () => {
      await open();
      const results = (await saveAtOnce()).map(({ status }) => status);
      assert.deepEqual(results, ['saved', 'unchanged', 'saved']);
      assert.deepEqual(await methods(), ['GET', 'GET', 'PATCH', 'GET', 'PATCH']);
      const { first_name, last_name } = await emulator.card(number);
      assert.deepEqual([first_name, last_name], ['Jane', 'Roe']);
    });

    test('ends queued saves with the conflict of an earlier one', async () => {
      await open();
      await emulator.update(number, { first_name: 'Zoë' });
      const results = await saveAtOnce();
      assert.deepEqual(results[0].conflict, { first_name: { before: 'John', now: 'Zoë' } });
      assert.deepEqual(results, Array(3).fill(results[0]));
      assert.deepEqual(await methods(), ['GET', 'GET']);
      assert.equal((await run('save', 'a', { first_name: 'Jane' })).status, 'saved', 'a save after them');
    });

    test('does not create a card by queued saves that was deleted elsewhere', async () => {
      await open();
      await emulator.script(...Array(3).fill({ method: 'GET', body: { contact_cards: [] } }));
      assert.deepEqual(await saveAtOnce(), Array(3).fill({ status: 'gone' }));
      assert.deepEqual(await methods(), ['GET', 'GET']);
    });

    test('does not repeat a save of unknown outcome by queued ones', async () => {
      await open();
      await emulator.script({ method: 'PATCH', status: 500 });
      assert.deepEqual(
        (await saveAtOnce()).map(({ status, isShown }) => [status, isShown]),
        Array(3).fill(['unknown', false]),
      );
      assert.deepEqual(await methods(), ['GET', 'GET', 'PATCH', 'GET']);
      assert.equal((await emulator.card(number)).last_name, 'Doe');
    });

    test('goes on with a queued save after one that was saved without a response', async () => {
      await open();
      await emulator.script({ method: 'PATCH', fault: 'truncate', apply: true });
      await call('hold');
      const ends = [await start('save', 'a', { first_name: 'Jane' }), await start('save', 'a', { last_name: 'Roe' })];
      await call('release');
      assert.equal((await ends[0]()).isShown, true);
      assert.equal((await ends[1]()).status, 'saved');
    });

    test('shows a conflict until it is decided, also when another tab saves', async () => {
      const { card } = await open();
      await emulator.update(number, { first_name: 'Zoë' });
      const { conflict } = await run('save', 'a', { first_name: 'Jane' });
      await run('post', [{ card: { ...card, first_name: 'Zoë', last_name: 'Roe' } }]);
      assert.deepEqual((await state()).conflict, conflict);
      await emulator.update(number, { last_name: 'Roe' });
      const { status, conflict: next } = await run('save', 'a', { first_name: 'Jane' });
      assert.deepEqual([status, next.last_name], ['conflict', { before: 'Doe', now: 'Roe' }]);
      assert.equal((await run('save', 'a', { first_name: 'Jane' })).status, 'saved');
    });

    test('ignores messages without a card, and what is no field of one', async () => {
      const { card } = await open();
      const cards = [null, 'a text', {}, { phone_number: number }, { phone_number: number, first_name: 5 }];
      await run('post', [null, 5, 'a text', {}, ...cards.map((card) => ({ card }))]);
      assert.deepEqual((await state()).card, card);
      const odd = { phone_number: number, first_name: 'Tab', is_active: true };
      await run('post', [{ card: { ...odd, last_name: {}, other: 1 } }]);
      assert.deepEqual((await state()).card, odd);
    });

    test('takes the fields as they are at the call', async () => {
      const { card } = await open();
      assert.equal(
        await run('saveAndChange', 'a', { first_name: 'Jane' }, { first_name: 'Zoë', last_name: 'Roe' }),
        'saved',
      );
      assert.deepEqual(await writes(), ['{"first_name":"Jane"}']);
      const { status, error } = await run('saveUnreadable', 'a');
      assert.deepEqual([status, error.message], ['failed', 'unreadable']);
      assert.deepEqual([(await state()).error, (await state()).card], [error, { ...card, first_name: 'Jane' }]);
    });

    test('goes on after a save whose card has functions', async () => {
      await show({ name: 'a', number, client: 'functions' });
      await waitFor({ status: 'ready' });
      const expected = { phone_number: number, first_name: 'John', is_active: true };
      assert.deepEqual((await state()).card, expected);
      const { status, isShown } = await run('save', 'a', { first_name: 'Jane' });
      assert.deepEqual([status, isShown], ['unknown', true]);
      assert.equal((await run('save', 'a', { first_name: 'Zoë' })).isShown, true);
    });

    test('takes no inherited member for an option or as a sign of a missing card', async () => {
      await driver.executeScript(`
        const evil = { retrieve: async () => ({ contact_cards: [] }) };
        const descriptor = (value) => ({ value, configurable: true, writable: true });
        for (const [name, value] of [['client', evil], ['baseURL', '/evil'], ['noCard', true]])
          Object.defineProperty(Object.prototype, name, descriptor(value));`);
      await emulator.script({ method: 'GET', status: 403, code: 2005 });
      await show({ name: 'a', number });
      assert.equal((await waitFor({ status: 'failed' })).error.name, 'PermissionDeniedError');
      await start('reload', 'a');
      await waitFor({ status: 'ready' });
    });

    test('renders on a server without a request, and is hydrated', async (t) => {
      const fetch = t.mock.method(globalThis, 'fetch', () => assert.fail('no request'));
      const { render } = await importServer(version);
      const html = render({ name: 'a', number });
      assert.match(html, /a.*loading/);
      const { useContactCard } = await importEdge(version);
      const { reload, save, ...state } = useContactCard(number);
      await reload();
      assert.deepEqual([state.status, (await save({ first_name: 'Jane' })).status], ['loading', 'failed']);
      assert.equal(fetch.mock.callCount(), 0);
      await call('hydrate', html, { name: 'a', number });
      await waitFor({ status: 'ready' });
      assert.deepEqual(await call('history', 'a'), ['loading', `ready ${number}`]);
    });
  });
}

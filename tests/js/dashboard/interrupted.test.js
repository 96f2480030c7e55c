// The notice of an interrupted run, with a page of elements that only remember what was set.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { FakeLocks, FakeStorage, settled } from './fakes.js';
import { load } from './modules.js';

let lib;
before(async () => {
  lib = await load(
    'import-page/interrupted.js',
    'import-page/other-runs.js',
    'import-page/run-locks.js',
    'run/stored-runs.js',
  );
});
after(() => lib?.remove());

/** An element that remembers what was set. */
class FakeElement extends EventTarget {
  hidden = true;
  textContent = '';
  focus() {}
}

let elements;
beforeEach(() => {
  elements = new Map();
  globalThis.HTMLElement = FakeElement;
  globalThis.window = { setTimeout() {} };
  globalThis.document = {
    querySelector: () => null,
    getElementById(id) {
      if (!elements.has(id)) elements.set(id, new FakeElement());
      return elements.get(id);
    },
  };
});
after(() => {
  delete globalThis.HTMLElement;
  delete globalThis.window;
  delete globalThis.document;
});

const press = async (id) => {
  elements.get(id).dispatchEvent(new Event('click'));
  await settled();
};

describe('the notice of an interrupted run', () => {
  let storage;
  beforeEach(() => {
    storage = new FakeStorage();
  });
  const runsOf = (user = 'ada') => new lib.StoredRuns(storage, user);
  const othersOf = (locks, user) => new lib.OtherRuns(runsOf(user), new lib.RunLocks(locks));
  const row = {
    line: 1,
    lastLine: 1,
    params: { phone_number: '+15551234567', first_name: 'Johnny' },
    card: { phone_number: '+15551234567', first_name: 'John', is_active: true },
  };
  /** Stores a run. */
  const store = (id, rows = [row]) =>
    runsOf().add(id, { at: Date.now(), wait: false, all: 5, ended: 2 }, 'of its page', rows);
  const rowsKey = (id) => storage.keys().find((key) => key.endsWith(`${id}.rows`));

  /** Has a lock that is released when `close` is called, and whose wait settles then. */
  function openElsewhere(locks, id) {
    const other = new lib.RunLocks(locks);
    other.hold(id, () => {});
    const waiting = [];
    locks.request = (name, _, callback) =>
      new Promise((settle) => {
        assert.ok(name.endsWith(`.${id}`), name);
        waiting.push(() => settle(callback()));
      });
    return async () => {
      other.release();
      await settled();
      for (const closed of waiting) closed();
      await settled();
    };
  }

  const text = (id) => elements.get(`import-interrupted${id}`).textContent;
  const isShown = () => !elements.get('import-interrupted').hidden;

  test('is shown again after an error, and the run can be resumed then', async (context) => {
    store('1');
    const errors = [];
    globalThis.reportError = ({ message }) => errors.push(message);
    context.after(() => delete globalThis.reportError);
    const resumed = [
      async () => {
        throw new Error('no room');
      },
      async () => '',
    ];
    const notice = new lib.InterruptedRun(othersOf(new FakeLocks()), {
      resumed: ({ id }) => {
        assert.equal(id, '1');
        return resumed.shift()();
      },
    });
    await notice.offer();
    assert.equal(await notice.isDecided(), false);
    await press('import-resume');
    assert.deepEqual(errors, ['no room'], 'it is reported');
    assert.equal(text('-text'), 'The run could not be read. Try again.');
    assert.equal(elements.get('import-resume').hidden, false);
    await press('import-resume');
    assert.equal(resumed.length, 0);
  });

  test('has why a run that is gone can’t be resumed', async () => {
    store('1');
    const notice = new lib.InterruptedRun(othersOf(new FakeLocks()), {
      resumed: async ({ id }) => {
        runsOf().drop(id);
        return 'It was removed.';
      },
    });
    await notice.offer();
    await press('import-resume');
    assert.equal(isShown(), true);
    assert.deepEqual([text('-title'), text('-text')], ['The run can’t be resumed', 'It was removed.']);
    for (const id of ['resume', 'move', 'discard']) assert.equal(elements.get(`import-${id}`).hidden, true, id);
    assert.equal(await notice.isDecided(), true);
  });

  test('is about a run of another tab that isn’t stored, until that is closed', async () => {
    const locks = new FakeLocks();
    const close = openElsewhere(locks, '2');
    const notice = new lib.InterruptedRun(othersOf(locks), {});
    await notice.offer();
    assert.equal(isShown(), true);
    assert.equal(text('-title'), 'A run is open in another tab');
    assert.match(text('-text'), /its numbers are not known here\. Wait/);
    for (const id of ['resume', 'move', 'discard']) assert.equal(elements.get(`import-${id}`).hidden, true, id);
    assert.equal(await notice.isDecided(), false);
    await close();
    assert.equal(isShown(), false);
    assert.equal(await notice.isDecided(), true);
  });

  test('is about one that is found only when another list is to be sent', async () => {
    const locks = new FakeLocks();
    const notice = new lib.InterruptedRun(othersOf(locks), {});
    await notice.offer();
    const close = openElsewhere(locks, '2');
    assert.equal(await notice.isDecided(), false);
    assert.equal(isShown(), true);
    assert.match(text('-text'), /its numbers are not known here\. Wait/);
    await close();
    assert.equal(isShown(), false);
  });

  for (const [name, damage] of [
    ['can’t be read', () => storage.setItem(rowsKey('2'), '[{}]')],
    ['are dropped, as the storage is full', () => runsOf().dropRows('2')],
  ])
    test(`is about one whose rows ${name}, too`, async () => {
      const locks = new FakeLocks();
      const notice = new lib.InterruptedRun(othersOf(locks), {});
      store('2');
      openElsewhere(locks, '2');
      assert.equal(await notice.isDecided(), true, 'its numbers are known');
      damage();
      assert.equal(await notice.isDecided(), false);
      assert.match(text('-text'), /its numbers are not known here\. Wait/);
    });

  test('remains as it is while a run that was stored ends', async () => {
    const locks = new FakeLocks();
    const notice = new lib.InterruptedRun(othersOf(locks), {});
    store('2');
    const close = openElsewhere(locks, '2');
    await notice.offer();
    assert.match(text('-title'), /is open in another tab$/);
    // The lock is released later.
    runsOf().drop('2');
    await notice.refresh();
    assert.equal(isShown(), false);
    await close();
    assert.equal(isShown(), false);
  });

  test('is not about the open run of another user', async () => {
    const locks = new FakeLocks();
    store('2');
    openElsewhere(locks, '2');
    const notice = new lib.InterruptedRun(othersOf(locks, 'eve'), {});
    await notice.offer();
    assert.equal(isShown(), false);
    assert.equal(await notice.isDecided(), true);
    assert.ok(rowsKey('2'), 'it is not dropped');
  });

  test('has to be decided about once another tab has started a run, where the browser has no locks', async () => {
    const notice = new lib.InterruptedRun(othersOf(undefined), {});
    await notice.offer();
    assert.equal(await notice.isDecided(), true);
    store('1');
    await notice.refresh();
    assert.equal(isShown(), true);
    assert.equal(await notice.isDecided(), false);
  });

  test('shows that another tab has opened it, and is left as it is otherwise', async () => {
    const locks = new FakeLocks();
    store('1');
    const notice = new lib.InterruptedRun(othersOf(locks), {});
    await notice.offer();
    await press('import-discard');
    assert.equal(elements.get('import-discard-yes').hidden, false);
    await notice.refresh();
    assert.equal(elements.get('import-discard-yes').hidden, false, 'the user is still to confirm it');
    openElsewhere(locks, '1');
    notice.otherNoted('linq-contact-card.run.2.0');
    await settled();
    assert.match(text('-title'), /is paused/, 'that was another run');
    notice.otherNoted('linq-contact-card.run.1.0');
    await settled();
    assert.match(text('-title'), /is open in another tab$/);
    assert.equal(elements.get('import-discard-yes').hidden, true);
  });
});

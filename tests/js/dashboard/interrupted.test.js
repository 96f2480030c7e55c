// The notice of an interrupted run, with a page of elements that only remember what was set.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { FakeLocks, settled } from './fakes.js';
import { load } from './modules.js';

let lib;
before(async () => {
  lib = await load('import-page/interrupted.js', 'import-page/run-locks.js');
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
  delete globalThis.document;
});

const press = async (id) => {
  elements.get(id).dispatchEvent(new Event('click'));
  await settled();
};

describe('the notice of an interrupted run', () => {
  const run = { id: '1', at: new Date(), all: 5, ended: 2 };

  test('is shown again after an error, and the run can be resumed then', async (context) => {
    const released = [];
    const journal = { runs: () => [run], clean() {}, release: () => released.push(run) };
    const errors = [];
    globalThis.reportError = ({ message }) => errors.push(message);
    context.after(() => delete globalThis.reportError);
    const resumed = [
      async () => {
        throw new Error('no room');
      },
      async () => '',
    ];
    const notice = new lib.InterruptedRun(journal, new lib.RunLocks(new FakeLocks()), {
      resumed: (each) => {
        assert.equal(each, run);
        return resumed.shift()();
      },
    });
    await notice.offer();
    assert.equal(notice.isDecided(), false);
    await press('import-resume');
    assert.deepEqual(errors, ['no room'], 'it is reported');
    assert.equal(elements.get('import-interrupted-text').textContent, 'The run could not be read. Try again.');
    assert.equal(elements.get('import-resume').hidden, false);
    assert.deepEqual(released, [run]);
    await press('import-resume');
    assert.equal(resumed.length, 0);
  });

  test('is about a run of another tab that isn’t stored, until that is closed', async () => {
    const locks = new FakeLocks();
    const other = new lib.RunLocks(locks);
    other.hold('2', () => {});
    let closed;
    locks.request = (name, _, callback) =>
      new Promise((settle) => {
        assert.match(name, /\.2$/);
        closed = () => settle(callback());
      });
    const notice = new lib.InterruptedRun({ runs: () => [], clean() {} }, new lib.RunLocks(locks), {});
    await notice.offer();
    assert.equal(elements.get('import-interrupted').hidden, false);
    assert.equal(elements.get('import-interrupted-title').textContent, 'A run is open in another tab');
    assert.match(elements.get('import-interrupted-text').textContent, /its numbers are not known here\. Wait/);
    for (const id of ['resume', 'move', 'discard']) assert.equal(elements.get(`import-${id}`).hidden, true, id);
    assert.equal(notice.isDecided(), false);
    other.release();
    await settled();
    closed();
    await settled();
    assert.equal(elements.get('import-interrupted').hidden, true);
    assert.equal(notice.isDecided(), true);
  });

  test('has to be decided about once another tab has started a run, where the browser has no locks', async () => {
    const runs = [];
    const notice = new lib.InterruptedRun({ runs: () => runs, clean() {} }, new lib.RunLocks(undefined), {});
    await notice.offer();
    assert.equal(notice.isDecided(), true);
    runs.push(run);
    await notice.refresh();
    assert.equal(elements.get('import-interrupted').hidden, false);
    assert.equal(notice.isDecided(), false);
  });

  test('shows that another tab has opened it, and is left as it is otherwise', async () => {
    const locks = new FakeLocks();
    const journal = { runs: () => [run], clean() {} };
    const notice = new lib.InterruptedRun(journal, new lib.RunLocks(locks), {});
    await notice.offer();
    await press('import-discard');
    assert.equal(elements.get('import-discard-yes').hidden, false);
    await notice.refresh();
    assert.equal(elements.get('import-discard-yes').hidden, false, 'the user is still to confirm it');
    new lib.RunLocks(locks).hold('1', () => {});
    // It is never closed.
    locks.request = () => new Promise(() => {});
    notice.otherNoted('linq-contact-card.run.2.0');
    await settled();
    assert.match(elements.get('import-interrupted-title').textContent, /is paused/, 'that was another run');
    notice.otherNoted('linq-contact-card.run.1.0');
    await settled();
    assert.match(elements.get('import-interrupted-title').textContent, /is open in another tab$/);
    assert.equal(elements.get('import-discard-yes').hidden, true);
  });
});

// The form with which a host has its user sign out.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { onSignOut } from '../../../www/account/sign-out.js';

class FakeForm extends EventTarget {
  matches = (css) => css === '[data-sign-out]';
}

/** A page: `fire` dispatches an event, and `signOuts` counts those that were noted. */
function openPage() {
  const page = new EventTarget();
  const world = { signOuts: 0 };
  onSignOut(() => world.signOuts++, page);
  const fire = (type, { target, isPrevented = false, returnValue } = {}) => {
    const event = new Event(type, { cancelable: true });
    if (target) Object.defineProperty(event, 'target', { value: target });
    if (returnValue !== undefined) Object.defineProperty(event, 'returnValue', { value: returnValue });
    // As by a listener that is added later.
    page.addEventListener(type, () => isPrevented && event.preventDefault(), { once: true });
    page.dispatchEvent(event);
  };
  return { world, fire, submit: (options) => fire('submit', { target: new FakeForm(), ...options }) };
}

describe('a sign-out', () => {
  beforeEach(() => {
    globalThis.HTMLFormElement = FakeForm;
  });
  afterEach(() => {
    delete globalThis.HTMLFormElement;
  });

  for (const [name, act, signOuts] of [
    ['is where the form leaves the page', ({ fire }) => fire('beforeunload'), 1],
    ['is where an engine fires no event before', () => {}, 1],
    [
      'is where the page is left for another before the response',
      ({ fire }) => {
        fire('beforeunload');
        fire('beforeunload');
      },
      1,
    ],
    ['is where the user confirms it', ({ fire }) => fire('beforeunload', { isPrevented: true }), 1],
    [
      'is none where the user may have stayed, and left later',
      ({ fire }) => {
        fire('beforeunload', { isPrevented: true });
        fire('beforeunload');
      },
      0,
    ],
    [
      'is none either where the page has its navigations confirmed in the older way',
      ({ fire }) => {
        fire('beforeunload', { returnValue: 'Leave?' });
        fire('beforeunload');
      },
      0,
    ],
    [
      'is where the user stays at first, and signs out later',
      ({ fire, submit }) => {
        fire('beforeunload', { isPrevented: true });
        submit();
        fire('beforeunload');
      },
      1,
    ],
  ])
    test(name, () => {
      const page = openPage();
      page.submit();
      act(page);
      page.fire('pagehide');
      assert.equal(page.world.signOuts, signOuts);
    });

  test('is none where a script prevents the submission', () => {
    const { world, fire, submit } = openPage();
    submit({ isPrevented: true });
    fire('beforeunload');
    fire('pagehide');
    assert.equal(world.signOuts, 0);
  });

  test('counts once, whatever becomes of the page that Back shows again', () => {
    const { world, fire, submit } = openPage();
    submit();
    fire('beforeunload');
    fire('pagehide');
    fire('pageshow');
    fire('pagehide');
    assert.equal(world.signOuts, 1);
  });
});

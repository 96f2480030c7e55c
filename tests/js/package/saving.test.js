// The state machine of the editor.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { closed, isBusy, next, retryTime, valuesOf } from '../../../pkg-template/editing/saving.js';

const number = '+15551234567';
const card = { phone_number: number, first_name: 'John', last_name: 'Doe', is_active: true };
const edited = { ...valuesOf(card), first_name: 'Jane' };
const changed = { first_name: 'Jane' };
const submit = { type: 'submit', edited, changed, issues: [] };

/** Returns the state after these events, and the effects of the last one. */
function after(...events) {
  let state = closed;
  let effects = [];
  for (const event of events) [state, ...effects] = next(state, event);
  return { state, effects, does: effects.map((effect) => effect.do) };
}

const opened = [{ type: 'open', number, card }];
const checking = [...opened, submit];
const saving = [...checking, { type: 'read', card, edited, changed }];
const failed = (error) => [...saving, { type: 'writeFailed', error, retryAt: 9000 }];

describe('saving', () => {
  test('reads, then writes, then shows the card of the response', () => {
    assert.deepEqual(after(...checking).does, ['read']);
    assert.deepEqual(after(...saving).effects, [{ do: 'write' }]);
    assert.deepEqual(after(...saving).state.submitted, { edited, changed });
    const response = { ...card, first_name: 'JANE' };
    const { state, effects } = after(...saving, { type: 'written', card: response });
    assert.deepEqual([state.phase, state.card, state.notice], ['ready', response, { kind: 'saved' }]);
    assert.deepEqual(effects, [{ do: 'fill', over: edited }]);
  });

  test('sends once: events in the meantime start nothing', () => {
    for (const events of [checking, saving, failed({ outcome: 'unknown' })]) {
      const before = after(...events).state;
      assert.ok(isBusy(before));
      for (const event of [submit, { type: 'reload' }, { type: 'undone' }, { type: 'unknown' }])
        assert.deepEqual(next(before, event), [before]);
    }
  });

  test('ignores a second response, and one without a request', () => {
    for (const event of [
      { type: 'read', card, edited, changed },
      { type: 'readFailed', error: {} },
      { type: 'written', card },
      { type: 'writeFailed', error: {} },
    ]) {
      const { state } = after(...opened);
      assert.deepEqual(next(state, event), [state]);
    }
  });

  test('stops before it overwrites a change made elsewhere, and overwrites it the next time', () => {
    const theirs = { ...card, first_name: 'Zoë' };
    const stopped = [...checking, { type: 'read', card: theirs, edited, changed }];
    const { state, does } = after(...stopped);
    assert.deepEqual(does, ['fill', 'focus']);
    assert.deepEqual(state.differences, [{ name: 'first_name', before: 'John', now: 'Zoë' }]);
    assert.deepEqual(after(...stopped, submit, { type: 'read', card: theirs, edited, changed }).does, ['write']);
    const again = { ...card, first_name: 'Yves' };
    assert.deepEqual(after(...stopped, submit, { type: 'read', card: again, edited, changed }).state.differences, [
      { name: 'first_name', before: 'Zoë', now: 'Yves' },
    ]);
  });

  test('stops after a change by another tab', () => {
    const theirs = { ...card, last_name: 'Roe' };
    assert.deepEqual(after(...checking, { type: 'seen', card: theirs, edited, changed, isShared: true }).does, [
      'fill',
      'focus',
    ]);
    assert.deepEqual(after(...checking, { type: 'seen', card, edited, changed, isShared: true }).does, ['write']);
    assert.deepEqual(after(...saving, { type: 'seen', card: theirs, edited, changed, isShared: true }).does, []);
  });

  test('stops before the write once the editor is locked', () => {
    for (const event of [
      { type: 'read', card, edited, changed, isLocked: true },
      { type: 'seen', card, edited, changed, isShared: true, isLocked: true },
    ]) {
      const { state, does } = after(...checking, event);
      assert.ok(!does.includes('write'));
      assert.deepEqual([state.phase, state.notice, state.differences], ['ready', undefined, []]);
      assert.deepEqual(after(...checking, event, submit, { type: 'read', card, edited, changed }).does, ['write']);
    }
  });

  test('takes the own fields of a card alone', () => {
    const inherited = Object.assign(Object.create({ last_name: 'Evil', image_url: 'https://evil.example/a.png' }), {
      phone_number: number,
      first_name: 'John',
    });
    assert.deepEqual(valuesOf(inherited), { first_name: 'John', last_name: '', image_url: '' });
    assert.deepEqual(valuesOf(undefined), { first_name: '', last_name: '', image_url: '' });
  });

  test('sends nothing if the card already has the edited values', () => {
    const { state, does } = after(...checking, {
      type: 'read',
      card: { ...card, first_name: 'Jane' },
      edited,
      changed: undefined,
    });
    assert.deepEqual([does, state.notice, state.differences], [['fill'], { kind: 'unchanged' }, []]);
  });

  test('has no differences left once there is nothing to save, or no card', () => {
    const theirs = { ...card, first_name: 'Zoë' };
    const stopped = [...checking, { type: 'read', card: theirs, edited, changed }];
    const differences = (...events) => after(...stopped, ...events).state.differences;
    assert.equal(differences().length, 1);
    assert.deepEqual(differences({ ...submit, edited: valuesOf(theirs), changed: undefined }), []);
    assert.deepEqual(differences({ type: 'reload' }, { type: 'read', edited, changed: edited }), []);
    const conflict = { type: 'writeFailed', error: { outcome: 'refused', status: 409 } };
    const again = [submit, { type: 'read', card: theirs, edited, changed }, conflict];
    assert.equal(differences(...again).length, 1, 'they are shown until the card is saved');
    assert.deepEqual(differences(...again, { type: 'read', edited, changed: edited }), []);
  });

  test('focuses the form for the user who waits for it alone', () => {
    const byUser = { type: 'open', number, isAsked: true };
    const loaded = { type: 'read', card, edited, changed };
    const focus = { do: 'focus', part: 'first' };
    assert.deepEqual(after(byUser, loaded).effects[1], focus);
    assert.deepEqual(
      after(byUser, { type: 'reload' }, loaded).effects[1],
      focus,
      'the page has read it again meanwhile',
    );
    const seen = { type: 'seen', card, edited, changed, isShared: true };
    assert.deepEqual(after(byUser, { type: 'readFailed', error: {} }, seen).does, ['fill']);
    assert.deepEqual(after(byUser, loaded, { type: 'reload' }, loaded).does, ['fill']);
  });

  test('remembers when another try is worthwhile after a read that failed', () => {
    const unread = { type: 'readFailed', error: { retryAfter: 5 }, retryAt: 5000 };
    const opening = { type: 'open', number };
    assert.equal(after(opening, unread).state.notice.retryAt, 5000);
    const read = { type: 'read', card, edited: valuesOf(card) };
    const { state } = after(opening, unread, { type: 'reload' }, read);
    assert.deepEqual([state.notice, state.retryAt], [undefined, undefined], 'it ends with the error');
    const limited = failed({ outcome: 'refused', status: 429 });
    const lost = { type: 'readFailed', error: {}, retryAt: undefined };
    const failedTwice = after(...limited, { type: 'reload' }, lost).state;
    assert.equal(failedTwice.retryAt, 9000, 'that of a write remains');
    assert.equal(failedTwice.notice.retryAt, undefined, 'and is not that of the read');
  });

  test('does not create a card that no longer exists', () => {
    const { state, does } = after(...checking, { type: 'read', edited, changed: edited });
    assert.deepEqual([does, state.notice, state.card], [[], { kind: 'gone' }, undefined]);
  });

  test('keeps what was typed after a refusal, and reads the card after a conflict', () => {
    assert.deepEqual(after(...failed({ outcome: 'refused', status: 403 })).does, []);
    assert.deepEqual(after(...failed({ outcome: 'refused', status: 409 })).does, ['read']);
    const issues = [{ path: ['first_name'], code: 'required' }];
    const { state, does } = after(...failed({ outcome: 'not_sent', issues }));
    assert.deepEqual([does, state.issues], [['focus'], issues]);
    assert.deepEqual(next(state, { type: 'typed', issues: [] })[0].issues, []);
  });

  test('reads the card after an unknown outcome, also of an error without one', () => {
    for (const error of [{ outcome: 'unknown' }, new Error('of another library'), undefined]) {
      const unknown = failed(error);
      assert.deepEqual(after(...unknown).does, ['read']);
      const outcome = (event) => after(...unknown, event).state.notice.outcome;
      assert.equal(
        outcome({ type: 'read', card: { ...card, first_name: 'Jane' }, edited, changed: undefined }),
        'shown',
      );
      assert.equal(outcome({ type: 'read', card, edited, changed }), 'not_shown');
      assert.equal(outcome({ type: 'read', edited, changed }), 'not_shown');
      assert.equal(outcome({ type: 'readFailed', error: {} }), 'not_read');
    }
  });

  test('reads the card after an error that can hardly be read', () => {
    const unreadable = new Proxy(new Error(), {
      get() {
        throw new Error('unreadable');
      },
    });
    const ofOtherTypes = {
      outcome: Symbol('refused'),
      issues: null,
      status: 409n,
      code: Symbol('code'),
      retryAfter: 5n,
    };
    for (const error of [unreadable, ofOtherTypes, Object.create(null), Symbol('thrown'), 5n, null]) {
      const { state, does } = after(...failed(error));
      assert.deepEqual([does, state.notice.outcome, state.issues], [['read'], 'reading', []]);
      assert.equal(retryTime(error, 1000, 9000), undefined);
    }
    const hidden = {
      outcome: 'refused',
      get issues() {
        throw new Error('unreadable');
      },
    };
    assert.deepEqual(after(...failed(hidden)).does, [], 'its other members count');
  });

  test('recognizes a saved picture by its changed URL', () => {
    const image = { image_url: 'https://example.com/new.png' };
    const before = { ...card, image_url: 'https://cdn.linqapp.com/old.png' };
    const events = [
      { type: 'open', number, card: before },
      { ...submit, changed: image },
      { type: 'read', card: before, edited, changed: image },
      { type: 'writeFailed', error: { outcome: 'unknown' } },
    ];
    const outcome = (image_url) =>
      after(...events, { type: 'read', card: { ...before, image_url }, edited, changed: image }).state.notice.outcome;
    assert.equal(outcome('https://cdn.linqapp.com/new.png'), 'shown');
    assert.equal(outcome(before.image_url), 'not_shown');
  });

  test('may be repeated at the time that the response or the write budget names', () => {
    const time = (error) => retryTime(error, 1000, 9000);
    assert.equal(time({ status: 429, retryAfter: 2 }), 3000);
    assert.equal(time({ status: 429 }), 9000);
    assert.equal(time({ status: 503, code: 4004 }), 31_000);
    for (const error of [{ status: 500, code: 3006 }, { status: 403 }, undefined, null, 'a text'])
      assert.equal(time(error), undefined);
    assert.equal(after(...failed({ outcome: 'refused', status: 429 })).state.retryAt, 9000);
    const unread = { type: 'readFailed', error: { status: 429 }, retryAt: 9000 };
    assert.equal(after(...checking, unread).state.retryAt, 9000);
  });
});

// The editor's state machine, on its own.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { closed, isBusy, next, valuesOf } from '../../../pkg-template/element/saving.js';

const number = '+15551234567';
const card = { phone_number: number, first_name: 'John', last_name: 'Doe', is_active: true };
const edited = { ...valuesOf(card), first_name: 'Jane' };
const changed = { first_name: 'Jane' };
const submit = { type: 'submit', edited, changed, issues: [] };

/** The state after some events, and what the last one asks for. */
function after(...events) {
  let state = closed;
  let effects = [];
  for (const event of events) [state, ...effects] = next(state, event);
  return { state, effects, does: effects.map((effect) => effect.do) };
}

const opened = [{ type: 'open', number, card }];
const checking = [...opened, submit];
const saving = [...checking, { type: 'read', card, edited, changed }];
const failed = (error) => [...saving, { type: 'writeFailed', error, at: 1000, freeAt: 9000 }];

describe('saving', () => {
  test('reads, then writes, then shows what was answered', () => {
    assert.deepEqual(after(...checking).does, ['read']);
    assert.deepEqual(after(...saving).effects, [{ do: 'write', changed, isCreation: false }]);
    const answered = { ...card, first_name: 'JANE' };
    const { state, effects } = after(...saving, { type: 'written', card: answered });
    assert.deepEqual([state.phase, state.card, state.notice], ['ready', answered, { kind: 'saved' }]);
    assert.deepEqual(effects, [{ do: 'fill', over: edited }]);
  });

  test('sends once: nothing that comes meanwhile begins anything', () => {
    for (const events of [checking, saving, failed({ outcome: 'unknown' })]) {
      const before = after(...events).state;
      assert.ok(isBusy(before));
      for (const event of [submit, { type: 'reload' }, { type: 'undone' }, { type: 'unheard of' }])
        assert.deepEqual(next(before, event), [before]);
    }
  });

  test('an answer that comes twice, or to nobody, changes nothing', () => {
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

  test('news stop it before it overwrites them; the next save does', () => {
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

  test('another tab that saves meanwhile is news as well', () => {
    const theirs = { ...card, last_name: 'Roe' };
    assert.deepEqual(after(...checking, { type: 'seen', card: theirs, edited, changed, isShared: true }).does, [
      'fill',
      'focus',
    ]);
    assert.deepEqual(after(...checking, { type: 'seen', card, edited, changed, isShared: true }).does, ['write']);
    assert.deepEqual(after(...saving, { type: 'seen', card: theirs, edited, changed, isShared: true }).does, []);
  });

  test('what arrived late is not sent again', () => {
    const { state, does } = after(...checking, {
      type: 'read',
      card: { ...card, first_name: 'Jane' },
      edited,
      changed: undefined,
    });
    assert.deepEqual([does, state.notice, state.differences], [['fill'], { kind: 'unchanged' }, []]);
  });

  test('a card that is gone is not created unasked', () => {
    const { state, does } = after(...checking, { type: 'read', edited, changed: edited });
    assert.deepEqual([does, state.notice, state.card], [[], { kind: 'gone' }, undefined]);
  });

  test('what is refused stays to be mended; a conflict is looked up', () => {
    assert.deepEqual(after(...failed({ outcome: 'refused', status: 403 })).does, []);
    assert.deepEqual(after(...failed({ outcome: 'refused', status: 409 })).does, ['read']);
    const issues = [{ path: ['first_name'], code: 'required' }];
    const { state, does } = after(...failed({ outcome: 'not_sent', issues }));
    assert.deepEqual([does, state.issues], [['focus'], issues]);
    assert.deepEqual(next(state, { type: 'typed', name: 'first_name' })[0].issues, []);
  });

  test('what is unknown is looked up, also where the error says nothing about it', () => {
    for (const error of [{ outcome: 'unknown' }, new Error('of somebody else'), undefined]) {
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

  test('a new picture is told by its URL being another one than before', () => {
    const image = { image_url: 'https://example.com/new.png' };
    const before = { ...card, image_url: 'https://cdn.linqapp.com/old.png' };
    const events = [
      { type: 'open', number, card: before },
      { ...submit, changed: image },
      { type: 'read', card: before, edited, changed: image },
      { type: 'writeFailed', error: { outcome: 'unknown' }, at: 0 },
    ];
    const outcome = (image_url) =>
      after(...events, { type: 'read', card: { ...before, image_url }, edited, changed: image }).state.notice.outcome;
    assert.equal(outcome('https://cdn.linqapp.com/new.png'), 'shown');
    assert.equal(outcome(before.image_url), 'not_shown');
  });

  test('the next try is when somebody says, or when the budget has one', () => {
    const retryAt = (error) => after(...failed({ outcome: 'refused', ...error })).state.retryAt;
    assert.equal(retryAt({ status: 429, retryAfter: 2 }), 3000);
    assert.equal(retryAt({ status: 429 }), 9000);
    assert.equal(retryAt({ status: 503, code: 4004 }), 31_000);
    assert.equal(retryAt({ status: 500, code: 3006 }), undefined);
    assert.equal(retryAt({ status: 403 }), undefined);
  });
});

// The texts of the editor, and those for errors.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeError, describeIssue, english, merge } from '../../../pkg-template/element/messages.js';

/** Runs a function while every object inherits a member. */
function withInherited(name, value, run) {
  Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true, enumerable: true });
  try {
    return run();
  } finally {
    delete Object.prototype[name];
  }
}

/** An object whose members can't be read. */
const unreadable = (target) =>
  new Proxy(target, {
    get() {
      throw new Error('unreadable');
    },
  });

describe('the texts of the editor', () => {
  test('are the English ones, and those that replace them', () => {
    const merged = merge({ buttons: { save: 'Sichern' }, issues: { required: 'fehlt' } });
    assert.deepEqual(
      [merged.buttons.save, merged.buttons.undo, merged.issues.required, merged.issues.empty, merged.labels.first_name],
      ['Sichern', 'Undo changes', 'fehlt', 'is empty', 'First name'],
    );
    for (const none of [undefined, null, {}]) assert.equal(merge(none).buttons.save, 'Save');
  });

  test('are own members alone, of groups and of texts', () => {
    const inherited = Object.create({ buttons: { save: 'Evil' } });
    assert.equal(merge(inherited).buttons.save, 'Save');
    assert.equal(merge({ buttons: Object.create({ save: 'Evil' }) }).buttons.save, 'Save');
    withInherited('buttons', { save: 'Evil' }, () => assert.equal(merge({}).buttons.save, 'Save'));
    withInherited('required', 'is evil', () => {
      const issue = { code: 'required', message: 'first_name is required' };
      assert.equal(describeIssue(issue, merge({})), 'is required');
    });
    withInherited('MadeUpError', 'Evil', () => {
      const error = Object.assign(new Error('x'), { name: 'MadeUpError' });
      assert.equal(describeError(error).title, 'Something went wrong');
      assert.equal(describeError(error, english).title, 'Something went wrong');
    });
  });

  test('are read once', () => {
    const reads = [];
    const counted = (name, value) => ({
      enumerable: true,
      get() {
        reads.push(name);
        return value;
      },
    });
    const buttons = Object.defineProperties({}, { save: counted('save', 'Sichern') });
    const merged = merge(Object.defineProperties({}, { buttons: counted('buttons', buttons) }));
    assert.deepEqual([merged.buttons.save, merged.buttons.save], ['Sichern', 'Sichern']);
    assert.deepEqual(reads, ['buttons', 'save']);
  });
});

describe('the texts for an error', () => {
  test('start with what happened and what to do, and end with its own message', () => {
    const error = Object.assign(new Error('A contact card already exists; use PATCH to update it'), {
      name: 'ConflictError',
      outcome: 'refused',
      status: 409,
      code: 2014,
    });
    assert.deepEqual(describeError(error), {
      title: 'The card has changed',
      text: 'Nothing was changed. What you typed is still here. A contact card already exists; use PATCH to update it.',
      tone: 'bad',
      traceId: undefined,
    });
    const limited = Object.assign(error, { name: 'RateLimitError', status: 429, code: 1007, retryAfter: 600 });
    assert.match(describeError(limited).text, /^Nothing was changed\. .* You can try again at \d.*\. A contact card/);
    const expired = Object.assign(error, { name: 'AuthenticationError', status: 401, retryAfter: undefined });
    assert.match(describeError(expired).text, /here\. Sign in in another tab, then save again\. A contact card/);
  });

  test('name what responded in place of a gateway first, without its message', () => {
    const error = Object.assign(new Error('<html>'), { name: 'NotFoundError', status: 404, outcome: 'refused' });
    assert.deepEqual(describeError(error, undefined, 'unread', undefined, '/api/linq'), {
      title: "Can't reach the gateway",
      text: 'Is it running at /api/linq? The response has status 404. The card could not be read.',
      tone: 'bad',
      traceId: undefined,
    });
  });

  test('exist for anything that was thrown', () => {
    const symbols = Object.fromEntries(
      ['name', 'message', 'outcome', 'status', 'code', 'retryAfter', 'traceId'].map((name) => [name, Symbol(name)]),
    );
    const odd = [
      ...[undefined, null, 0, 5n, true, '', Symbol('thrown'), [], {}, Object.create(null), () => {}],
      ...[unreadable(new Error('x')), unreadable(() => {}), Proxy.revocable({}, {}).proxy, symbols],
      ...['constructor', '__proto__', 'toString', 'hasOwnProperty'].map((name) => ({ name, outcome: name })),
      { message: {}, name: [], outcome: {}, status: 5n, code: [], retryAfter: 5n, traceId: {} },
      {
        name: 'Error',
        get message() {
          throw new Error('unreadable');
        },
      },
    ];
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const error of [...odd, proxy])
      for (const messages of [undefined, english])
        assert.deepEqual(describeError(error, messages), {
          title: 'Something went wrong',
          text: '',
          tone: 'bad',
          traceId: undefined,
        });
    assert.equal(describeError('a text').text, 'a text.');
  });

  test('have what can be read of an error', () => {
    const error = {
      name: 'APIError',
      outcome: 'refused',
      get message() {
        throw new Error('unreadable');
      },
    };
    const { title, text } = describeError(error);
    assert.deepEqual([title, text], ['Linq refused the change', 'Nothing was changed. What you typed is still here.']);
  });
});

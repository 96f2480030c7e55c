// Retries, shouldRetry and onAttempt.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure, installEmulator, installProject, params } from './setup.js';

const { lib, resultOf } = await installProject();
const { emulator, options, sent } = await installEmulator();

describe('attempts', () => {
  test('retries a write once after 500/3001, and calls onAttempt', async () => {
    await emulator.script({ status: 500, body: { error: { code: 3001, message: 'x' } } });
    const attempts = [];
    await lib.updateContactCard(params, { ...options, onAttempt: (attempt) => attempts.push(attempt) });
    const [first, second] = attempts;
    assert.deepEqual(
      { ...first, duration: 0, nextWait: 0 },
      {
        method: 'PATCH',
        phone_number: '+1•••••••567',
        attempt: 1,
        status: 500,
        duration: 0,
        nextWait: 0,
      },
    );
    assert.ok(first.nextWait >= 1_000 && first.nextWait <= 1_250);
    assert.deepEqual([second.attempt, second.status, 'nextWait' in second], [2, 200, false]);
  });

  test('calls shouldRetry with the error, which may veto or throw', async () => {
    const scripted = { status: 500, body: { error: { code: 2022, message: 'x' } } };
    const calls = [];
    await emulator.script(scripted);
    const vetoed = await failure(
      lib.updateContactCard(params, {
        ...options,
        shouldRetry: (error, attempt) => {
          calls.push([error.name, error.code, attempt]);
          return false;
        },
      }),
    );
    assert.deepEqual(calls, [['InternalServerError', 2022, 1]]);
    assert.equal(vetoed.code, 2022);
    await emulator.script(scripted);
    const mine = new Error('mine');
    assert.equal(
      await failure(
        lib.updateContactCard(params, {
          ...options,
          shouldRetry: () => {
            throw mine;
          },
        }),
      ),
      mine,
    );
    assert.equal((await sent()).length, 2);
  });

  test('reports a failed request, not the response before it', async () => {
    const card = { ...params, is_active: true };
    for (const [call, first] of [
      [lib.updateContactCard, Response.json({ error: { code: 3001 } }, { status: 500 })],
      [lib.ensureContactCard, Response.json({ contact_cards: [{ ...card, first_name: 'Ada' }] })],
    ]) {
      const responses = [first];
      const fetch = () => responses.pop() ?? assert.fail('down');
      const error = await failure(call(params, { ...options, fetch }));
      assert.deepEqual([error.name, error.cause.message, error.outcome], ['APIConnectionError', 'down', 'unknown']);
    }
  });

  test('reports and ignores what onAttempt throws', () => {
    const code = `
      import { updateContactCard } from 'linq-contact-card';
      const reported = [];
      console.error = (error) => reported.push(error.message);
      const saved = await updateContactCard(params, {
        ...${JSON.stringify(options)}, onAttempt() { throw new Error('mine'); },
      });
      await new Promise((resolve) => setTimeout(resolve));
      print([saved.first_name, reported]);`;
    assert.deepEqual(resultOf(code), ['John', ['mine']]);
    const later = code.replace('onAttempt()', 'async onAttempt()');
    assert.deepEqual(resultOf(later), ['John', ['mine']], 'and what it rejects with');
    const strict = code
      .replace('(error) => reported.push(error.message)', '(error) => { throw error; }')
      .replace(
        'const reported = []',
        "const reported = []; process.on('uncaughtException', ({ message }) => reported.push(message))",
      );
    assert.deepEqual(resultOf(strict), ['John', ['mine']], 'a console that throws breaks no call');
  });
});

// Other implementations of `fetch` in Node, whose responses have no web streams: node-fetch 2 and 3, and cross-fetch.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const phone_number = '+15551234567';

export default async function ({ dir, startEmulator, name }) {
  const emulator = await startEmulator();
  const { implementations, retrieve, update } = await import(pathToFileURL(join(dir, 'main.mjs')).href);
  for (const [title, fetch] of Object.entries(implementations)) {
    const options = { apiKey: 'linq-emulator-key', baseURL: emulator.baseURL, fetch };
    const save = (first_name, more) => update({ phone_number, first_name }, { ...options, ...more });
    /** Returns how an update fails after a scripted response. */
    const failure = async (response, more) => {
      await emulator.script(response);
      const error = await save('Never', more).then(
        () => assert.fail(`${title} should fail`),
        (error) => error,
      );
      return [error.name, error.outcome, error.status ?? error.message];
    };

    assert.equal((await save('Zoë 🌻')).first_name, 'Zoë 🌻', `C4 ${title} reads the card`);
    const { contact_cards } = await retrieve({}, options);
    assert.ok(contact_cards.length > 1, `C4 ${title} reads the list`);
    assert.deepEqual(await failure({ status: 400 }), ['BadRequestError', 'refused', 400], title);
    assert.deepEqual(
      await failure({ status: 200, body: 'x'.repeat(100_000) }),
      ['InvalidResponseError', 'unknown', 200],
      title,
    );
    assert.deepEqual(await failure({ status: 204, body: '' }), ['InvalidResponseError', 'unknown', 204], title);
    assert.deepEqual(
      await failure({ status: 307, headers: { location: '/elsewhere' }, body: '' }),
      ['InvalidResponseError', 'unknown', 307],
      title,
    );
    assert.deepEqual(
      await failure({ fault: 'stall_body' }, { timeout: 500 }),
      ['APIConnectionTimeoutError', 'unknown', 'The call took longer than its timeout'],
      title,
    );
    assert.deepEqual((await failure({ fault: 'reset' })).slice(0, 2), ['APIConnectionError', 'unknown'], title);
    const controller = new AbortController();
    await emulator.script({ fault: 'stall_head' });
    const before = (await emulator.requests()).length;
    const aborted = save('Never', { signal: controller.signal }).catch((reason) => reason);
    while ((await emulator.requests()).length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort('left');
    assert.equal(await aborted, 'left', title);
    assert.equal((await save(name)).first_name, name, title);
  }
  return emulator;
}

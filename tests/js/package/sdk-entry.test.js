// The entry linq-contact-card/sdk, which replaces the official SDK.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { failure, installEmulator, installProject, key, number, params } from './setup.js';

const { lib, outputOf, project } = await installProject();
const { emulator, options, sent } = await installEmulator();

describe('the SDK entry', () => {
  const sample = readFileSync(join(import.meta.dirname, '../../fixtures/reference_sample.js'), 'utf8');

  test("runs the official reference's sample with another import line", async () => {
    const code = sample.replace("'@linqapp/sdk'", "'linq-contact-card/sdk'");
    const env = { LINQ_API_V3_API_KEY: key, LINQ_API_V3_BASE_URL: emulator.baseURL };
    assert.equal(outputOf(code, [], env), 'John\n');
    assert.deepEqual(await sent(), [
      'PATCH {"first_name":"John","last_name":"Doe","image_url":"https://cdn.linqapp.com/contact-card/example.jpg"}',
    ]);
  });

  test('has the same methods, merges headers, and has errors of the same names', async () => {
    const sdk = await import(join(project.dir, 'node_modules/linq-contact-card/sdk.js'));
    const client = new sdk.LinqAPIV3({ ...options, defaultHeaders: { 'x-a': '1', 'x-b': '2' }, maxRetries: 0 });
    assert.equal(sdk.default, sdk.LinqAPIV3);
    assert.equal(
      (await client.contactCard.update(params, { headers: { 'X-A': '3', 'x-b': null } })).first_name,
      'John',
    );
    const [{ headers }] = await emulator.requests();
    const names = Object.fromEntries(headers);
    assert.deepEqual([names['x-a'], names['x-b']], ['3', undefined]);
    await client.contactCard.update(params, { headers: { authorization: undefined, 'x-a': undefined } });
    const { 'x-a': merged } = Object.fromEntries((await emulator.requests()).at(-1).headers);
    assert.equal(merged, '1', 'a header that is undefined is absent');
    assert.ok(!inspect(client, { depth: 9 }).includes(key) && !JSON.stringify(client).includes(key));
    assert.equal(client.apiKey, key);
    assert.equal(new sdk.LinqAPIV3({ apiKey: key, baseURL: '' }).baseURL, undefined);
    assert.ok((await client.contactCard.retrieve()).contact_cards.length > 1);
    assert.ok((await client.contactCard.retrieve(null)).contact_cards.length > 1);
    const error = await failure(client.contactCard.create(params));
    assert.ok(error instanceof sdk.ConflictError && error instanceof lib.ConflictError);
    assert.equal(
      (await failure(client.contactCard.update({ phone_number: number }))).status,
      400,
      'sends {} as the SDK does',
    );
    for (const bad of [5, 'x-a: 1']) {
      const issues = [
        await failure(client.contactCard.retrieve({}, { headers: bad })),
        await failure(new sdk.LinqAPIV3({ ...options, defaultHeaders: bad }).contactCard.retrieve()),
      ].map(({ issues: [{ path, code }] }) => [path[1], code]);
      assert.deepEqual(issues, [
        ['headers', 'invalid_option'],
        ['headers', 'invalid_option'],
      ]);
    }
    assert.equal(
      (await failure(new sdk.LinqAPIV3({ ...options, logLevel: 'debug' }).contactCard.retrieve())).issues[0].code,
      'unknown_option',
    );
  });
});

// The documentation's page for Cloudflare Workers, in Cloudflare's template with TypeScript and Wrangler's development server.
import assert from 'node:assert/strict';
import { Newcomer } from '../newcomer.js';

export default async function (context) {
  const newcomer = await Newcomer.in(context);
  await newcomer.follow('docs/frameworks/workers.md', '# Cloudflare Workers', 'Save a card');
  newcomer.run('npx tsc');
  assert.equal((await newcomer.emulator.card(context.phone_number)).first_name, 'Jane');

  const save = async (first_name) => {
    const response = await fetch(newcomer.url, { method: 'POST', body: JSON.stringify({ first_name }) });
    return [response.status, await response.json()];
  };
  const [status, { first_name }] = await save(context.name);
  assert.deepEqual([status, first_name], [200, context.name]);
  const [refused, error] = await save(null);
  assert.deepEqual([refused, error.name], [400, 'ValidationError']);
  return newcomer.emulator;
}

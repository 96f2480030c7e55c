// Runs a bundled worker in workerd and sends it one request.
import assert from 'node:assert/strict';
import { Miniflare } from 'miniflare';

const { NAME } = process.env;
const worker = new Miniflare({
  modules: true,
  modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
  scriptPath: process.argv[2],
  compatibilityDate: '2026-04-01',
  cf: false,
});
try {
  const response = await worker.dispatchFetch('http://worker/', { method: 'POST', body: NAME });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  assert.deepEqual(JSON.parse(text), [NAME, 'Contact card not found', 'Contact card not found']);
} finally {
  await worker.dispose();
}

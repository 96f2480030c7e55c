// Runs a bundled worker in workerd and sends it one request.
import assert from 'node:assert/strict';
import { Miniflare } from 'miniflare';

const { NAME, BASE_URL } = process.env;
const worker = new Miniflare({
  modules: true,
  modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
  scriptPath: process.argv[2],
  compatibilityDate: '2026-04-01',
  bindings: { LINQ_API_V3_API_KEY: 'linq-emulator-key', BASE_URL },
  cf: false,
});
try {
  const response = await worker.dispatchFetch('http://worker/', { method: 'POST', body: NAME });
  assert.equal(response.status, 200, await response.text());
} finally {
  await worker.dispose();
}

// workerd, with what wrangler bundles for it without a plugin; and what a bundler that ignores workerd's condition makes
// of it, which can't compile there.
import assert from 'node:assert/strict';

export default async function ({ dir, run, linq, name }) {
  const server = await linq();
  run('wrangler', ['deploy', '--dry-run', '--outdir', 'dist'], {
    WRANGLER_SEND_METRICS: 'false',
    XDG_CONFIG_HOME: dir,
  });
  run('node', ['main.mjs', 'dist/worker.js'], { NAME: name, BASE_URL: server.baseURL });

  run('esbuild', ['worker.js', '--bundle', '--format=esm', '--outfile=dist/ignoring.js']);
  assert.throws(
    () => run('node', ['main.mjs', 'dist/ignoring.js'], { NAME: 'never', BASE_URL: server.baseURL }),
    /WasmUnavailableError: This host forbids compiling WebAssembly: build with the workerd or edge-light condition/,
  );
  return server;
}

// workerd, with a bundle that Wrangler makes without a plugin, and with one of a bundler that ignores the workerd condition,
// which fails with a hint.
import assert from 'node:assert/strict';

export default async function ({ dir, run, startEmulator, name }) {
  const emulator = await startEmulator();
  run('wrangler', ['deploy', '--dry-run', '--outdir', 'dist'], {
    WRANGLER_SEND_METRICS: 'false',
    XDG_CONFIG_HOME: dir,
  });
  run('node', ['main.mjs', 'dist/worker.js'], { NAME: name, BASE_URL: emulator.baseURL });

  run('esbuild', ['worker.js', '--bundle', '--format=esm', '--outfile=dist/ignoring.js']);
  assert.throws(
    () => run('node', ['main.mjs', 'dist/ignoring.js'], { NAME: 'never', BASE_URL: emulator.baseURL }),
    /WasmUnavailableError: This host forbids compiling WebAssembly: build with the workerd or edge-light condition/,
  );
  return emulator;
}

// Workers on workerd, by Miniflare.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { load } from './tools.js';

/** Resolves `./a.wasm?module` to `./a.wasm`, as wrangler does. */
const wasmModules = {
  name: 'WebAssembly modules',
  setup(build) {
    build.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace('?module', '')),
    }));
  },
};

/**
 * Starts workers in one workerd, each bundled as wrangler does it.
 * @param {Record<string, { entry: string }>} workers By name: the entry, and Miniflare's options such as `bindings` and `durableObjects`.
 * @param {{ persist?: string, nodePaths?: string[] }} [options] A folder for Durable Objects' storage, and folders in which packages are found.
 */
export async function startWorkers(workers, { persist, nodePaths } = {}) {
  const { Miniflare } = await load('miniflare');
  const dir = mkdtempSync(join(tmpdir(), 'linq-workers-'));
  const options = [];
  for (const [name, { entry, ...more }] of Object.entries(workers)) {
    const scriptPath = join(dir, name, 'worker.js');
    await build({
      entryPoints: [entry],
      outfile: scriptPath,
      bundle: true,
      format: 'esm',
      target: 'es2022',
      logLevel: 'error',
      nodePaths,
      conditions: ['workerd', 'worker', 'browser'],
      loader: { '.wasm': 'copy' },
      plugins: [wasmModules],
    });
    options.push({
      name,
      modules: true,
      modulesRoot: join(dir, name),
      scriptPath,
      compatibilityDate: '2026-04-01',
      // Miniflare's own socket refuses requests of other origins.
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
      ...more,
    });
  }
  const miniflare = new Miniflare({ host: '127.0.0.1', cf: false, workers: options, durableObjectsPersist: persist });
  await miniflare.ready;
  return {
    /** Returns the address of a worker's own socket. */
    address: async (name) => (await miniflare.unsafeGetDirectURL(name)).origin,
    async stop() {
      await miniflare.dispose();
      rmSync(dir, { recursive: true });
    },
  };
}

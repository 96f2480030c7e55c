// Workers on the real workerd.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { load } from './tools/tools.js';

/** wrangler takes `./a.wasm?module` for `./a.wasm`. */
const modules = {
  name: 'modules of WebAssembly',
  setup(build) {
    build.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace('?module', '')),
    }));
  },
};

/**
 * Workers in one workerd, each bundled as wrangler does it; `stop` ends them.
 * @param workers by name: the `entry`, and miniflare's options of a worker, such as `bindings` and `durableObjects`
 * @param options `persist`: the folder that outlives them; `nodePaths`: where packages are found
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
      plugins: [modules],
    });
    options.push({
      name,
      modules: true,
      modulesRoot: join(dir, name),
      scriptPath,
      compatibilityDate: '2026-04-01',
      modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
      ...more,
    });
  }
  const miniflare = new Miniflare({ host: '127.0.0.1', cf: false, workers: options, durableObjectsPersist: persist });
  const url = await miniflare.ready;
  return {
    /** The first worker's address. */
    url: url.origin,
    /** The address of one that has a socket of its own: past Miniflare, which takes no requests of other origins. */
    address: async (name) => (await miniflare.unsafeGetDirectURL(name)).origin,
    /** Asks one of them. */
    async fetch(name, path, init) {
      const worker = await miniflare.getWorker(name);
      return worker.fetch(`http://worker${path}`, init);
    },
    async stop() {
      await miniflare.dispose();
      rmSync(dir, { recursive: true });
    },
  };
}

// Next, built by Turbopack and by webpack: a server component, an edge route, and client components behind a
// rewrite, one of them with the hook.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export default async function ({ dir, phone_number, run, serve, startProxiedEmulator, visit, name }) {
  const { emulator, port } = await startProxiedEmulator();
  const env = {
    NEXT_TELEMETRY_DISABLED: '1',
    LINQ_URL: emulator.url,
    LINQ_API_V3_API_KEY: 'linq-emulator-key',
    LINQ_API_V3_BASE_URL: emulator.baseURL,
  };
  const module = readFileSync(join(dir, '../node_modules/linq-contact-card/contact_card.wasm'));
  const saved = async () => (await emulator.card(phone_number)).first_name;

  for (const bundler of ['webpack', 'turbopack']) {
    run('next', ['build', `--${bundler}`], env);
    assert.deepEqual(edgeModules(join(dir, '.next')), [module]);
    const { url, stop } = await serve('next', ['start', '--hostname', '127.0.0.1', '--port', port], env);
    const get = async (path, first_name) => {
      const response = await fetch(`${url}${path}?${new URLSearchParams({ name: first_name })}`);
      assert.equal(response.status, 200, `${path}, built by ${bundler}`);
      return response;
    };

    await get('/server', `Server ${bundler}`);
    assert.equal(await saved(), `Server ${bundler}`);
    const { runtime } = await (await get('/edge', `Edge ${bundler}`)).json();
    assert.deepEqual([await saved(), runtime], [`Edge ${bundler}`, 'edge-runtime']);
    assert.match(await (await get('/hook', '')).text(), /loading/);
    for (const page of ['hook', 'client']) {
      await emulator.reset();
      assert.equal(await visit(`${url}/${page}`), `saved ${name}`, `${page}, built by ${bundler}`);
      assert.equal(await saved(), name);
    }
    await stop();
  }
  return emulator;
}

/** Returns the WebAssembly modules of the edge route: unlike Next's own server, a real edge runtime compiles no bytes. */
function edgeModules(build) {
  const { functions } = JSON.parse(readFileSync(join(build, 'server/middleware-manifest.json'), 'utf8'));
  return functions['/edge/route'].wasm.map(({ filePath }) => readFileSync(join(build, filePath)));
}

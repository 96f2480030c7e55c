// Builds the page with each version of React and the packed package, for the emulator to serve.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { installPackage, installTools } from '../support/sandbox.js';

const source = import.meta.dirname;

/** The versions of React. */
export const versions = ['18', '19'];

const page = (version) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>React ${version}</title>
  <div id="app"></div>
  <script type="module" src="/${version}.js"></script>
</html>
`;

/** Copies the sources next to a version of React and the package. Returns their folder. */
function copySources(version) {
  const dir = installPackage(installTools(join(source, `react-${version}`)));
  for (const file of ['page.jsx', 'card.jsx', 'server.jsx']) cpSync(join(source, file), join(dir, file));
  return dir;
}

/** Builds the pages, `18.html` and `19.html`. Returns their folder, and `remove`, which deletes it. */
export async function makeSite() {
  const www = mkdtempSync(join(tmpdir(), 'react-'));
  for (const version of versions) {
    await build({
      entryPoints: [join(copySources(version), 'page.jsx')],
      outfile: join(www, `${version}.js`),
      bundle: true,
      format: 'esm',
      target: 'es2022',
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"development"' },
    });
    writeFileSync(join(www, `${version}.html`), page(version));
  }
  return { www, remove: () => rmSync(www, { recursive: true }) };
}

/** Imports the hook of edge runtimes. */
export const importEdge = (version) =>
  import(pathToFileURL(join(copySources(version), 'node_modules/linq-contact-card/react.edge.js')).href);

/** Builds the module that renders on a server, and imports it. The package itself isn't bundled. */
export async function importServer(version) {
  const dir = copySources(version);
  const outfile = join(dir, 'server.mjs');
  await build({
    entryPoints: [join(dir, 'server.jsx')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    jsx: 'automatic',
  });
  return import(pathToFileURL(outfile).href);
}

// Builds the page with the editor from the packed package, for the emulator to serve, with the libraries and the style sheets
// of other pages.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createProject, installTools } from '../support/sandbox.js';
import { buildSheets } from './sheets.js';

/** Builds the page. Returns its folder, and `remove`, which deletes it. */
export async function makeSite() {
  const project = await createProject();
  const tools = installTools(import.meta.dirname);
  const www = mkdtempSync(join(tmpdir(), 'element-'));
  for (const file of ['page.js', 'libraries.js']) {
    cpSync(join(import.meta.dirname, file), join(project.dir, file));
    await build({
      entryPoints: [join(project.dir, file)],
      outfile: join(www, file),
      bundle: true,
      format: 'esm',
      target: 'es2022',
      nodePaths: [join(tools, 'node_modules')],
      define: { 'process.env.NODE_ENV': '"production"' },
    });
  }
  cpSync(join(import.meta.dirname, 'page.html'), join(www, 'index.html'));
  mkdirSync(join(www, 'sheets'));
  for (const [name, css] of Object.entries(await buildSheets(tools)))
    writeFileSync(join(www, `sheets/${name}.css`), css);
  return {
    www,
    remove() {
      project.remove();
      rmSync(www, { recursive: true });
    },
  };
}

// Builds the page with the editor from the packed package, for the emulator to serve.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createProject } from '../support/sandbox.js';

/** Builds the page. Returns its folder, and `remove`, which deletes it. */
export async function makeSite() {
  const project = await createProject();
  const www = mkdtempSync(join(tmpdir(), 'element-'));
  cpSync(join(import.meta.dirname, 'page.js'), join(project.dir, 'page.js'));
  await build({
    entryPoints: [join(project.dir, 'page.js')],
    outfile: join(www, 'page.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
  });
  cpSync(join(import.meta.dirname, 'page.html'), join(www, 'index.html'));
  return {
    www,
    remove() {
      project.remove();
      rmSync(www, { recursive: true });
    },
  };
}

// Bundles the dashboard. It imports the package by its public name, through the package's own `exports`.
// Arguments: the package's folder and the folder to make, both in the root.
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const [packageFolder, outFolder] = /** @type {[string, string]} */ (process.argv.slice(2));
const out = join(root, outFolder);
const modules = join(out, '../npm/node_modules');

rmSync(out, { recursive: true, force: true });
rmSync(modules, { recursive: true, force: true });
mkdirSync(modules, { recursive: true });
symlinkSync(join(root, packageFolder), join(modules, 'linq-contact-card'), 'junction');

await build({
  entryPoints: [join(root, 'www/main.js'), join(root, 'www/style.css')],
  outdir: out,
  bundle: true,
  format: 'esm',
  minify: true,
  platform: 'browser',
  target: ['chrome119', 'firefox120', 'safari17'],
  legalComments: 'none',
  nodePaths: [modules],
  // The one of www/ is for checks: its paths lead to typings.
  tsconfigRaw: '{}',
});
for (const file of ['index.html', 'icon.svg']) cpSync(join(root, 'www', file), join(out, file));

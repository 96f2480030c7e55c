// Bundles the dashboard. It imports the package by its public name, through the package's own `exports`.
// Arguments: the package's folder and the folder to make, both in the root.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');

/**
 * Bundles the dashboard.
 *
 * @param {string} packageFolder
 * @param {string} out the folder to make
 */
export async function bundleDashboard(packageFolder, out) {
  const modules = mkdtempSync(join(root, 'target/dashboard-'));
  symlinkSync(packageFolder, join(modules, 'linq-contact-card'), 'junction');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: { main: join(root, 'www/main.js'), style: join(root, 'www/styles/style.css') },
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
  rmSync(modules, { recursive: true });
  for (const file of ['index.html', 'icon.svg']) cpSync(join(root, 'www', file), join(out, file));
}

if (import.meta.filename === process.argv[1]) {
  const [packageFolder, out] = /** @type {[string, string]} */ (process.argv.slice(2));
  await bundleDashboard(resolve(root, packageFolder), resolve(root, out));
}

// Makes the package's command, in the package's folder cli/: the program, the dashboard that it serves, and the licences of what
// both contain. The program imports the package by its public name, as a user's code does.
// Argument: the package's folder, in the root.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleDashboard } from './dashboard.mjs';
import { libraries } from './libraries.mjs';

const root = join(import.meta.dirname, '../..');
const [packageFolder] = /** @type {[string]} */ (process.argv.slice(2));
const out = resolve(root, packageFolder, 'cli');

rmSync(out, { recursive: true, force: true });
mkdirSync(out);
await build({
  entryPoints: [join(root, 'pkg-template/cli/main.js')],
  outfile: join(out, 'main.js'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.6',
  charset: 'ascii',
  legalComments: 'none',
  external: ['linq-contact-card', 'linq-contact-card/*'],
  absWorkingDir: root,
  // The root's tsconfig.json is for checks, not for what is published.
  tsconfigRaw: '{}',
});
chmodSync(join(out, 'main.js'), 0o755);
await bundleDashboard(resolve(root, packageFolder), join(out, 'dashboard'));
const licences = libraries.map(({ name, version, text }) => `${name} ${version}\n\n${text.trim()}\n`);
writeFileSync(join(out, 'THIRD-PARTY-LICENSES'), licences.join('\n'));

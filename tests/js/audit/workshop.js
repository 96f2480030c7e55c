// Lighthouse, in a place of its own: it is larger than all other tools together.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const source = import.meta.dirname;
const workshop = join(source, '../../../target/audit');

/** Installs Lighthouse where it has changed, and gives it. */
export async function prepare() {
  mkdirSync(workshop, { recursive: true });
  const lock = readFileSync(join(source, 'package-lock.json'));
  const stamp = join(workshop, 'installed-lock.json');
  if (!existsSync(stamp) || !readFileSync(stamp).equals(lock)) {
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(source, file), join(workshop, file));
    execFileSync('npm', ['ci', '--silent', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: workshop });
    writeFileSync(stamp, lock);
  }
  const require = createRequire(join(workshop, 'package.json'));
  return (await import(pathToFileURL(require.resolve('lighthouse')))).default;
}

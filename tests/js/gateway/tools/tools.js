// What the gateway's tests need beside it: clients of Redis, and workerd.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const source = import.meta.dirname;
const shelf = join(source, '../../../../target/gateway-tools');
const lock = readFileSync(join(source, 'package-lock.json'));
const workshop = join(shelf, createHash('sha256').update(lock).digest('hex').slice(0, 16));
const require = createRequire(join(workshop, 'package.json'));

/** The folder of the tools, installed where they have changed. */
export function prepare() {
  if (existsSync(workshop)) return workshop;
  mkdirSync(shelf, { recursive: true });
  const fresh = mkdtempSync(join(shelf, 'fresh-'));
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(source, file), join(fresh, file));
  execFileSync('npm', ['ci', '--silent', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: fresh });
  try {
    renameSync(fresh, workshop);
  } catch (error) {
    // Another process was sooner: test files run side by side.
    rmSync(fresh, { recursive: true });
    if (!existsSync(workshop)) throw error;
  }
  return workshop;
}

/** One of the tools. */
export async function load(name) {
  prepare();
  return import(pathToFileURL(require.resolve(name)));
}

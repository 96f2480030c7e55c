// The projects that `npm create vite`, `create-next-app` and `npm create cloudflare` make, of the versions in package.json.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolFile } from './programs.js';
import { importTool, installTools } from '../support/sandbox.js';

/** @typedef {import('./newcomer.js').Newcomer} Newcomer */

/** Packages of the templates that the pages don't need, as they lint and test. */
const unused = new Set(['@cloudflare/vitest-plugin', 'eslint', 'eslint-config-next', 'oxlint']);

/** @param {Newcomer} newcomer @param {string} name @param {string} template */
export function createViteApp(newcomer, name, template) {
  newcomer.run(`create-vite ${name} --template ${template}`);
  provideDependencies(newcomer, name);
}

/** @param {Newcomer} newcomer @param {string} name */
export function createNextApp(newcomer, name) {
  newcomer.run(`create-next-app ${name} --yes --skip-install --disable-git`);
  provideDependencies(newcomer, name);
}

/** Copies the template, as its program installs packages. @param {Newcomer} newcomer @param {string} name */
export async function createWorker(newcomer, name) {
  const dir = join(newcomer.dir, name);
  cpSync(toolFile('create-cloudflare/templates/hello-world/ts'), dir, { recursive: true });
  const { compatibilityDate } = await importTool(installTools(import.meta.dirname), 'workerd');
  fill(join(dir, 'package.json'), { '<PACKAGE_NAME>': name });
  fill(join(dir, 'wrangler.jsonc'), { '<WORKER_NAME>': name, '<COMPATIBILITY_DATE>': compatibilityDate });
  provideDependencies(newcomer, name);
}

/** Replaces the placeholders of a file. */
function fill(file, values) {
  const text = Object.entries(values).reduce(
    (text, [name, value]) => text.replace(name, value),
    readFileSync(file, 'utf8'),
  );
  writeFileSync(file, text);
}

/**
 * Checks that a project's packages are installed in a folder above, and links the version of TypeScript that it names: those of
 * the templates differ, as the tools of some need a compiler with a JavaScript API.
 */
function provideDependencies(newcomer, name) {
  const dir = join(newcomer.dir, name);
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const names = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !unused.has(name));
  for (const name of names) assert.ok(existsSync(toolFile(name)), `package.json should have ${name}`);
  const [major] = /\d+/.exec(devDependencies.typescript);
  const compiler = [`typescript-${major}`, 'typescript'].map(toolFile).find((folder) => majorOf(folder) === major);
  assert.ok(compiler, `package.json should have TypeScript ${major}`);
  mkdirSync(join(dir, 'node_modules/.bin'), { recursive: true });
  symlinkSync(compiler, join(dir, 'node_modules/typescript'));
  symlinkSync('../typescript/bin/tsc', join(dir, 'node_modules/.bin/tsc'));
}

/** Returns the major version of an installed package. */
function majorOf(folder) {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version.split('.', 1)[0];
}

// The TypeScript of README.md and docs/ that needs no other package, compiled strictly, by the oldest and the newest TypeScript.
// Pages about a framework are compiled with that framework, by the suite `consumers`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { installPackage, installTools } from '../support/sandbox.js';
import { codeOf } from '../support/markdown.js';
import { versions } from './compile.js';

const root = join(import.meta.dirname, '../../..');
const pages = ['README.md', 'docs/errors.md', 'docs/sdk.md'];

/** As strict as the templates of frameworks are, and more. */
const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  noUnusedLocals: true,
  noEmit: true,
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2022', 'dom', 'dom.iterable'],
  types: ['node'],
  skipLibCheck: true, // that of the package is checked in matrix.test.js
};

/** Writes the TypeScript of all pages into a project, in a folder for each page, and returns what the compiler prints. */
function compile(version) {
  const tools = installTools(import.meta.dirname);
  const dir = join(installPackage(tools), 'documents', version);
  rmSync(dir, { recursive: true, force: true });
  const files = pages.flatMap((page) => {
    const blocks = codeOf(readFileSync(join(root, page), 'utf8')).filter(({ language }) => language === 'ts');
    assert.ok(blocks.length > 0, page);
    return blocks.map(({ file, code }) => {
      assert.ok(file, `${page}: the line before this block should name its file:\n${code}`);
      const path = join(page, file);
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), code);
      return path;
    });
  });
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const tsc = join(tools, 'node_modules', `typescript-${version}`, 'bin/tsc');
  const { stdout, stderr } = spawnSync(process.execPath, [tsc], { cwd: dir, encoding: 'utf8' });
  return stdout + stderr;
}

for (const version of [versions[0], versions.at(-1)]) {
  test(`the TypeScript of the documentation passes the strict compiler ${version}`, () => {
    assert.equal(compile(version), '');
  });
}

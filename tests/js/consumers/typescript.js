// Checks the TypeScript of the documentation as strict projects do.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What every project has. */
const strict = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  target: 'es2023',
  lib: ['es2023'],
  types: ['node'],
};

/** Projects whose code Node runs: the compiler writes JavaScript, as older versions of Node don't run TypeScript. */
const forNode = { ...strict, module: 'nodenext', rewriteRelativeImportExtensions: true };

/** Projects whose code a bundler or another runtime takes. */
const forBundlers = {
  ...strict,
  module: 'esnext',
  moduleResolution: 'bundler',
  allowImportingTsExtensions: true,
  noEmit: true,
};

function tsc({ dir, run }, compilerOptions) {
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(dir, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['**/*.ts'], exclude: ['node_modules'] }),
  );
  run('tsc', ['-p', '.']);
}

/** Checks a project and compiles it for Node. */
export const compile = (context) => tsc(context, forNode);

/** Checks a project for a bundler or another runtime; `options` are further ones of the compiler. */
export const check = (context, options) => tsc(context, { ...forBundlers, ...options });

// The typings of the stores, compiled with those of Redis's clients and of Cloudflare.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import ts from 'typescript';
import { installGatewayTools } from '../tools.js';
import { typings } from './implementations.js';

let dir;
before(() => {
  // From there, the tools' typings are found.
  dir = mkdtempSync(join(installGatewayTools(), 'types-'));
  cpSync(join(import.meta.dirname, 'types'), dir, { recursive: true });
});
after(() => dir && rmSync(dir, { recursive: true }));

/** Returns the compiler's errors in a file and in the stores' own typings. */
function compile(file, { types, lib }) {
  const program = ts.createProgram([join(dir, file)], {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    types,
    lib: lib.map((name) => `lib.${name}.d.ts`),
    typeRoots: [join(dir, '../node_modules')],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: typings,
  });
  const isOurs = ({ file: source }) => !source || !program.isSourceFileFromExternalLibrary(source);
  return ts
    .getPreEmitDiagnostics(program)
    .filter(isOurs)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('typings of the stores', () => {
  test('accept the clients of Redis', () => {
    assert.deepEqual(compile('node.mts', { types: ['@types/node'], lib: ['es2023', 'dom'] }), []);
  });

  test("accept Cloudflare's bindings, without the DOM", () => {
    assert.deepEqual(compile('worker.mts', { types: ['@cloudflare/workers-types'], lib: ['es2023'] }), []);
  });
});

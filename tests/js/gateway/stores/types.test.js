// The stores' typings, with those of what they are given.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import ts from 'typescript';
import { prepare } from '../tools/tools.js';
import { typings } from './place.js';

let dir;
before(() => {
  // Where the tools' typings are found.
  dir = mkdtempSync(join(prepare(), 'types-'));
  cpSync(join(import.meta.dirname, 'types'), dir, { recursive: true });
});
after(() => rmSync(dir, { recursive: true }));

/** What the compiler says of a file; of the stores' own typings, too. */
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

describe('the typings', () => {
  test('take the clients of Redis', () => {
    assert.deepEqual(compile('node.mts', { types: ['@types/node'], lib: ['es2023', 'dom'] }), []);
  });

  test("take Cloudflare's, without the DOM", () => {
    assert.deepEqual(compile('worker.mts', { types: ['@cloudflare/workers-types'], lib: ['es2023'] }), []);
  });
});

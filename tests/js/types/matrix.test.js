// The packed typings, compiled by every minor version of TypeScript since 5.0.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { compile, versions } from './compile.js';
import { projectsOf } from './projects.js';

for (const version of versions) {
  describe(`TypeScript ${version}`, () => {
    let compiled;
    before(() => {
      compiled = compile(version);
    });

    for (const { name, files } of projectsOf(version)) {
      // With noEmitOnError, a file is written only for a project without errors.
      test(`compiles the project ${name}`, () =>
        assert.deepEqual(
          files.filter((file) => !compiled.hasWritten(name, file)),
          [],
          compiled.output,
        ));
    }

    test('reports nothing', () => assert.equal(compiled.output, ''));
  });
}

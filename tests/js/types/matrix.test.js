// The packed typings, in every TypeScript since 5.0.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { projectsOf } from './projects.js';
import { compile, prepare, versions } from './workshop.js';

before(() => prepare());

for (const version of versions) {
  describe(`TypeScript ${version}`, () => {
    let compiled;
    before(() => {
      compiled = compile(version);
    });

    for (const { name, files } of projectsOf(version)) {
      // A file is made only of a project without errors.
      test(name, () =>
        assert.deepEqual(
          files.filter((file) => !compiled.hasMade(name, file)),
          [],
          compiled.said,
        ),
      );
    }

    test('it has nothing to say', () => assert.equal(compiled.said, ''));
  });
}

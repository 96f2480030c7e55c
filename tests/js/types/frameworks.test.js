// The packed typings in the templates of frameworks and in form libraries, by their own compilers.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { typings } from '../../../xtask/js/entries.mjs';
import { findAny } from './api.js';
import { compile, copyProject, markedLines, packageFolder } from './frameworks/compile.js';
import { projects } from './frameworks/projects.js';

for (const project of projects) {
  describe(project.name, () => {
    for (const version of project.versions ?? [undefined]) {
      const compiler = [project.compiler, version].filter(Boolean).join(' ');
      test(`${compiler} reports the marked lines, and no others`, () => {
        const dir = copyProject(project);
        const marked = markedLines(dir);
        assert.notDeepEqual(marked, []);
        const { lines, output } = compile(dir, project.compiler, version);
        assert.deepEqual(lines.sort(), marked.sort(), output);
      });
    }
  });
}

test('the typings of the element in templates have no type any', () => {
  assert.deepEqual(findAny(typings.map((file) => join(packageFolder(), `${file}.d.ts`))), []);
});

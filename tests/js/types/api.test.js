// The declarations of the packed typings.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertGolden } from '../support/golden.js';
import { createProject } from '../support/sandbox.js';
import { describeExports, findAny } from './api.js';

const entries = [
  'index',
  'sdk',
  'slim',
  'element',
  'element/define',
  'element/upload',
  'react',
  'gateway/index',
  'gateway/redis',
  'gateway/durable-object',
  'testing',
];
let project;
let typings;
before(async () => {
  project = await createProject();
  typings = (name) => join(project.dir, 'node_modules/linq-contact-card', name);
});
after(() => project?.remove());

describe('the typings', () => {
  test('have no type any', () => {
    assert.deepEqual(findAny(entries.flatMap((entry) => [typings(`${entry}.d.ts`), typings(`${entry}.d.cts`)])), []);
  });

  test('would fail the check with an any, written or implied', () => {
    const fixture = join(import.meta.dirname, 'fixtures/any.d.ts');
    const lines = readFileSync(fixture, 'utf8')
      .split('\n')
      .flatMap((line, index) => (/[;}] \/\/ any$/.test(line) ? [`any.d.ts:${index + 1}`] : []));
    assert.deepEqual(findAny([fixture]), lines);
  });

  for (const entry of entries) {
    test(`of ${entry} are those of golden/${entry}.d.ts, for ES modules and CommonJS`, () => {
      const described = describeExports(typings(`${entry}.d.ts`));
      assertGolden(described, join(import.meta.dirname, `golden/${entry}.d.ts`));
      assert.equal(describeExports(typings(`${entry}.d.cts`)).replaceAll('.cjs', '.js'), described);
    });
  }
});

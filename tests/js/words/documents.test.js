// The documents name files and tasks that exist, and their links lead somewhere.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { brokenLinksIn } from '../support/markdown.js';

const root = join(import.meta.dirname, '../../..');

/** The documents about the repository. In the others, paths are those of the reader's project. */
const aboutRepository = ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'RELEASING.md', 'SECURITY.md'];
const documents = execFileSync('git', ['ls-files', '-z', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file && !file.startsWith('tests/') && existsSync(join(root, file)));

/** Paths that aren't checked: what builds and runs make, the script of each consumer, and the package's entries. */
const notChecked = /^((pkg|target|fuzz\/artifacts|node_modules|linq-contact-card)\/|consumer\.js$)/;

/** @param {string} path */
const read = (path) => readFileSync(join(root, path), 'utf8');

/** @param {string} path */
const exists = (path) => notChecked.test(path) || existsSync(join(root, path));

/** @param {string} text */
const pathsIn = (text) =>
  [...text.matchAll(/`([\w.-]+(?:\/[\w.*-]*)+|[\w-]+\.(?:rs|js|json|md|toml))`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !path.includes('*'));

/** @param {string} text */
const tasksIn = (text) => [...text.matchAll(/\bcargo xtask ([a-z-]+)/g)].map(([, task = '']) => task);

const usage = execFileSync('cargo', ['xtask', 'help'], { cwd: root, encoding: 'utf8' });

for (const document of documents) {
  describe(document, () => {
    it('has links that lead to files and headings', () => assert.deepEqual(brokenLinksIn(root, document), []));

    it('names tasks that exist', () => {
      assert.deepEqual(
        tasksIn(read(document)).filter((task) => !new RegExp(`^${task}\\b`, 'm').test(usage)),
        [],
      );
    });
  });
}

for (const document of aboutRepository) {
  it(`${document} names files that exist`, () => {
    assert.deepEqual(
      pathsIn(read(document)).filter((path) => !exists(path)),
      [],
    );
  });
}

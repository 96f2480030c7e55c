// The documents name files and tasks that exist.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '../../..');
const documents = ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'RELEASING.md', 'SECURITY.md', 'README.md'];

/** Paths that aren't checked: what builds and runs make, the script of each consumer, and the package's entries. */
const notChecked = /^((pkg|target|fuzz\/artifacts|node_modules|linq-contact-card)\/|consumer\.js$)/;

/** @param {string} path */
const exists = (path) => notChecked.test(path) || existsSync(join(root, path));

/** @param {string} text */
const pathsIn = (text) =>
  [...text.matchAll(/`([\w.-]+(?:\/[\w.*-]*)+|[\w-]+\.(?:rs|js|json|md|toml))`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !path.includes('*'));

/** @param {string} text */
const linksIn = (text) =>
  [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path).filter(Boolean);

/** @param {string} text */
const tasksIn = (text) => [...text.matchAll(/\bcargo xtask ([a-z-]+)/g)].map(([, task = '']) => task);

const usage = execFileSync('cargo', ['xtask', 'help'], { cwd: root, encoding: 'utf8' });

for (const document of documents) {
  const text = readFileSync(join(root, document), 'utf8');
  describe(document, () => {
    it('names files that exist', () => {
      assert.deepEqual(
        pathsIn(text).filter((path) => !exists(path)),
        [],
      );
    });
    it('links to files that exist', () => {
      assert.deepEqual(
        linksIn(text).filter((path) => !existsSync(join(root, path))),
        [],
      );
    });
    it('names tasks that exist', () => {
      assert.deepEqual(
        tasksIn(text).filter((task) => !new RegExp(`^${task}\\b`, 'm').test(usage)),
        [],
      );
    });
  });
}

// The files in the tarball.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { files } from '../../../xtask/js/entries.mjs';

test('the tarball has the files of the table of entries, and no others', () => {
  const list = execFileSync('tar', ['--list', '--gzip', '--file', process.env.LINQ_PACKAGE], { encoding: 'utf8' });
  const inTarball = list
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
  assert.deepEqual(inTarball.sort(), files);
});

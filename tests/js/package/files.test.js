// The files of the tarball.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertGolden } from '../support/golden.js';

test('the tarball contains the files of files.golden.txt, and no others', () => {
  const list = execFileSync('tar', ['--list', '--gzip', '--file', process.env.LINQ_PACKAGE], { encoding: 'utf8' });
  const files = list
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
  assertGolden(`${files.sort().join('\n')}\n`, join(import.meta.dirname, 'files.golden.txt'));
});

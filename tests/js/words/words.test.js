// The project uses common technical terms: those of terms.js, which have a better alternative, are used nowhere.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { terms } from './terms.js';

const root = join(import.meta.dirname, '../../..');

/** Files that aren't checked: texts of others, goldens of prose, pictures, and this suite itself. */
const foreign =
  /package-lock\.json$|\.lock$|^LICENSE|^tests\/fixtures\/reference_sample\.js$|\.golden\.txt$|\.png$|^tests\/js\/words\//;

/** Prose for users, which has its own voice. */
const prose = /^(README\.md|docs\/|www\/|examples\/.*\.md|emulator\/README\.md)/;

const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file && !foreign.test(file))
  .map((file) => ({ file, lines: `${file}\n${readFileSync(join(root, file), 'utf8')}`.split('\n') }));

/**
 * The lines that use a term, as `file:line: text`. Line 0 is the name of the file.
 *
 * @param {import('./terms.js').Term} entry
 */
const uses = ({ term, except, codeOnly }) =>
  files
    .filter(({ file }) => !(codeOnly && prose.test(file)))
    .flatMap(({ file, lines }) =>
      lines.flatMap((line, index) =>
        term.test(line) && !except?.test(line) ? [`${file}:${index}: ${line.trim().slice(0, 160)}`] : [],
      ),
    );

describe('words', () => {
  for (const entry of terms) {
    it(`${entry.term} is written as: ${entry.write}`, () => assert.deepEqual(uses(entry), []));
  }
});

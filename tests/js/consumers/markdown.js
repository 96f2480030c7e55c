// The documentation's code, written into a project: a block becomes the file that the line before it names.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** The emulator's address in the documentation. */
const documented = 'http://127.0.0.1:8787';

/**
 * Writes the code of a page of the documentation, or of one section, into a project that calls this emulator. `replaced` has
 * further texts to replace, such as a port.
 */
export function writeFiles(page, dir, emulator, section, replaced = {}) {
  const whole = readFileSync(join(root, page), 'utf8');
  const text = section ? whole.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) : whole;
  assert.ok(text, `${page} should have a section "${section}"`);
  const blocks = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  for (const { 1: language, 2: code, index } of blocks) {
    // Commands install and copy, which the suite does. Sessions are those of the suite `cli`.
    if (language === 'sh' || language === 'console') continue;
    const [, file] = /`([\w./+-]+)`:\n\n$/.exec(text.slice(0, index)) ?? [];
    assert.ok(file, `${page}: the line before this block should name its file:\n${code}`);
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    const replacements = Object.entries({ [documented]: emulator.url, ...replaced });
    writeFileSync(
      join(dir, file),
      replacements.reduce((text, [from, to]) => text.replaceAll(from, to), code),
    );
  }
}

// What the documentation shows, run: each block of code becomes the file that the line before it names.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Where the documentation has the local Linq. */
const documented = 'http://127.0.0.1:8787';

/**
 * Writes the files that a page of the documentation shows, or one section of it, into a project that is to call this local
 * Linq. Another text that can't stay as it is, such as a port, is given with what comes in its place.
 */
export function writeFiles(page, dir, linq, section, replaced = {}) {
  const whole = readFileSync(join(root, page), 'utf8');
  const text = section ? whole.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) : whole;
  assert.ok(text, `${page} should have a section "${section}"`);
  const blocks = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  for (const { 1: language, 2: code, index } of blocks) {
    // Its commands install and copy, which the workshop does.
    if (language === 'sh') continue;
    const [, file] = /`([\w./-]+)`:\n\n$/.exec(text.slice(0, index)) ?? [];
    assert.ok(file, `${page}: the line before this block should name its file:\n${code}`);
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    const places = Object.entries({ [documented]: linq.url, ...replaced });
    writeFileSync(
      join(dir, file),
      places.reduce((text, [old, fresh]) => text.replaceAll(old, fresh), code),
    );
  }
}

// The documentation's code, written into a project: a block becomes the file that the line before it names.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** The emulator's address in the documentation. */
const documented = 'http://127.0.0.1:8787';

/**
 * Returns the blocks of code of a page of the documentation, or of one section: each with its language, and with the file that
 * the line before it names, if it does. The lines before the first section are the one of the page's title, such as `# React`.
 *
 * @param {string} page
 * @param {string} [section]
 */
export function codeOf(page, section) {
  const whole = readFileSync(join(root, page), 'utf8');
  const markdown = section ? whole.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) : whole;
  assert.ok(markdown, `${page} should have a section "${section}"`);
  return [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ 1: language, 2: text, index }) => ({
    language,
    text,
    file: /`([\w./-]+)`:\n\n$/.exec(markdown.slice(0, index))?.[1],
  }));
}

/**
 * Writes the code of a page of the documentation, or of one section, into a project that calls this emulator. `replaced` has
 * further texts to replace, such as a port.
 */
export function writeFiles(page, dir, emulator, section, replaced = {}) {
  for (const { language, text, file } of codeOf(page, section)) {
    // Commands install and copy, which the suite does. Sessions are those of the suite `cli`.
    if (language === 'sh' || language === 'console') continue;
    assert.ok(file, `${page}: the line before this block should name its file:\n${text}`);
    writeBlock(dir, file, text, { [documented]: emulator.url, ...replaced });
  }
}

/** Writes a block of code into a file of a project, with these texts replaced. */
export function writeBlock(dir, file, text, replaced) {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), replaceAll(text, replaced));
}

/** Replaces texts, such as a port. */
export const replaceAll = (text, replaced) =>
  Object.entries(replaced).reduce((text, [from, to]) => text.replaceAll(from, to), text);

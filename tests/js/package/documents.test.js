// The documentation in the tarball: its links lead to files and headings that are in the tarball, too.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { files } from '../../../xtask/js/entries.mjs';
import { brokenLinksIn, exists } from '../support/markdown.js';
import { createProject } from '../support/sandbox.js';

const pages = files.filter((file) => file.endsWith('.md'));
const typings = files.filter((file) => /\.d\.c?ts$/.test(file));

/** The largest size of the pictures: they are in every installation. */
const LARGEST_PICTURE = 60_000;

let project;
let pkg;
before(async () => {
  project = await createProject();
  pkg = join(project.dir, 'node_modules/linq-contact-card');
});
after(() => project?.remove());

/** Returns a file of the package as a text. */
const read = (file) => readFileSync(join(pkg, file), 'utf8');

describe('the documentation in the tarball', () => {
  for (const page of pages) {
    test(`${page} has no link to something that isn't in it`, () => assert.deepEqual(brokenLinksIn(pkg, page), []));
  }

  test('has every page and heading that the typings name', () => {
    const targets = typings.flatMap((file) => read(file).match(/docs\/[\w/-]+\.md(#[\w-]+)?/g) ?? []);
    assert.ok(targets.length > 0);
    assert.deepEqual(
      targets.filter((target) => !exists(pkg, target)),
      [],
    );
  });

  test('has small pictures, each with a text in place of it', () => {
    const pictures = files.filter((file) => file.endsWith('.png'));
    const shown = pages.flatMap((page) =>
      [...read(page).matchAll(/!\[([^\]]{20,})\]\(([^)]+)\)/g)].map(([, , to]) => to),
    );
    assert.deepEqual(pictures, shown);
    for (const picture of pictures) assert.ok(statSync(join(pkg, picture)).size <= LARGEST_PICTURE, picture);
  });
});

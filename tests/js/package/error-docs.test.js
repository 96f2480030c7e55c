// docs/errors.md has a section for each error class, issue code and code of Linq's, and none for anything else.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { entries } from '../../../xtask/js/entries.mjs';
import { createProject } from '../support/sandbox.js';

const root = join(import.meta.dirname, '../../..');
const read = (path) => readFileSync(join(root, path), 'utf8');

/** Returns the third-level headings of a section. */
function headingsIn(section) {
  const part = read('docs/errors.md')
    .split(/^## /m)
    .find((part) => part.startsWith(`${section}\n`));
  return [...part.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
}

/** Returns the texts that a pattern captures, sorted and without repetition. */
const captured = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, value]) => value))].sort();

/** Limits in the source, which have the form of a code. */
const notCodes = ['1024'];

/** Returns the codes that the sources of the core and the gateway name. */
const codesIn = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.rs'))
    .flatMap((path) => captured(read(join(folder, path)), /(?<![\w.{])([1-5]0[0-2]\d)(?![\w}])/g))
    .filter((code) => !notCodes.includes(code));

let project;
before(async () => {
  project = await createProject();
});
after(() => project?.remove());

describe('docs/errors.md', () => {
  test('has the error classes that the package exports', async () => {
    const pkg = join(project.dir, 'node_modules/linq-contact-card');
    // React's hook needs React, and exports no classes.
    const withoutReact = Object.values(entries).filter(({ file }) => file !== 'react');
    const modules = await Promise.all(withoutReact.map(({ file }) => import(join(pkg, `${file}.js`))));
    const classes = modules
      .flatMap((module) => Object.values(module))
      .filter((value) => typeof value === 'function' && value.prototype instanceof Error)
      .map(({ prototype }) => prototype.name);
    assert.ok(classes.length > 0);
    assert.deepEqual(headingsIn('Classes').sort(), [...new Set(classes)].sort());
  });

  test('has the issue codes of the typings', () => {
    const [, union] = /type IssueCode =([^;]+);/.exec(read('pkg-template/types/index.d.ts'));
    assert.deepEqual(
      headingsIn('Issues')
        .map((heading) => heading.replaceAll('`', ''))
        .sort(),
      captured(union, /'(\w+)'/g),
    );
  });

  test("has Linq's codes, each with its status", () => {
    const documented = [...read('emulator/rules/src/response.rs').matchAll(/\(\s*(\d{4}),\s*(\d{3}),/g)];
    assert.ok(documented.length > 20);
    assert.deepEqual(
      headingsIn("Linq's codes").sort(),
      documented.map(([, code]) => `Code ${code}`),
    );
    // Codes with the same meaning share a text.
    for (const [, code, status] of documented) {
      assert.match(read('docs/errors.md'), new RegExp(`^### Code ${code}\n(\n### Code \\d+\n)*\n${status}, `, 'm'));
    }
  });

  test('has the codes that the core and the gateway use', () => {
    const codes = ['src/api', 'src/call', 'src/gateway'].flatMap(codesIn);
    for (const code of ['2022', '3004', '4004', '2014', '2006']) assert.ok(codes.includes(code), code);
    const headings = headingsIn("Linq's codes");
    assert.deepEqual(
      codes.filter((code) => !headings.includes(`Code ${code}`)),
      [],
    );
  });
});

// The tarball, checked by publint and Are The Types Wrong.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { createProject } from '../support/sandbox.js';

let project;
before(async () => {
  project = await createProject();
});
after(() => project?.remove());

describe('the tarball', () => {
  test('passes publint without a message', async () => {
    const pkgDir = join(project.dir, 'node_modules/linq-contact-card');
    const { messages, pkg } = await publint({ pkgDir, strict: true, pack: false }); // from the installed files, not npm's list
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  test('has typings that match what each resolver finds', async () => {
    const tarball = new Uint8Array(readFileSync(process.env.LINQ_PACKAGE));
    const { problems } = await checkPackage(createPackageFromTarballData(tarball), {
      // These are no JavaScript modules.
      excludeEntrypoints: [
        './contact_card.wasm',
        './gateway.wasm',
        './testing.wasm',
        './custom-elements.json',
        './package.json',
      ],
    });
    assert.deepEqual(problems, []);
  });
});

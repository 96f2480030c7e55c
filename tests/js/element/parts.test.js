// The parts of the editor that pages can style, as docs/element.md and custom-elements.json list them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { browser } from '../support/browsers.js';
import { startSession } from './session.js';
import { states } from './states.js';

const root = join(import.meta.dirname, '../../..');
const session = startSession();

test(`docs/element.md and custom-elements.json have the classes and parts of the editor in ${browser}, and no others`, async () => {
  const { driver } = session;
  const found = { classes: new Set(), parts: new Set() };
  const collect = async () => {
    const lists = await driver.executeScript(`
      return [...editor.querySelectorAll('*')].map(({ classList, part }) => [[...classList], [...part]]);`);
    for (const [classes, parts] of lists) {
      for (const name of classes) found.classes.add(name);
      for (const name of parts) found.parts.add(name);
    }
  };
  for (const name of ['an invalid number', 'issues', 'changed elsewhere', '500']) {
    const state = states.find((state) => state.name === name);
    await state.reach(session);
    if (state.status) await session.editor.waitForStatus(state.status);
    await collect();
  }
  await driver.executeScript("enableUpload(editor, async () => '')");
  await collect();

  const document = readFileSync(join(root, 'docs/element.md'), 'utf8');
  const [table] = document.split('\n| class and part |')[1].split('\n\n');
  const documented = table
    .split('\n')
    .slice(2)
    .flatMap((row) => [...row.split('|')[1].matchAll(/`([\w-]+)`/g)].map(([, name]) => name));
  const manifest = JSON.parse(readFileSync(join(root, 'pkg-template/custom-elements.json'), 'utf8'));
  const declared = manifest.modules[0].declarations[0].cssParts.map(({ name }) => name);
  assert.deepEqual([...found.classes].sort(), [...found.parts].sort());
  assert.deepEqual(documented.sort(), [...found.classes].sort());
  assert.deepEqual(declared.sort(), [...found.classes].sort());
});

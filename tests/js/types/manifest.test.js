// custom-elements.json in the packed package, compared with the element, its typings, its styles and its documentation.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createProject, importTool, installTools } from '../support/sandbox.js';
import { describeMembers } from './api.js';

const root = join(import.meta.dirname, '../../..');
const documentation = readFileSync(join(root, 'docs/element.md'), 'utf8');

let project;
let manifest;
/** The declaration of the element. */
let declared;
before(async () => {
  project = await createProject();
  const path = createRequire(join(project.dir, 'entry.js')).resolve('linq-contact-card/custom-elements.json');
  manifest = JSON.parse(readFileSync(path, 'utf8'));
  declared = manifest.modules[0].declarations[0];
});
after(() => project?.remove());

const inPackage = (file) => join(project.dir, 'node_modules/linq-contact-card', file);
const names = (list) => list.map(({ name }) => name);

/** Defines the element outside a page, and returns its name and its class. */
async function define() {
  globalThis.HTMLElement = class {};
  let defined;
  globalThis.customElements = { get() {}, define: (name, Class) => (defined = { name, Class }) };
  await import(pathToFileURL(inPackage(manifest.modules[1].path)));
  return defined;
}

describe('custom-elements.json', () => {
  test('is what package.json names', () => {
    const { customElements } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
    assert.deepEqual(JSON.parse(readFileSync(inPackage(customElements), 'utf8')), manifest);
  });

  test('conforms to the schema of such files', async () => {
    const tools = installTools(join(import.meta.dirname, 'frameworks'));
    const schema = JSON.parse(readFileSync(join(tools, 'node_modules/custom-elements-manifest/schema.json'), 'utf8'));
    const { default: Ajv } = await importTool(tools, 'ajv');
    const ajv = new Ajv({ strict: false });
    ajv.validate(schema, manifest);
    assert.deepEqual(ajv.errors, null);
  });

  test('has the name, the attributes and the members of the class', async () => {
    const { name, Class } = await define();
    assert.equal(declared.tagName, name);
    assert.deepEqual(names(declared.attributes), Class.observedAttributes);
    const lifecycle = /^(constructor|\w+Callback)$/;
    const members = Object.entries(Object.getOwnPropertyDescriptors(Class.prototype))
      .filter(([name]) => !lifecycle.test(name))
      .map(([name, { value, set }]) =>
        value ? { kind: 'method', name } : { kind: 'field', name, ...(!set && { readonly: true }) },
      );
    assert.deepEqual(
      declared.members.map(({ kind, name, readonly }) => ({ kind, name, ...(readonly && { readonly }) })),
      members,
    );
    // The fields that reflect attributes.
    assert.deepEqual(
      declared.members.flatMap(({ name, attribute }) => (attribute ? [[attribute, name]] : [])),
      declared.attributes.map(({ name, fieldName }) => [name, fieldName]),
    );
  });

  test('has the types and the comments of the typings', () => {
    const typings = inPackage('element.d.ts');
    const typed = (list) =>
      list.map(({ name, type, return: result, description }) => ({
        name,
        type: (type ?? result.type).text,
        description,
      }));
    const isListener = ({ name }) => /^(add|remove)EventListener$/.test(name);
    assert.deepEqual(
      typed(declared.members),
      describeMembers(typings, 'ContactCardEditorElement').filter((member) => !isListener(member)),
    );
    assert.deepEqual(typed(declared.events), describeMembers(typings, 'ContactCardEditorEvents'));
  });

  test('has the events that the element emits', () => {
    const emitted = [...readFileSync(inPackage('element.js'), 'utf8').matchAll(/this\.#emit\("(\w+)"/g)];
    assert.deepEqual(names(declared.events).sort(), [...new Set(emitted.map(([, type]) => type))].sort());
  });

  test('has the custom properties of the styles, with their defaults', () => {
    const styles = readFileSync(join(root, 'pkg-template/element/styles.css'), 'utf8');
    const [, ofElement] = /contact-card-editor \{(.*?)\}/s.exec(styles);
    const defaults = [...ofElement.matchAll(/(--[\w-]+): (.+);/g)];
    assert.deepEqual(
      declared.cssProperties.map(({ name, default: value }) => [name, value]),
      defaults.map(([, name, value]) => [name, value]),
    );
  });

  test('has what the tables of docs/element.md have', () => {
    const documented = (header) => {
      const [table] = documentation.split(`\n| ${header} |`)[1].split('\n\n');
      const rows = table.split('\n').slice(2);
      return rows.flatMap((row) => [...row.split('|')[1].matchAll(/`([\w-]+)(?:\(\))?`/g)].map(([, name]) => name));
    };
    assert.deepEqual(documented('attribute'), names(declared.attributes));
    assert.deepEqual(documented('property'), names(declared.members));
    assert.deepEqual(documented('event'), names(declared.events));
    assert.deepEqual(documented('custom property').sort(), names(declared.cssProperties).sort());
  });
});

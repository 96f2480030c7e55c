// The packed package's Standard Schema, https://standardschema.dev.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { build } from 'esbuild';
import { createProject } from '../support/sandbox.js';

const phone_number = '+15551234567';
const card = {
  phone_number,
  first_name: 'John',
  last_name: 'Doe',
  is_active: true,
  image_url: 'https://cdn.linqapp.com/contact-card/1.jpg',
};

let project;
let lib;
before(async () => {
  project = await createProject();
  lib = project.esm;
});
after(() => project?.remove());

const validate = (schema, value) => schema['~standard'].validate(value);
/** Returns path and code of each issue. */
const wrong = (schema, value) =>
  (validate(schema, value).issues ?? []).map(({ path, code }) => [...path, code].join(' '));
const createSchema = (options) => lib.createContactCardUpdateSchema(options);

/** Runs a program in the project and returns the JSON that it prints. */
function resultOf(code) {
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: project.dir, encoding: 'utf8' }),
  );
}

describe('the schema', () => {
  test('has the properties of the standard, and no others', () => {
    for (const { contactCardUpdateSchema, createContactCardUpdateSchema } of [lib, project.cjs]) {
      for (const schema of [
        contactCardUpdateSchema,
        createContactCardUpdateSchema({ current: card, sendEmpty: true }),
      ]) {
        const { validate, ...rest } = schema['~standard'];
        assert.deepEqual(Object.keys(schema), ['~standard']);
        assert.deepEqual(rest, { version: 1, vendor: 'linq-contact-card' });
        assert.deepEqual(
          validate({ phone_number, first_name: 'Jo' }),
          { value: { phone_number, first_name: 'Jo' } },
          'needs no this',
        );
      }
    }
  });

  test('returns the value or the issues of validateContactCardUpdate, synchronously', () => {
    const table = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/updates.json'), 'utf8'));
    for (const { name, input } of table) {
      const issues = lib.validateContactCardUpdate(input);
      assert.deepEqual(
        validate(lib.contactCardUpdateSchema, input),
        issues.length ? { issues } : { value: input },
        name,
      );
      for (const { message, path } of issues) {
        assert.ok(typeof message === 'string' && message, name);
        assert.ok(Array.isArray(path) && path.every((step) => typeof step === 'string'), name);
      }
    }
    assert.deepEqual(
      validate(lib.contactCardUpdateSchema, { phone_number: '+1 555 123 4567', first_name: 'Jo' }).issues,
      [
        {
          path: ['phone_number'],
          code: 'invalid_character',
          offset: 2,
          suggestion: phone_number,
          message:
            'phone_number must have only the digits 0 to 9 after the +; remove spaces, dashes, brackets and invisible characters',
        },
      ],
    );
  });

  test('refuses an empty string without sendEmpty', () => {
    const input = { phone_number, last_name: '' };
    assert.deepEqual(wrong(createSchema({}), input), ['last_name cannot_clear']);
    assert.deepEqual(wrong(createSchema({ sendEmpty: false }), input), ['last_name cannot_clear']);
    assert.deepEqual(validate(createSchema({ sendEmpty: true }), input), { value: input });
  });
});

describe('messages', () => {
  /** An input for each code of an update's issues. */
  const inputs = {
    required: {},
    not_an_object: null,
    not_a_string: { phone_number: 5 },
    empty: { phone_number: '' },
    missing_plus: { phone_number: '15' },
    invalid_character: { phone_number: '+1 5' },
    leading_zero: { phone_number: '+05' },
    too_short: { phone_number: '+1' },
    too_long: { phone_number: `${phone_number}00000` },
    null_not_supported: { phone_number, first_name: null },
    cannot_clear: { phone_number, first_name: '' },
    blank: { phone_number, first_name: ' ' },
    ill_formed: { phone_number, first_name: '\ud83d' },
    not_https_url: { phone_number, image_url: 'http://example.com' },
    unknown_field: { phone_number, name: 'Jo' },
    empty_update: { phone_number },
  };
  /** The codes of options, which a schema doesn't have. */
  const ofOptions = ['unknown_option', 'invalid_option'];

  test('replace those of every code', () => {
    const typings = readFileSync(join(project.dir, 'node_modules/linq-contact-card/index.d.ts'), 'utf8');
    const [, union] = /type IssueCode =(.*?);/s.exec(typings);
    const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code);
    assert.deepEqual([...Object.keys(inputs), ...ofOptions].sort(), codes.sort());
    for (const [code, input] of Object.entries(inputs)) {
      const { issues } = validate(lib.contactCardUpdateSchema, input);
      assert.ok(
        issues.some((issue) => issue.code === code),
        code,
      );
      const reworded = (message) => issues.map((issue) => (issue.code === code ? { ...issue, message } : issue));
      assert.deepEqual(validate(createSchema({ messages: { [code]: 'mine' } }), input).issues, reworded('mine'));
      assert.deepEqual(validate(createSchema({ messages: { [code]: () => 'made' } }), input).issues, reworded('made'));
      assert.deepEqual(validate(createSchema({ messages: { [code]: undefined } }), input).issues, issues);
    }
  });

  test('may be functions of the issue', () => {
    const seen = [];
    const messages = { invalid_character: (issue) => `${seen.push(issue)}: ${issue.suggestion}` };
    const input = { phone_number: '+1 555 123 4567', first_name: 'Jo' };
    const [{ message }] = validate(createSchema({ messages }), input).issues;
    assert.equal(message, `1: ${phone_number}`);
    assert.deepEqual(seen, lib.validateContactCardUpdate(input));
  });

  test('may be functions that throw', () => {
    const schema = createSchema({
      messages: {
        required() {
          throw new RangeError('mine');
        },
      },
    });
    assert.throws(() => validate(schema, {}), { name: 'RangeError', message: 'mine' });
  });
});

describe('with the current card', () => {
  const none = { phone_number, first_name: 'John', is_active: true };

  test('the value has only the changed fields', () => {
    for (const [current, edited, sent] of [
      [card, { first_name: 'Jo' }, { first_name: 'Jo' }],
      [card, { ...card, first_name: 'Jo' }, { first_name: 'Jo' }],
      [
        card,
        { ...card, last_name: 'D', image_url: 'https://example.com' },
        { last_name: 'D', image_url: 'https://example.com' },
      ],
      [none, { first_name: 'Jo', last_name: '', image_url: '', notes: '' }, { first_name: 'Jo' }],
      [none, { first_name: undefined, last_name: 'Doe', image_url: null }, { last_name: 'Doe' }],
      [{ ...none, last_name: null }, { ...none, last_name: '', first_name: 'Jo' }, { first_name: 'Jo' }],
    ]) {
      const before = structuredClone([current, edited]);
      assert.deepEqual(validate(createSchema({ current }), { ...edited, phone_number }), {
        value: { phone_number, ...sent },
      });
      assert.deepEqual([current, edited], before, 'neither is modified');
    }
    for (const current of [undefined, null]) {
      assert.deepEqual(validate(createSchema({ current }), { phone_number, first_name: 'John' }).value, {
        phone_number,
        first_name: 'John',
      });
    }
  });

  test('unchanged input is an empty update', () => {
    for (const [current, edited] of [
      [card, card],
      [card, { phone_number }],
      [none, { ...none, last_name: '', image_url: '' }],
    ]) {
      assert.deepEqual(validate(createSchema({ current }), edited).issues, [
        { path: [], code: 'empty_update', message: 'input must have first_name, last_name or image_url to update' },
      ]);
    }
  });

  test('changed fields are validated', () => {
    const schema = createSchema({ current: card });
    for (const [edited, ...issues] of [
      [{ ...card, last_name: '' }, 'last_name cannot_clear'],
      [{ ...card, last_name: null }, 'last_name null_not_supported'],
      [{ ...card, first_name: 5, image_url: 'http://x' }, 'first_name not_a_string', 'image_url not_https_url'],
      [{ ...card, first_name: '\ud83d' }, 'first_name ill_formed'],
      [{ ...card, is_active: false }, 'is_active unknown_field'],
      [{ ...card, firstName: 'Jo' }, 'firstName unknown_field'],
      [{ first_name: 'Jo' }, 'phone_number required'],
      [{ ...card, phone_number: '' }, 'phone_number empty'],
    ]) {
      assert.deepEqual(wrong(schema, edited), issues);
    }
    // A stored value is not validated, and an empty one may be sent with sendEmpty.
    assert.deepEqual(
      wrong(createSchema({ current: { ...card, image_url: 'http://old' } }), { ...card, image_url: 'http://old' }),
      ['empty_update'],
    );
    assert.deepEqual(validate(createSchema({ current: card, sendEmpty: true }), { ...card, last_name: '' }), {
      value: { phone_number, last_name: '' },
    });
  });

  test('another phone number is compared with no card', () => {
    const schema = createSchema({ current: card });
    const other = { phone_number: '+15559876543', first_name: 'John', last_name: '' };
    assert.deepEqual(validate(schema, other), { value: { phone_number: '+15559876543', first_name: 'John' } });
    assert.deepEqual(Object.keys(validate(schema, { ...card, ...other }).value), [
      'phone_number',
      'first_name',
      'image_url',
    ]);
    assert.deepEqual(wrong(schema, { ...card, phone_number: '+1 555 123 4567' }), ['phone_number invalid_character']);
  });
});

describe('unusual input', () => {
  const schemas = () => [lib.contactCardUpdateSchema, createSchema({ current: card })];

  test('that is no object is reported', () => {
    const form = new FormData();
    form.set('phone_number', phone_number);
    for (const input of [
      null,
      undefined,
      5,
      NaN,
      5n,
      true,
      'text',
      Symbol('text'),
      () => card,
      [],
      [card],
      new Map(Object.entries(card)),
      new Set(),
      form,
      new Uint8Array(4),
      new String('text'),
    ]) {
      for (const schema of schemas()) assert.deepEqual(wrong(schema, input), ['not_an_object']);
    }
  });

  test('counts with its own properties', () => {
    class Form {
      phone_number = phone_number;
      first_name = 'Jo';
      get last_name() {
        throw new Error('not its own');
      }
    }
    const inherited = Object.create({ phone_number, first_name: 'Jo' });
    for (const schema of schemas()) {
      for (const input of [new Form(), Object.assign(Object.create(null), { phone_number, first_name: 'Jo' })]) {
        const { value } = validate(schema, input);
        assert.deepEqual(value, { phone_number, first_name: 'Jo' });
        assert.notEqual(value, input);
      }
      assert.equal(wrong(schema, inherited)[0], 'phone_number required');
      assert.deepEqual(wrong(schema, JSON.parse(`{ "phone_number": "${phone_number}", "__proto__": 1 }`)), [
        '__proto__ unknown_field',
      ]);
    }
  });

  test('is read once, and what a getter throws is thrown', () => {
    for (const schema of schemas()) {
      let reads = 0;
      const counting = {
        phone_number,
        get first_name() {
          reads += 1;
          return `Jo ${reads}`;
        },
      };
      assert.deepEqual(validate(schema, counting), { value: { phone_number, first_name: 'Jo 1' } });
      assert.equal(reads, 1);
      for (const throwing of [
        {
          get phone_number() {
            throw new RangeError('mine');
          },
        },
        {
          phone_number,
          get first_name() {
            throw new RangeError('mine');
          },
        },
        new Proxy(
          {},
          {
            ownKeys() {
              throw new RangeError('mine');
            },
          },
        ),
      ]) {
        assert.throws(() => validate(schema, throwing), { name: 'RangeError', message: 'mine' });
      }
      assert.deepEqual(wrong(schema, { phone_number, first_name: 'Jo' }), [], 'the instance still works');
    }
  });
});

describe('loading', () => {
  test('starts with the first validation', () => {
    const code = `
      const touched = [];
      const watch = { get(target, name) { touched.push(String(name)); return Reflect.get(target, name); } };
      globalThis.WebAssembly = new Proxy(WebAssembly, watch);
      const counts = [];
      for (const entry of ['linq-contact-card', 'linq-contact-card/slim']) {
        const { contactCardUpdateSchema, createContactCardUpdateSchema } = await import(entry);
        createContactCardUpdateSchema({ current: ${JSON.stringify(card)} });
        contactCardUpdateSchema['~standard'].vendor;
        counts.push(touched.length);
      }
      const { contactCardUpdateSchema } = await import('linq-contact-card');
      contactCardUpdateSchema['~standard'].validate({});
      console.log(JSON.stringify([...counts, touched.length > 0]));`;
    assert.deepEqual(resultOf(code), [0, 0, true]);
  });

  test('that fails throws, and no value is valid', () => {
    const code = `
      delete globalThis.WebAssembly;
      const { contactCardUpdateSchema } = await import('linq-contact-card');
      try { contactCardUpdateSchema['~standard'].validate(null); } catch ({ name }) { console.log(JSON.stringify(name)); }`;
    assert.equal(resultOf(code), 'WasmUnavailableError');
  });

  test('adds no bytes if the schema is not used', async () => {
    const bundle = async (contents) => {
      const {
        outputFiles: [{ text }],
      } = await build({
        stdin: { contents, resolveDir: project.dir },
        bundle: true,
        format: 'esm',
        minify: true,
        platform: 'browser',
        write: false,
      });
      return text;
    };
    for (const name of ['contactCardUpdateSchema', 'createContactCardUpdateSchema']) {
      const unused = await bundle(`import { ${name} } from 'linq-contact-card'; export const nothing = 1;`);
      assert.ok(unused.length < 100, unused);
    }
    assert.match(await bundle(`export { contactCardUpdateSchema } from 'linq-contact-card';`), /~standard/);
    assert.doesNotMatch(await bundle(`export { updateContactCard } from 'linq-contact-card';`), /~standard/);
  });
});

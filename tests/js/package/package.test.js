// The packed package in Node, with an emulator.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { files } from '../../../xtask/js/entries.mjs';
import { startEmulator } from '../support/emulator.js';
import { createProject } from '../support/sandbox.js';

const key = 'linq-emulator-key';
const number = '+15551234567';
const fixture = (name) => JSON.parse(readFileSync(join(import.meta.dirname, `../../fixtures/${name}.json`), 'utf8'));

let project;
let emulator;
let lib;
let options;
before(async () => {
  [project, emulator] = await Promise.all([createProject(), startEmulator('--budget', 'off')]);
  lib = project.esm;
  options = { apiKey: key, baseURL: emulator.baseURL };
});
after(async () => {
  project?.remove();
  assert.equal(await emulator?.stop(), 0);
});
beforeEach(() => emulator.reset());

const failure = (promise) =>
  promise.then(
    () => assert.fail('it should have failed'),
    (error) => error,
  );

describe('the package', () => {
  test('has the files that it should have', () => {
    const topLevel = new Set(files.map((file) => file.split('/')[0]));
    assert.deepEqual(readdirSync(join(project.dir, 'node_modules/linq-contact-card')).sort(), [...topLevel].sort());
  });

  test('exports the same from import and require', () => {
    assert.deepEqual(Object.keys(lib).sort(), Object.keys(project.cjs).sort());
    assert.equal(project.cjs.isE164(number), true);
  });

  test('runs no text as code, names no folder of the build machine, and contains the bytes of contact_card.wasm', () => {
    const dir = join(project.dir, 'node_modules/linq-contact-card');
    const wasm = readFileSync(join(dir, 'contact_card.wasm'));
    const files = readdirSync(dir, { recursive: true }).filter((name) => /\.c?js$/.test(name));
    assert.ok(files.includes(join('gateway', 'index.js')));
    for (const file of files) {
      assert.doesNotMatch(
        readFileSync(join(dir, file), 'utf8'),
        /new Function|\beval\(|import\.meta|registry\/src/,
        file,
      );
    }
    assert.doesNotMatch(wasm.toString('latin1'), /\.cargo|rustup|registry|\.rs\b/);
    // The standard library brings the names of its own files and of crates.
    assert.doesNotMatch(readFileSync(join(dir, 'gateway.wasm'), 'latin1'), /\.cargo|rustup|registry|\/home\/|\/root\//);
    const { bytes } = execModule(dir, 'bytes.js');
    assert.deepEqual(Buffer.from(bytes, 'base64'), wasm);
  });

  test('does nothing when it is imported', () => {
    const code = `
      const touched = [];
      const watch = { get(target, name) { touched.push(String(name)); return Reflect.get(target, name); } };
      globalThis.WebAssembly = new Proxy(WebAssembly, watch);
      const { isE164 } = await import('linq-contact-card');
      const before = touched.length;
      isE164('+12');
      console.log(JSON.stringify([before, touched.length > 0]));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: project.dir,
      encoding: 'utf8',
    });
    assert.deepEqual(JSON.parse(printed), [0, true]);
  });

  test('does nothing on a server when its element is imported and defined', () => {
    const code = `
      import { createRequire } from 'node:module';
      const before = Object.keys(globalThis).length;
      const entries = [await import('linq-contact-card/element'), createRequire(import.meta.url)('linq-contact-card/element')];
      await import('linq-contact-card/element/define');
      for (const { defineContactCardEditor } of entries) defineContactCardEditor();
      console.log(JSON.stringify([Object.keys(globalThis).length - before, ...entries.map((entry) => Object.keys(entry).sort().join())]));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: project.dir,
      encoding: 'utf8',
    });
    const names = 'defineContactCardEditor,describeError,english';
    assert.deepEqual(JSON.parse(printed), [0, names, names]);
  });

  test('reports that there is no WebAssembly', () => {
    const code = `
      delete globalThis.WebAssembly;
      const { isE164, updateContactCard } = await import('linq-contact-card');
      let name; try { isE164('+12'); } catch (error) { name = error.name; }
      const rejected = await updateContactCard({}).catch((error) => [error.name, error.outcome]);
      console.log(JSON.stringify([name, ...rejected]));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: project.dir,
      encoding: 'utf8',
    });
    assert.deepEqual(JSON.parse(printed), ['WasmUnavailableError', 'WasmUnavailableError', 'not_sent']);
  });

  function execModule(dir, file) {
    const code = `const { bytes } = await import(${JSON.stringify(join(dir, file))});
      console.log(JSON.stringify({ bytes: Buffer.from(bytes()).toString('base64') }));`;
    return JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8', maxBuffer: 1e8 }),
    );
  }
});

describe('validation', () => {
  test('of phone numbers follows the shared table', () => {
    for (const { input, valid, code, offset, suggestion } of fixture('phone_numbers')) {
      const parsed = lib.parsePhoneNumber(input);
      assert.equal(lib.isE164(input), valid === true);
      if (valid) assert.deepEqual(parsed, { value: input });
      else {
        const { message, ...issue } = parsed.issue;
        const expected = { path: [], code, offset, suggestion };
        assert.deepEqual(issue, JSON.parse(JSON.stringify(expected)), JSON.stringify(input));
        assert.ok(message.length > 0);
      }
    }
    assert.equal(lib.parsePhoneNumber(undefined).issue.code, 'not_a_string');
    assert.equal(lib.parsePhoneNumber('+1555\ud83d').issue.code, 'ill_formed');
  });

  test('of updates follows the shared table', () => {
    for (const { name, input, issues } of fixture('updates')) {
      const found = lib
        .validateContactCardUpdate(input)
        .map(({ path, code, suggestion }) => [path.join('.'), code, ...(suggestion ? [suggestion] : [])]);
      assert.deepEqual(found, issues, name);
    }
    assert.equal(lib.validateContactCardUpdate(undefined)[0].code, 'not_an_object');
    assert.equal(lib.validateContactCardUpdate({ phone_number: number, first_name: '\udc00' })[0].code, 'ill_formed');
    assert.deepEqual(
      lib.validateContactCardUpdate({ phone_number: number, first_name: undefined, last_name: 'x' }),
      [],
    );
    assert.deepEqual(lib.validateContactCardUpdate({ phone_number: number, last_name: '' }, { sendEmpty: true }), []);
  });

  test('reports an ill-formed name as unknown, and the issues after it', async () => {
    const broken = { '\ud800': 1 };
    const found = lib.validateContactCardUpdate({ ...broken, phone_number: number, first_name: 'J', last_name: 5 });
    assert.deepEqual(
      found.map(({ path, code }) => [path[0], code]),
      [
        ['\ufffd', 'unknown_field'],
        ['last_name', 'not_a_string'],
      ],
    );
    const params = { phone_number: number, first_name: 'J' };
    const { issues } = await failure(lib.updateContactCard(params, { ...broken, ...options, timeout: -1 }));
    assert.deepEqual(
      issues.map(({ path, code }) => [path[1], code]),
      [
        ['\ufffd', 'unknown_option'],
        ['timeout', 'invalid_option'],
      ],
    );
    const headers = { ...broken, 'x-tenant': '7' };
    assert.throws(
      () => lib.previewUpdate(params, { ...options, headers }),
      ({ issues: [{ path }] }) => path[1] === 'headers',
    );
  });

  test('changedFields returns only the changed fields, unmodified', () => {
    const card = { phone_number: number, first_name: 'Ada', is_active: true };
    assert.equal(lib.changedFields(card, { first_name: 'Ada', last_name: '', image_url: undefined }), undefined);
    assert.deepEqual(lib.changedFields(card, { first_name: '\ud83d' }), { first_name: '\ud83d' });
  });

  test('previewUpdate returns what updateContactCard sends', async () => {
    const params = { phone_number: number, first_name: 'Jo"hn\n🌻' };
    const preview = lib.previewUpdate(params, options);
    await lib.updateContactCard(params, options);
    const [sent] = await emulator.requests();
    assert.equal(sent.method, preview.method);
    assert.equal(sent.target, new URL(preview.url).pathname + new URL(preview.url).search);
    assert.equal(sent.body, preview.body);
    assert.equal(preview.headers.authorization, '•••');
    const headers = Object.fromEntries(sent.headers);
    for (const name of ['accept', 'content-type']) assert.equal(headers[name], preview.headers[name]);
  });

  test('reports an invalid signal like any other option', async () => {
    for (const signal of [5, 'abort', {}, { addEventListener: 5 }, () => {}]) {
      const error = await failure(
        lib.updateContactCard({ phone_number: number, first_name: 'J' }, { ...options, signal }),
      );
      assert.deepEqual(
        error.issues.map(({ path, code }) => [path.join('.'), code]),
        [['options.signal', 'invalid_option']],
      );
    }
  });

  test('ignores inherited options', async () => {
    const sent = [];
    const fetch = async (url) => {
      sent.push(url);
      throw new Error('down');
    };
    const inherited = { baseURL: new URL('https://attacker.example'), fetch, onAttempt: fetch, apiKey: 'inherited' };
    const { prototype } = Object;
    try {
      for (const [name, value] of Object.entries(inherited))
        Object.defineProperty(prototype, name, { value, configurable: true });
      for (const none of [undefined, null]) {
        const error = await failure(lib.updateContactCard({ phone_number: number, first_name: 'J' }, none));
        assert.deepEqual(error.issues.at(-1).path, ['options', 'baseURL']);
        assert.throws(() => lib.previewUpdate({ phone_number: number, first_name: 'J' }, none), {
          name: 'ValidationError',
        });
      }
    } finally {
      for (const name of Object.keys(inherited)) delete prototype[name];
    }
    assert.deepEqual(sent, []);
  });

  test('throws or rejects with what a getter throws', async () => {
    const params = {
      get phone_number() {
        throw new RangeError('mine');
      },
    };
    assert.throws(() => lib.validateContactCardUpdate(params), RangeError);
    assert.equal((await failure(lib.updateContactCard(params, options))).message, 'mine');
    const own = {
      get headers() {
        throw new RangeError('mine');
      },
    };
    const { LinqAPIV3 } = await import(join(project.dir, 'node_modules/linq-contact-card/sdk.js'));
    const cards = new lib.ContactCards(options);
    const { contactCard } = new LinqAPIV3(options);
    for (const call of ['update', 'retrieve', 'create', 'ensure'])
      assert.equal((await failure(cards[call]({}, own))).message, 'mine');
    for (const call of ['update', 'retrieve', 'create'])
      assert.equal((await failure(contactCard[call]({}, own))).message, 'mine');
    assert.equal(lib.isE164(number), true, 'the instance still works');
  });
});

describe('the page', () => {
  test('has a text for every class of error', async () => {
    const { describeError, duration } = await import('../../../pkg-template/element/messages.js');
    for (const [name, Class] of Object.entries(lib).filter(([name]) => name.endsWith('Error'))) {
      const { title, text } = describeError(Object.assign(new Class('what happened'), { outcome: 'unknown' }));
      assert.match(text, /^what happened\. It is not known/);
      if (name !== 'ContactCardError') assert.notEqual(title, 'Something went wrong', name);
    }
    assert.deepEqual([1, 59, 60, 61, 600].map(duration), [
      '1 second',
      '59 seconds',
      '1 minute',
      '2 minutes',
      '10 minutes',
    ]);
  });
});

describe('calls', () => {
  test('an update changes the fields in params, and no others', async () => {
    const card = await lib.updateContactCard({ phone_number: number, first_name: 'Johnny' }, options);
    const expected = {
      phone_number: number,
      first_name: 'Johnny',
      last_name: 'Doe',
      is_active: true,
      image_url: 'https://cdn.linqapp.com/contact-card/example.jpg',
    };
    assert.deepEqual(card, expected);
    assert.deepEqual(await emulator.card(number), expected);
  });

  test('cards are retrieved, one or all', async () => {
    const all = await lib.retrieveContactCards(undefined, options);
    assert.ok(all.contact_cards.length >= 4);
    const {
      contact_cards: [card],
    } = await lib.retrieveContactCards({ phone_number: number }, options);
    assert.equal(card.phone_number, number);
    assert.deepEqual(await lib.retrieveContactCards({ phone_number: '+19999999999' }, options), { contact_cards: [] });
  });

  test('invalid input rejects with the path of each issue, and nothing is sent', async () => {
    const inputs = [
      [{ first_name: 'J' }, 'phone_number', 'required'],
      [{ phone_number: '555-1234', first_name: 'J' }, 'phone_number', 'missing_plus'],
      [{ phone_number: '+05551234567', first_name: 'J' }, 'phone_number', 'leading_zero'],
      [{ phone_number: '+1234567890123456', first_name: 'J' }, 'phone_number', 'too_long'],
      [{ phone_number: '+１５５５１２３４５６７', first_name: 'J' }, 'phone_number', 'invalid_character'],
      [{ phone_number: null, first_name: 'J' }, 'phone_number', 'not_a_string'],
      [{ phone_number: 15551234567, first_name: 'J' }, 'phone_number', 'not_a_string'],
      [{ phone_number: number, first_name: ['J'] }, 'first_name', 'not_a_string'],
      [{ phone_number: number, first_name: null }, 'first_name', 'null_not_supported'],
      [{ phone_number: number, name: 'J' }, 'name', 'unknown_field'],
      [{ phone_number: number, image_url: 'http://example.com/a.png' }, 'image_url', 'not_https_url'],
      [{ phone_number: number, last_name: '' }, 'last_name', 'cannot_clear'],
      [[], undefined, 'not_an_object'],
    ];
    for (const [input, path, code] of inputs) {
      const error = await failure(lib.updateContactCard(input, options));
      assert.ok(
        error instanceof lib.ValidationError && error instanceof lib.ContactCardError && error instanceof Error,
      );
      assert.deepEqual([error.issues[0].path[0], error.issues[0].code, error.outcome], [path, code, 'not_sent']);
      assert.ok(error.message.length > 10);
    }
    assert.deepEqual(await emulator.requests(), []);
  });

  test('each documented error rejects with its class', async () => {
    for (const [status, code, Class] of [
      [400, 1002, 'BadRequestError'],
      [401, 2004, 'AuthenticationError'],
      [403, 2005, 'PermissionDeniedError'],
      [404, 2001, 'NotFoundError'],
      [500, 3006, 'InternalServerError'],
      [503, 4004, 'InternalServerError'],
      [409, 2014, 'ConflictError'],
      [429, 1007, 'RateLimitError'],
    ]) {
      await emulator.script({ status });
      const error = await failure(lib.updateContactCard({ phone_number: number, first_name: 'J' }, options));
      assert.ok(
        error instanceof lib[Class] && error instanceof lib.APIError && error instanceof project.cjs[Class],
        Class,
      );
      assert.deepEqual([error.name, error.status, error.code], [Class, status, code]);
      assert.match(error.traceId, /^trace-/);
      assert.equal(error.retryAfter, status === 429 ? 600 : undefined);
    }
  });

  test('a wrong key is an AuthenticationError, and no error shows the key or the number', async () => {
    const apiKey = 'sk-canary-1234567890';
    await emulator.script({}, { status: 400, body: { error: { code: 1, message: `${apiKey} ${number}` } } });
    const cases = [
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { ...options, apiKey }),
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { ...options, apiKey }),
      lib.updateContactCard({ phone_number: `${number}0000`, [number]: 1 }, { ...options, apiKey }),
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { apiKey, baseURL: 'http://127.0.0.1:1' }),
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { apiKey: `${apiKey}\n` }),
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { apiKey, baseURL: 'http://api.example' }),
      lib.updateContactCard(
        { phone_number: number, first_name: 'J' },
        {
          apiKey,
          fetch: (url, { headers }) => {
            throw new Error(`${url} ${headers.authorization}`);
          },
        },
      ),
      lib.updateContactCard(
        { phone_number: number, first_name: 'J' },
        {
          apiKey,
          fetch: () => {
            throw new Error('x', { cause: { deep: [{ apiKey }] } });
          },
        },
      ),
      lib.updateContactCard(
        { phone_number: number, first_name: 'J' },
        {
          apiKey,
          fetch: () => {
            throw {
              get trap() {
                throw new Error('never look');
              },
            };
          },
        },
      ),
    ];
    const errors = await Promise.all(cases.map(failure));
    assert.deepEqual(
      errors.map(({ name }) => name),
      [
        'AuthenticationError',
        'BadRequestError',
        'ValidationError',
        'APIConnectionError',
        'ValidationError',
        'UnsafeKeyError',
        'APIConnectionError',
        'APIConnectionError',
        'APIConnectionError',
      ],
    );
    for (const error of errors) {
      const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error) + error.stack;
      assert.doesNotMatch(shown, /sk-canary|5551234567/, error.name);
    }
  });

  test('an error has its cause if that contains no secret', async () => {
    const error = await failure(
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { apiKey: key, baseURL: 'http://127.0.0.1:1' }),
    );
    assert.deepEqual([error.name, error.outcome], ['APIConnectionError', 'unknown']);
    assert.ok(error.cause instanceof Error);
  });

  test('a stalled response ends with the timeout', async () => {
    for (const fault of ['stall_head', 'stall_body', 'slow_drip']) {
      await emulator.script({ fault });
      const error = await failure(
        lib.updateContactCard({ phone_number: number, first_name: 'J' }, { ...options, timeout: 200 }),
      );
      assert.ok(error instanceof lib.APIConnectionTimeoutError, fault);
      assert.equal(error.outcome, 'unknown');
    }
  });

  test('an abort rejects with its reason, and no listener is left', async () => {
    const listeners = new Set();
    const controller = new AbortController();
    const signal = {
      get aborted() {
        return controller.signal.aborted;
      },
      get reason() {
        return controller.signal.reason;
      },
      addEventListener: (kind, listener) => {
        listeners.add(listener);
        controller.signal.addEventListener(kind, listener);
      },
      removeEventListener: (kind, listener) => {
        listeners.delete(listener);
        controller.signal.removeEventListener(kind, listener);
      },
    };
    await lib.updateContactCard({ phone_number: number, first_name: 'J' }, { ...options, signal });
    assert.equal(listeners.size, 0);

    await emulator.script({ fault: 'stall_head' });
    const pending = failure(lib.updateContactCard({ phone_number: number, first_name: 'K' }, { ...options, signal }));
    while ((await emulator.requests()).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const reason = { mine: true };
    controller.abort(reason);
    assert.equal(await pending, reason);
    assert.equal(
      await failure(lib.updateContactCard({ phone_number: number, first_name: 'L' }, { ...options, signal })),
      reason,
    );
    assert.equal(listeners.size, 0);
    assert.equal((await emulator.requests()).length, 2, 'an aborted call sends nothing');
  });

  test('the key may come from a function, whose error rejects the call', async () => {
    const params = { phone_number: number, first_name: 'J' };
    assert.equal((await lib.updateContactCard(params, { ...options, apiKey: async () => key })).first_name, 'J');
    assert.equal((await lib.updateContactCard(params, { ...options, apiKey: () => key })).first_name, 'J');
    const reason = new Error('no session');
    assert.equal(
      await failure(lib.updateContactCard(params, { ...options, apiKey: () => Promise.reject(reason) })),
      reason,
    );
    const error = await failure(lib.updateContactCard(params, { ...options, apiKey: () => 5 }));
    assert.deepEqual(error.issues[0].path, ['options', 'apiKey']);
  });

  test('options may be URL and Headers objects and a fetch function', async () => {
    const calls = [];
    const fetch = (url, init) => {
      calls.push({ url, init });
      return globalThis.fetch(url, init);
    };
    const headers = new Headers({ 'x-tenant': '7' });
    await lib.updateContactCard(
      { phone_number: number, first_name: 'J' },
      { apiKey: key, baseURL: new URL(emulator.baseURL), headers, fetch },
    );
    const [{ init }] = calls;
    assert.deepEqual(
      { ...init, signal: undefined, body: undefined },
      {
        method: 'PATCH',
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          authorization: `Bearer ${key}`,
          'x-tenant': '7',
        },
        body: undefined,
        signal: undefined,
      },
    );
    assert.ok(init.signal instanceof AbortSignal);
    const error = await failure(
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { ...options, signal: new AbortController() }),
    );
    assert.deepEqual(error.issues[0].path, ['options', 'signal']);
  });

  test('redirects are not followed', async () => {
    await emulator.script({ status: 307, headers: { location: `${emulator.url}/elsewhere` }, body: '' });
    const error = await failure(lib.updateContactCard({ phone_number: number, first_name: 'J' }, options));
    assert.deepEqual([error.name, error.status, error.outcome], ['InvalidResponseError', 307, 'unknown']);
    assert.equal((await emulator.requests()).length, 1);
  });

  test('unusable responses reject with InvalidResponseError', async () => {
    for (const [response, message] of [
      [{ status: 204, body: '' }, 'The response has no body'],
      [{ status: 200, body: '' }, 'The response has no body'],
      [{ status: 200, body: '<html>' }, 'The response is not JSON; check the base URL'],
      [{ status: 200, body: [] }, 'The response is not a contact card'],
      [{ status: 200, body: { error: { code: 3006 } } }, 'The response is both a success and an error'],
      [{ fault: 'truncate' }, 'The response ended early'],
      [{ status: 200, body: 'x'.repeat(64 * 1024 + 1) }, 'The response is too long'],
    ]) {
      await emulator.script(response);
      const error = await failure(lib.updateContactCard({ phone_number: number, first_name: 'J' }, options));
      assert.deepEqual([error.name, error.message], ['InvalidResponseError', message]);
    }
  });

  test('outside a page, the gateway needs an absolute URL', async () => {
    const error = await failure(lib.updateContactCard({ phone_number: number, first_name: 'J' }));
    assert.deepEqual(error.issues[0].path, ['options', 'baseURL']);
  });
});

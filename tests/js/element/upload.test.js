// The upload of pictures: a file is chosen, dropped or pasted, and the page returns its URL.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { browser } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { violations } from './accessibility.js';
import { startSession, writesOf } from './session.js';

const number = '+15551234567';
const stored = 'https://pictures.example/new.png';
const session = startSession();
const run = (script, ...values) => session.driver.executeScript(script, ...values);

/** Opens the card, with an upload whose calls are recorded and wait for `uploads[n].resolve` or `reject`. */
async function visit(query = { number }) {
  await session.editor.visit(query);
  await run(`
    window.uploads = [];
    window.uploadPicture = (file, { signal, onProgress }) =>
      new Promise((resolve, reject) => uploads.push({ file, signal, onProgress, resolve, reject }));
    window.disable = enableUpload(editor, uploadPicture);`);
}

/** Passes files, each of a name and a type, as the user does: by the \`way\` choose, drop or paste. */
const pass = (way, files, text = '') =>
  run(
    `
    const [way, files, text] = arguments;
    const data = new DataTransfer();
    for (const [name, type] of files) data.items.add(new File(['bytes'], name, { type }));
    if (text) data.setData('text/plain', text);
    const input = editor.querySelector('[name=image_url]');
    if (way === 'choose') {
      const control = editor.querySelector('input[type=file]');
      control.files = data.files;
      for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
      return undefined;
    }
    // Not every browser takes the data of an event that a script makes.
    const event = new Event(way, { bubbles: true, cancelable: true });
    Object.defineProperty(event, way === 'drop' ? 'dataTransfer' : 'clipboardData', { value: data });
    input.dispatchEvent(event);
    return event.defaultPrevented;`,
    way,
    files,
    text,
  );
const png = [['new.png', 'image/png']];

const status = async () => session.editor.text('upload-status');
const waitForUpload = (pattern) =>
  session.driver.wait(
    async () => pattern.test(await status()),
    waitLimit,
    `the upload's status should match ${pattern}`,
  );
const settle = (how, value) => run('uploads.at(-1)[arguments[0]](arguments[1])', how, value);
const uploaded = () => run('return uploads.map(({ file, signal }) => [file.name, signal.aborted])');
const picture = () => session.editor.value('image_url');

describe(`the upload in ${browser}`, () => {
  for (const way of ['choose', 'drop', 'paste']) {
    test(`${way}: passes the file to the page, enters the URL, and saves it with the form`, async () => {
      const { editor } = session;
      await visit();
      await pass(way, png);
      await waitForUpload(/^Uploading new\.png…$/);
      assert.equal(await run('return editor.querySelector("progress").getClientRects().length'), 1);
      await run('uploads[0].onProgress(0.25)');
      assert.equal(await run('return editor.querySelector("progress").value'), 0.25);
      await settle('resolve', stored);
      await waitForUpload(/^Picture uploaded\. Save to use it\.$/);
      assert.equal(await picture(), stored);
      assert.equal(await run('return editor.isDirty'), true);
      assert.equal(await run('return editor.querySelector("progress").getClientRects().length'), 0);
      assert.deepEqual(await violations(session.driver), []);
      await editor.save();
      await editor.waitForStatus(/^Saved /);
      assert.deepEqual(await writesOf(session), [JSON.stringify({ image_url: stored })]);
      assert.equal(await status(), '', 'what is saved is no longer to be saved');
    });
  }

  test('takes a URL object, and no value that could not be saved', async () => {
    await visit();
    await pass('drop', png);
    await run('uploads[0].resolve(new URL(arguments[0]))', stored);
    await waitForUpload(/^Picture uploaded/);
    assert.equal(await picture(), stored);
    for (const value of [
      'http://pictures.example/a.png',
      '/a.png',
      'blob:https://a.example/1',
      '',
      'https://a b',
      null,
      5,
      {},
    ]) {
      await pass('drop', png);
      await settle('resolve', value);
      await waitForUpload(/can't be used: the upload didn't return a public link that starts with https:/);
      assert.equal(await picture(), stored, `not ${value}`);
    }
  });

  test('takes the first picture of several files, and reports a file that is none', async () => {
    await visit();
    await pass('drop', [
      ['notes.txt', 'text/plain'],
      ['a.heic', ''],
      ['b.png', 'image/png'],
    ]);
    await waitForUpload(/^Uploading a\.heic… Only one picture can be used\.$/);
    assert.deepEqual(await uploaded(), [['a.heic', false]]);
    await pass('drop', [['notes.txt', 'text/plain']]);
    await waitForUpload(/^notes\.txt isn't a picture\. Choose an image file\.$/);
    assert.deepEqual(await uploaded(), [['a.heic', true]], 'the earlier one is cancelled');
  });

  test('shows why an upload failed, by rejection or by a throw, and what was typed remains', async () => {
    await visit();
    const before = await picture();
    await pass('choose', png);
    await run('uploads[0].reject(new Error("The file is too large."))');
    await waitForUpload(/^The picture wasn't uploaded: The file is too large\. Try again\.$/);
    await run('disable(); enableUpload(editor, () => { throw undefined })');
    await pass('choose', png);
    await waitForUpload(/^The picture wasn't uploaded\. Try again\.$/);
    assert.equal(await picture(), before);
    assert.deepEqual(await run('return problems'), []);
  });

  for (const [thrown, reason] of [
    ['null', ''],
    ['undefined', ''],
    ['"No space left"', ': No space left'],
    ['{}', ''],
    ['{ message: "" }', ''],
    ['{ message: Object.create(null) }', ''],
    ['Object.create(null)', ''],
    ['{ get message() { throw new Error("unreadable"); } }', ''],
    ['new Proxy({}, { get() { throw new Error("unreadable"); } })', ''],
    ['Symbol("a symbol")', ''],
  ])
    test(`shows that an upload failed that rejects with ${thrown}`, async () => {
      await visit();
      await pass('choose', png);
      await run(`uploads[0].reject(${thrown})`);
      await waitForUpload(/^The picture wasn't uploaded/);
      assert.equal(await status(), `The picture wasn't uploaded${reason}. Try again.`);
      assert.deepEqual(await run('return problems'), []);
    });

  test('takes no inherited option', async () => {
    await session.editor.visit({ number });
    const text = await run(`
      Object.prototype.messages = { choose: 'Evil' };
      for (const options of [undefined, {}]) enableUpload(editor, async () => '', options);
      delete Object.prototype.messages;
      return editor.querySelector('.contact-card-choose').textContent;`);
    assert.equal(text, 'Choose a picture');
  });

  test('drops a late result: of another card, of an earlier file, of a cancelled upload', async () => {
    const { editor } = session;
    await visit();
    await pass('drop', png);
    await run('editor.phoneNumber = "+15551230001"');
    await session.driver.wait(
      async () => (await run('return editor.card?.phone_number')) === '+15551230001',
      waitLimit,
    );
    await run('editor.phoneNumber = arguments[0]', number);
    await editor.waitForValue('first_name', 'John');
    const before = await picture();
    await settle('resolve', stored);
    assert.deepEqual(await uploaded(), [['new.png', true]]);

    await pass('drop', png);
    await pass('drop', [['newer.png', 'image/png']]);
    await run('uploads[1].resolve(arguments[0])', stored);
    assert.match(await status(), /^Uploading newer/);
    await editor.find('cancel').click();
    await waitForUpload(/^Upload cancelled\.$/);
    await run('uploads[2].resolve(arguments[0])', stored);
    assert.ok(await editor.isFocused('.contact-card-choose'), 'the focus stays in the field');
    assert.equal(await picture(), before);
  });

  test('keeps what is typed during an upload, which ends', async () => {
    const { editor } = session;
    await visit();
    await pass('drop', png);
    await editor.type('image_url', 'https://typed.example/a.png');
    await waitForUpload(/^Upload cancelled, as the link was edited\.$/);
    await settle('resolve', stored);
    assert.equal(await picture(), 'https://typed.example/a.png');
    await pass('drop', png);
    await editor.find('undo').click();
    await waitForUpload(/^Upload cancelled\.$/);
  });

  test('leaves texts to the field, and takes a pasted file that comes with its name', async () => {
    await visit();
    assert.equal(await pass('paste', [], 'https://typed.example/a.png'), false);
    assert.equal(await pass('paste', png, 'https://typed.example/a.png'), false);
    assert.deepEqual(await uploaded(), []);
    assert.equal(await pass('paste', png, 'new.png'), true);
    assert.deepEqual(await uploaded(), [['new.png', false]]);
  });

  test('has nothing to use while the editor is read-only or disabled, and ends then', async () => {
    await visit();
    const isShown = () => run('return editor.querySelector(".contact-card-upload").getClientRects().length > 0');
    for (const name of ['readOnly', 'disabled']) {
      assert.equal(await isShown(), true);
      await pass('drop', png);
      await run('editor[arguments[0]] = true', name);
      await session.driver.wait(async () => !(await isShown()), waitLimit);
      assert.equal((await uploaded()).at(-1)[1], true);
      const count = (await uploaded()).length;
      await pass('drop', png);
      assert.equal((await uploaded()).length, count);
      await run('editor[arguments[0]] = false', name);
      await session.driver.wait(isShown, waitLimit);
    }
  });

  test('can be added before the editor is in a document, once, and removed', async () => {
    await session.editor.visit({ number });
    const counts = await run(`
      const early = document.createElement('contact-card-editor');
      const count = () => early.querySelectorAll('.contact-card-upload').length;
      enableUpload(early, async () => '');
      const disable = enableUpload(early, async () => '', { messages: { choose: 'Bild auswählen' } });
      const before = count();
      document.body.append(early);
      return new Promise((done) => setTimeout(() => {
        const during = [count(), early.querySelector('.contact-card-choose').textContent];
        disable();
        done([before, during, count()]);
        early.remove();
      }));`);
    assert.deepEqual(counts, [0, [1, 'Bild auswählen'], 0]);
  });
});

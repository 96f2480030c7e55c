// Where requests go, whatever scripts of a page have changed: neither the key nor a number may reach another origin.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { installProject } from './setup.js';

const { resultOf } = await installProject();

describe('the address of a request', () => {
  test('C6 takes no inherited href for a base URL', () => {
    const urls = resultOf(`
      const { updateContactCard, previewUpdate } = await import('linq-contact-card');
      const { signal } = new AbortController();
      const urls = [];
      const fetch = async (url) => { urls.push(url); return respond(card); };
      const options = { apiKey: 'key', baseURL: 'https://good.example', signal, fetch };
      Object.defineProperty(Object.prototype, 'href', { value: 'https://evil.example', configurable: true });
      const preview = previewUpdate(params, options).url;
      await settle(updateContactCard(params, options));
      delete Object.prototype.href;
      print([preview, ...urls].map((url) => new URL(url).origin));`);
    assert.deepEqual(urls, ['https://good.example', 'https://good.example']);
  });

  test('C6 takes no inherited option from a list', () => {
    const result = resultOf(`
      const { updateContactCard } = await import('linq-contact-card');
      let isSent = false;
      globalThis.fetch = async () => { isSent = true; return respond(card); };
      const polluted = { apiKey: 'key', baseURL: { href: 'https://evil.example' } };
      for (const [name, value] of Object.entries(polluted))
        Object.defineProperty(Object.prototype, name, { value, configurable: true });
      const { error } = await settle(updateContactCard(params, []));
      print([error, isSent]);`);
    assert.deepEqual(result, ['ValidationError', false]);
  });

  test("C11 is on the page's own origin, although a script has replaced `origin`", () => {
    const urls = resultOf(`
      const { previewUpdate } = await import('linq-contact-card');
      const urlWith = (location, origin) => {
        Object.assign(globalThis, { document: {}, location, origin });
        return attempt(() => previewUpdate(params).url ?? previewUpdate(params).message);
      };
      Object.defineProperty(process.versions, 'node', { value: undefined });
      print([
        urlWith({ origin: 'https://page.example' }, 'https://evil.example'),
        urlWith({ origin: 'https://page.example' }, 'Chicago, IL'),
        urlWith({ origin: 'null' }, 'https://parent.example'),
      ]);`);
    const path = '/api/linq/v3/contact_card?phone_number=%2B15551234567';
    assert.deepEqual(urls, [
      `https://page.example${path}`,
      `https://page.example${path}`,
      `https://parent.example${path}`,
    ]);
  });
});

describe('an object of the caller', () => {
  test('C14 is no signal if nothing can listen to it', () => {
    const error = resultOf(`
      const { updateContactCard } = await import('linq-contact-card');
      const signal = { aborted: false, removeEventListener() {} };
      const fetch = async () => respond(card);
      print(await updateContactCard(params, { apiKey: 'key', signal, fetch }).then(() => null, ({ name, issues }) => [name, issues[0].path]));`);
    assert.deepEqual(error, ['ValidationError', ['options', 'signal']]);
  });

  test('C4 is no response if its chunks are empty and never end', () => {
    const error = resultOf(`
      const { updateContactCard } = await import('linq-contact-card');
      const chunk = new Uint8Array();
      const body = { getReader: () => ({ read: async () => ({ value: chunk }), cancel: async () => {} }) };
      const fetch = async () => ({ ...respond(card), body });
      print(await settle(updateContactCard(params, { apiKey: 'key', fetch })));`);
    assert.deepEqual(error, { error: 'InvalidResponseError', outcome: 'unknown' });
  });
});

// The typings together with the DOM lib: its signals, URLs, headers and `fetch` are accepted.
import { ContactCards, updateContactCard } from 'linq-contact-card';
import type { RequestOptions } from 'linq-contact-card';
import { defineContactCardEditor, describeError, english } from 'linq-contact-card/element';
import type { ContactCardClient, ContactCardEditorListeners, ContactCardEditorProps } from 'linq-contact-card/element';
import 'linq-contact-card/element/define';
import { createGateway } from 'linq-contact-card/gateway';
import { init } from 'linq-contact-card/slim';
import { createEmulator } from 'linq-contact-card/testing';

const params = { phone_number: '+15551234567' };

export const options: RequestOptions = {
  signal: new AbortController().signal,
  baseURL: new URL('/api/linq', location.href),
  headers: new Headers(),
  fetch,
};
export const wrapped: RequestOptions = { fetch: (url, init) => fetch(url, { ...init, mode: 'cors' }) };
export const typed: RequestOptions = { fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init) };

export async function use(): Promise<string> {
  await init(fetch('/contact_card.wasm'));
  await init(WebAssembly.compile(new Uint8Array()));
  return (await updateContactCard(params, { signal: AbortSignal.timeout(1000), fetch: globalThis.fetch })).first_name;
}

export function edit(client: ContactCardClient): HTMLElement {
  defineContactCardEditor();
  const editor = document.createElement('contact-card-editor');
  editor.phoneNumber = '+15551234567';
  editor.client = client;
  editor.client = new ContactCards({ timeout: 1000 });
  editor.card = undefined;
  editor.messages = { buttons: { save: 'Sichern' }, issues: { required: 'fehlt' } };
  editor.addEventListener(
    'saved',
    ({ detail: { card, action } }) => `${card.first_name} ${action satisfies 'created' | 'updated'}`,
  );
  editor.addEventListener(
    'failed',
    ({ detail: { error } }) => describeError(error, { ...english, ...editor.messages }).title,
  );
  editor.addEventListener('failed', ({ detail: { error } }) => describeError(error, { texts: { signIn: '' } }).text);
  editor.addEventListener('changed', ({ detail: { edited, changed, issues } }) => [
    edited.last_name,
    changed?.last_name,
    issues[0]?.code,
  ]);
  editor.addEventListener('keydown', ({ key }) => key);
  const props: ContactCardEditorProps = { 'phone-number': '+15551234567', client, card: null };
  const listeners: ContactCardEditorListeners = { onsaved: ({ detail }) => detail.card.first_name };
  Object.assign(editor, props, listeners);
  // @ts-expect-error isDirty is read-only
  editor.isDirty = true;
  // @ts-expect-error there is no such message
  editor.messages = { buttons: { sav: 'Sichern' } };
  return editor;
}

// The `Request` and `Response` of the DOM lib, as route handlers have them, and subtypes of these.
const authorize = async (request: Request) =>
  request.headers.get('cookie') ? { user: 'ann', numbers: ['+15551234567'] } : null;
const origins = ['https://dashboard.example'];
export const PATCH: (request: Request) => Promise<Response> = createGateway({
  apiKey: 'key',
  origins,
  authorize,
  fetch,
});
declare class NextRequest extends Request {
  readonly cookies: Map<string, string>;
}
export const GET: (request: NextRequest) => Promise<Response> = createGateway({ apiKey: 'key', origins, authorize });
export const POST: (request: NextRequest) => Promise<Response> = createGateway({
  apiKey: 'key',
  origins,
  authorize: (request: NextRequest) => ({ user: request.cookies.get('user') ?? '', numbers: 'all' }),
});

const emulator = createEmulator();
export const tested: RequestOptions = { fetch: emulator.fetch };
export const response: Promise<Response> = emulator.handler(new Request('https://linq.example/v3/contact_card'));
globalThis.fetch = emulator.fetch;

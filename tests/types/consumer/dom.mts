// The typings beside those of a page: its own signals, URLs, headers and `fetch` fit.
import { updateContactCard } from 'linq-contact-card';
import type { RequestOptions } from 'linq-contact-card';
import { init } from 'linq-contact-card/slim';

const params = { phone_number: '+15551234567' };

export const options: RequestOptions = {
  signal: new AbortController().signal, baseURL: new URL('/api/linq', location.href), headers: new Headers(), fetch,
};
export const wrapped: RequestOptions = { fetch: (url, init) => fetch(url, { ...init, mode: 'cors' }) };
export const typed: RequestOptions = { fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init) };

export async function use(): Promise<string> {
  await init(fetch('/contact_card.wasm'));
  await init(WebAssembly.compile(new Uint8Array()));
  return (await updateContactCard(params, { signal: AbortSignal.timeout(1000), fetch: globalThis.fetch })).first_name;
}

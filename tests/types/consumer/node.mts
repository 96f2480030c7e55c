// The typings beside those of Node.
import { URL } from 'node:url';
import { updateContactCard } from 'linq-contact-card';
import type { RequestOptions } from 'linq-contact-card';

export const options: RequestOptions = {
  apiKey: process.env['LINQ_API_V3_API_KEY'], signal: AbortSignal.timeout(1000), baseURL: new URL('https://example.com'),
  headers: new Headers(), fetch: globalThis.fetch,
};
export const card = await updateContactCard({ phone_number: '+15551234567' }, options);

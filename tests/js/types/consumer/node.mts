// The typings together with those of Node.
import { createServer } from 'node:http';
import { URL } from 'node:url';
import { updateContactCard } from 'linq-contact-card';
import type { RequestOptions } from 'linq-contact-card';
import { createGateway, toNodeListener } from 'linq-contact-card/gateway';

export const options: RequestOptions = {
  apiKey: process.env.LINQ_API_V3_API_KEY,
  signal: AbortSignal.timeout(1000),
  baseURL: new URL('https://example.com'),
  headers: new Headers(),
  fetch: globalThis.fetch,
};
export const card = await updateContactCard({ phone_number: '+15551234567' }, options);

const gateway = createGateway({
  apiKey: process.env.LINQ_API_V3_API_KEY ?? '',
  upstream: new URL('https://example.com'),
  origins: ['http://localhost:3000'],
  authorize: (request) => (request.headers.get('cookie') ? { user: 'ann', numbers: ['+15551234567'] } : null),
  fetch: globalThis.fetch,
});
export const server = createServer(toNodeListener(gateway)).listen(3000);
export const response: Promise<Response> = gateway(new Request('http://localhost:3000/api/linq/v3/contact_card'));

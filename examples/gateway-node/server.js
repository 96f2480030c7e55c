// A dashboard on Node's own http: a page, a sign-in for demonstration, and the gateway.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createGateway, toNodeListener } from 'linq-contact-card/gateway';
import { sessionOf, signIn, signOut } from './sign-in.js';
import { openStore } from './store.js';

const {
  LINQ_API_V3_API_KEY,
  LINQ_UPSTREAM,
  REDIS_URL,
  PORT = '3000',
  ORIGIN = `http://localhost:${PORT}`,
} = process.env;

const { store, close } = openStore(REDIS_URL);
const gateway = toNodeListener(
  createGateway({
    apiKey: LINQ_API_V3_API_KEY,
    upstream: LINQ_UPSTREAM,
    origins: [ORIGIN],
    authorize: (request) => sessionOf(request.headers.get('cookie'), ORIGIN),
    store,
    log({ error, ...entry }) {
      console.log(JSON.stringify(entry));
      if (error) console.error(error);
    },
  }),
);

/** The page's files, by path. @type {Record<string, [file: string, type: string]>} */
const files = {
  '/': ['page/index.html', 'text/html; charset=utf-8'],
  '/page.css': ['page/page.css', 'text/css'],
  '/page.js': ['page/page.js', 'text/javascript'],
};
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self'",
    'img-src https:',
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
};

const server = createServer(async (request, response) => {
  const [path = '/'] = (request.url ?? '/').split('?');
  if (path.startsWith('/api/linq/')) return gateway(request, response);
  // Refuses requests of other sites, which mustn't sign users in or out (CSRF).
  if (request.method === 'POST' && request.headers.origin === ORIGIN) {
    const { cookie = '' } = request.headers;
    const set = path === '/sign-out' ? signOut(cookie, ORIGIN) : signIn(path.replace('/sign-in/', ''), ORIGIN);
    return response.writeHead(303, { location: '/', ...(set && { 'set-cookie': set }) }).end();
  }
  // The modules of the package that a page imports are in the folder of the element's module.
  const [, module] = /^\/linq-contact-card\/([a-z]+\.js)$/.exec(path) ?? [];
  const [file, type] = module
    ? [import.meta.resolve('linq-contact-card/element'), 'text/javascript']
    : (files[path] ?? []);
  const body =
    file && (await readFile(new URL(module ?? file, module ? file : import.meta.url)).catch(() => undefined));
  if (!body || request.method !== 'GET') return response.writeHead(404, headers).end();
  response.writeHead(200, { ...headers, 'content-type': type }).end(body);
});
server.listen(Number(PORT), '127.0.0.1', () =>
  console.log(`Open ${ORIGIN}, which is http://127.0.0.1:${PORT} on this machine`),
);

// Requests in flight finish first: the outcome of an aborted write would be unknown.
process.once('SIGTERM', () => server.close(close));

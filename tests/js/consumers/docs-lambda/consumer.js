// The documentation's function for AWS Lambda, bundled with its command and invoked with events as function URLs and HTTP APIs send
// them, and with hostile ones.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeAuthorize } from '../gateway-host.js';
import { writeFiles } from '../markdown.js';
import { check } from '../typescript.js';

const path = '/api/linq/v3/contact_card';
const query = 'phone_number=%2B15551234567';
const origin = 'https://dashboard.example';

/** Returns an event in payload format 2.0. `more` replaces members of it. */
function event(method, { headers = {}, ...more } = {}) {
  const { body, rawPath = path } = more;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: query,
    cookies: ['theme=dark', '__Host-session=of-ann'],
    headers: {
      accept: '*/*',
      'content-length': String(Buffer.byteLength(body ?? '')),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      host: 'abcdefghij.lambda-url.eu-central-1.on.aws',
      origin,
      'user-agent': 'Mozilla/5.0',
      'x-amzn-trace-id': 'Root=1-00000000-000000000000000000000000',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...headers,
    },
    requestContext: {
      accountId: 'anonymous',
      apiId: 'abcdefghij',
      domainName: 'abcdefghij.lambda-url.eu-central-1.on.aws',
      domainPrefix: 'abcdefghij',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'Mozilla/5.0' },
      requestId: '00000000-0000-0000-0000-000000000000',
      routeKey: '$default',
      stage: '$default',
      time: '29/Nov/2026:20:00:00 +0000',
      timeEpoch: 1_795_982_400_000,
    },
    isBase64Encoded: false,
    ...more,
  };
}

export default async function (context) {
  const { dir, run, startEmulator, name } = context;
  const emulator = await startEmulator();
  writeAuthorize(dir, emulator);
  const upstream = { 'origins: [': `upstream: '${emulator.baseURL}', origins: [` };
  writeFiles('docs/recipes/lambda.md', dir, emulator, undefined, upstream);
  check(context);
  run('esbuild', ['handler.ts', '--bundle', '--platform=node', '--format=esm', '--outfile=dist/handler.mjs']);
  process.env.LINQ_API_V3_API_KEY = 'linq-emulator-key';
  const { handler } = await import(pathToFileURL(join(dir, 'dist/handler.mjs')).href);

  /** Invokes the function. Returns the status and, of an error, its code, otherwise the first name. */
  async function invoke(...args) {
    const { statusCode, headers, body, ...others } = await handler(event(...args));
    assert.deepEqual(others, {});
    assert.equal(headers['content-type'], 'application/json');
    const { error, contact_cards: [card] = [], ...updated } = JSON.parse(body);
    return [statusCode, error?.code ?? (card ?? updated).first_name];
  }
  const rename = (first_name) => JSON.stringify({ first_name });

  assert.equal((await invoke('GET'))[0], 200);
  assert.deepEqual(await invoke('PATCH', { body: rename('Jürgen') }), [200, 'Jürgen']);
  const encoded = { body: Buffer.from(rename('Zoë')).toString('base64'), isBase64Encoded: true };
  assert.deepEqual(await invoke('PATCH', { ...encoded, headers: { 'content-length': '20' } }), [200, 'Zoë']);

  // No session, none of the user's numbers, another site.
  assert.deepEqual(await invoke('GET', { cookies: undefined }), [401, 2004]);
  assert.deepEqual(await invoke('GET', { cookies: ['__Host-session=of-bob'] }), [401, 2004]);
  assert.deepEqual(await invoke('GET', { rawQueryString: 'phone_number=%2B15551230001' }), [403, 2006]);
  const foreign = { headers: { origin: 'https://elsewhere.example' }, body: rename('Elsewhere') };
  assert.deepEqual(await invoke('PATCH', foreign), [403, 2005]);
  // Two headers of one name arrive as one.
  assert.deepEqual(await invoke('PATCH', { headers: { origin: `${origin},${origin}` }, body: '{}' }), [403, 2005]);
  assert.deepEqual(await invoke('PATCH', { headers: { origin: undefined }, body: rename('No origin') }), [403, 2005]);
  // No headers at all, a query with two numbers, bodies that are absent, of a GET, no JSON, or Base64 that isn't announced.
  const bare = await handler({ ...event('PATCH', { body: rename('Bare') }), headers: undefined });
  assert.equal(bare.statusCode, 415);
  assert.deepEqual(await invoke('GET', { rawQueryString: `${query}&${query}` }), [400, 1005]);
  assert.deepEqual(await invoke('GET', { rawQueryString: '', cookies: [] }), [401, 2004]);
  assert.deepEqual(await invoke('PATCH', { headers: { 'content-type': 'application/json' } }), [400, 1003]);
  assert.deepEqual(await invoke('GET', { body: '{}' }), [400, 1003]);
  assert.deepEqual(await invoke('PATCH', { ...encoded, isBase64Encoded: false }), [400, 1003]);
  assert.deepEqual(await invoke('DELETE'), [405, 1005]);
  // Function URLs pass the path as it came, and HTTP APIs decode it: what is decoded starts no query and no other host.
  for (const rawPath of [
    '/api/linq/v3/contact%5Fcard',
    `${path}?${query}`,
    `${path}#`,
    `//${path}`,
    '//evil.example',
    '/',
    '',
  ])
    assert.deepEqual(await invoke('GET', { rawPath }), [404, 2001], rawPath);

  assert.deepEqual(await invoke('PATCH', { body: rename(name) }), [200, name]);
  assert.deepEqual(await invoke('PATCH', { body: rename('Fourth') }), [429, 1007]);
  return emulator;
}

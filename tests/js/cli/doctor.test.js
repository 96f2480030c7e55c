// `doctor`: each check, with what is wrong and what to do.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { createProject } from '../support/sandbox.js';
import { startEmulator } from '../support/emulator.js';
import { freePort } from '../support/free-port.js';
import { commandFor, commandIn, createFolder, key } from './program.js';

const { dir } = createFolder();
const number = '+15551234567';
let emulator;
before(async () => {
  emulator = await startEmulator();
});
after(() => emulator.stop());

/** Starts a server, which is closed after the tests. Returns its origin. */
async function serve(listener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** Runs `doctor` and returns its exit code, and the check of this name. */
async function check(name, variables, ...args) {
  const { code, value } = await commandFor(emulator, dir, variables).json('doctor', ...args);
  return { code, ...value.checks.find((each) => each.name === name) };
}

test('prints one line for each check', async () => {
  const { code, stdout, stderr } = await commandFor(emulator, dir)('doctor');
  assert.deepEqual([code, stderr], [0, '']);
  const names = stdout
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/ {2,}/)[1]);
  assert.deepEqual(names, ['node', 'package', 'base url', 'key', 'account', 'gateway', 'origin', 'csp']);
});

test('never prints the key', async () => {
  for (const secret of ['secret-key', 'Bearer secret-key', 'secret-key\n', 'secret key', ' secret-key', 'secret-kéy']) {
    for (const json of [[], ['--json']]) {
      const { stdout, stderr } = await commandFor(emulator, dir, { LINQ_API_V3_API_KEY: secret })('doctor', ...json);
      assert.doesNotMatch(stdout + stderr, /secret/);
    }
  }
});

describe('node and package', () => {
  test('have their versions', async () => {
    assert.equal((await check('node')).message, `Node ${process.versions.node}.`);
    assert.match((await check('package')).message, /^linq-contact-card \d+\.\d+\.\d+/);
  });
});

describe('base url', () => {
  for (const [name, value, status, message] of [
    ['is another one', undefined, 'warning', /Requests go to http:\/\/127\.0\.0\.1:\d+, not to Linq\./],
    ['is no URL', 'linq', 'failed', /LINQ_API_V3_BASE_URL: it must/],
    ['is http', 'http://linq.example/api', 'failed', /over http/],
    ['ends with /v3', 'https://linq.example/api/partner/v3', 'failed', /ends with \/v3, which the package adds/],
  ]) {
    test(name, async () => {
      const found = await check('base url', value === undefined ? {} : { LINQ_API_V3_BASE_URL: value });
      assert.equal(found.status, status);
      assert.match(found.message, message);
      assert.match(found.fix, /./);
      assert.equal(found.code, status === 'failed' ? 1 : 0);
    });
  }
});

describe('key', () => {
  for (const [name, value, message] of [
    ['is missing', '', /LINQ_API_V3_API_KEY isn't set/],
    ['has a prefix', `Bearer ${key}`, /starts with "Bearer"/],
    ['has a line break', `${key}\n`, /visible ASCII characters/],
    ['has another script', 'kéy', /visible ASCII characters/],
  ]) {
    test(name, async () => {
      const found = await check('key', { LINQ_API_V3_API_KEY: value });
      assert.deepEqual([found.code, found.status], [1, 'failed']);
      assert.match(found.message, message);
    });
  }

  test('is not needed to check a gateway', async () => {
    const found = await check('key', { LINQ_API_V3_API_KEY: '' }, '--gateway', `${emulator.url}/api/linq`);
    assert.deepEqual([found.code, found.status], [0, 'skipped']);
  });
});

describe('account', () => {
  test('the key is accepted', async () => {
    const { code, status, message } = await check('account');
    assert.deepEqual([code, status], [0, 'ok']);
    assert.match(message, /The key is accepted: \d contact cards/);
  });

  test('the key is refused', async () => {
    const { code, message, fix } = await check('account', { LINQ_API_V3_API_KEY: 'another' });
    assert.deepEqual([code, message], [1, 'The key is refused (401).']);
    assert.match(fix, /has not expired/);
  });

  test('what responds is not Linq', async () => {
    const page = await serve((_, response) => response.setHeader('content-type', 'text/html').end('<html>'));
    const { code, fix } = await check('account', { LINQ_API_V3_BASE_URL: page });
    assert.equal(code, 1);
    assert.match(fix, /Check LINQ_API_V3_BASE_URL/);
  });

  test('there is no server', async () => {
    const baseURL = `http://127.0.0.1:${await freePort()}`;
    const { code, fix } = await check('account', { LINQ_API_V3_BASE_URL: baseURL });
    assert.equal(code, 1);
    assert.match(fix, /Check the network/);
  });

  test('is not tried with a key that cannot be used', async () => {
    assert.equal((await check('account', { LINQ_API_V3_API_KEY: '' })).status, 'skipped');
  });
});

/** Returns the check of a gateway. */
const ofGateway = (url, ...args) => check('gateway', {}, '--gateway', url, ...args);

describe('gateway', () => {
  test('responds', async () => {
    const { code, status } = await ofGateway(`${emulator.url}/api/linq`);
    assert.deepEqual([code, status], [0, 'ok']);
  });

  test('demands a session', async () => {
    const { createGateway, toNodeListener, project } = await gatewayOfPackage();
    const gateway = createGateway({ apiKey: key, authorize: () => null, origins: ['https://dashboard.example'] });
    const url = await serve(toNodeListener(gateway));
    const { code, message } = await ofGateway(`${url}/api/linq`);
    assert.deepEqual([code, message], [0, 'It responds, and demands a session.']);

    const elsewhere = await ofGateway(`${url}/linq`);
    assert.deepEqual([elsewhere.code, elsewhere.message], [1, 'It serves another path.']);
    project.remove();
  });

  test('has a key that Linq refuses', async () => {
    const { createGateway, toNodeListener, project } = await gatewayOfPackage();
    const gateway = createGateway({
      apiKey: 'another',
      authorize: () => ({ user: 'me', numbers: [number] }),
      origins: ['https://dashboard.example'],
      upstream: emulator.baseURL,
      log: () => {},
    });
    const { code, message } = await ofGateway(`${await serve(toNodeListener(gateway))}/api/linq`);
    assert.equal(code, 1);
    assert.match(message, /^It responds with 502: Linq refused the gateway's key/);
    project.remove();
  });

  test('fails', async () => {
    const { createGateway, toNodeListener, project } = await gatewayOfPackage();
    const gateway = createGateway({
      apiKey: key,
      authorize: () => ({ user: 'me', numbers: [number] }),
      origins: ['https://dashboard.example'],
      upstream: `http://127.0.0.1:${await freePort()}`,
      log: () => {},
    });
    const { code, message, fix } = await ofGateway(`${await serve(toNodeListener(gateway))}/api/linq`);
    assert.equal(code, 1);
    assert.match(message, /^It responds with 502: /);
    assert.equal(fix, "Read the gateway's log.");
    project.remove();
  });

  for (const [name, listener, message] of [
    [
      'is a page',
      (_, response) => response.setHeader('content-type', 'text/html').end('<html>'),
      /What responds \(200, text\/html\) isn't a gateway/,
    ],
    [
      'passes on that Linq refuses its key',
      (_, response) => refuseKey(response),
      /Linq refused the gateway's key \(401\)/,
    ],
    ['redirects', (_, response) => response.writeHead(302, { location: '/login' }).end(), /It redirects \(302\)/],
    ['never responds', () => {}, /doesn't respond: no response in time/],
    ['ends the connection', (request) => request.destroy(), /doesn't respond: /],
    ['is endless', (_, response) => sendForever(response), /isn't a gateway/],
  ]) {
    test(name, async () => {
      const found = await ofGateway(
        `${await serve(listener)}/api/linq`,
        '--timeout',
        name === 'never responds' ? '1' : '60',
      );
      assert.deepEqual([found.code, found.status], [1, 'failed']);
      assert.match(found.message, message);
      assert.match(found.fix, /./);
    });
  }

  test('is not there', async () => {
    const { code, message } = await ofGateway(`http://127.0.0.1:${await freePort()}/api/linq`);
    assert.equal(code, 1);
    assert.match(message, /doesn't respond: ECONNREFUSED/);
  });
});

describe('origin', () => {
  const ofOrigin = (origin, gateway = `${emulator.url}/api/linq`) =>
    check('origin', {}, '--gateway', gateway, '--origin', origin);

  test('is accepted', async () => {
    const { code, status } = await ofOrigin(emulator.url);
    assert.deepEqual([code, status], [0, 'ok']);
  });

  test('is accepted, but another one than the gateway’s', async () => {
    const other = await startEmulator('--gateway-origin', 'http://localhost:5173');
    const { code, status, fix } = await ofOrigin('http://localhost:5173', `${other.url}/api/linq`);
    assert.deepEqual([code, status], [0, 'warning']);
    assert.match(fix, /Let the page's server forward \/api\/linq to the gateway/);
    await other.stop();
  });

  test('is refused', async () => {
    const { code, message, fix } = await ofOrigin('https://dashboard.example');
    assert.deepEqual([code, message], [1, 'The gateway refuses pages of https://dashboard.example.']);
    assert.equal(fix, "Add 'https://dashboard.example' to its option origins.");
  });

  test('is not as browsers send it', async () => {
    assert.equal((await ofOrigin('https://dashboard.example/')).fix, 'Write https://dashboard.example');
    assert.equal((await ofOrigin('dashboard.example')).fix, 'Write it as https://dashboard.example');
  });

  test('is skipped where the gateway does not respond', async () => {
    const { status } = await ofOrigin('https://dashboard.example', `http://127.0.0.1:${await freePort()}/api/linq`);
    assert.equal(status, 'skipped');
  });
});

describe('csp', () => {
  const ofPage = async (policy, html = '', ...args) => {
    const page = await serve((_, response) => {
      if (policy !== undefined) response.setHeader('content-security-policy', policy);
      response.setHeader('content-type', 'text/html').end(html);
    });
    return { page, ...(await check('csp', {}, '--page', `${page}/`, ...args)) };
  };

  for (const [name, policy, html] of [
    ['without a policy', undefined],
    ['that allows both', "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"],
    ['that allows eval', "script-src 'unsafe-eval'; connect-src *"],
    ['that limits other things', "img-src 'none'; frame-ancestors 'none'"],
    ['in the page', undefined, `<meta http-equiv="Content-Security-Policy" content="script-src 'wasm-unsafe-eval'">`],
  ]) {
    test(`a page ${name}`, async () => {
      const { code, status } = await ofPage(policy, html);
      assert.deepEqual([code, status], [0, 'ok']);
    });
  }

  for (const [name, policy, html] of [
    ['script-src', "script-src 'self'"],
    ['default-src', "default-src 'self'"],
    ['one of two policies', "script-src 'self' 'wasm-unsafe-eval', script-src 'self'"],
    ['the page', undefined, `<META content='script-src &#39;self&#39;' http-equiv=content-security-policy>`],
  ]) {
    test(`${name} forbids WebAssembly`, async () => {
      const { code, message, fix } = await ofPage(policy, html);
      assert.deepEqual([code, message], [1, 'The policy forbids WebAssembly.']);
      assert.equal(fix, "Add 'wasm-unsafe-eval' to script-src.");
    });
  }

  test('forbids requests to the gateway', async () => {
    const wasm = "script-src 'wasm-unsafe-eval'";
    for (const source of ["'none'", 'https:', 'https://api.example', 'http://127.0.0.1:1', 'http://*.example']) {
      const { code, fix } = await ofPage(`${wasm}; connect-src ${source}`);
      assert.deepEqual([code, fix], [1, "Add 'self' to connect-src."], source);
    }
    const gateway = 'https://gateway.example/api/linq';
    for (const [source, isAllowed] of [
      ["'self'", false],
      ['https://gateway.example', true],
      ['https://gateway.example/api/', true],
      ['https://gateway.example/other', false],
      ['gateway.example', false],
      ['https://*.example', true],
      ['https://gateway.example:*', true],
      ['https://gateway.example:8443', false],
      ['https:', true],
      ['*', true],
    ]) {
      const { status, fix } = await ofPage(
        `${wasm}; connect-src ${source}`,
        '',
        '--gateway',
        gateway,
        '--timeout',
        '5',
      );
      // The page is http, and a source without a scheme is of the page's own or a secure one.
      const expected = source === 'gateway.example' ? true : isAllowed;
      assert.equal(status, expected ? 'ok' : 'failed', source);
      if (!expected) assert.equal(fix, 'Add https://gateway.example to connect-src.');
    }
  });

  test('the page cannot be loaded', async () => {
    const page = await serve((_, response) => response.writeHead(404).end());
    assert.match((await check('csp', {}, '--page', page)).message, /The page responds with 404/);
    const none = `http://127.0.0.1:${await freePort()}`;
    assert.match((await check('csp', {}, '--page', none)).message, /doesn't respond: ECONNREFUSED/);
  });
});

test('without a key and with nothing else to check, it fails', async () => {
  const { code, stdout } = await commandIn(dir)('doctor');
  assert.equal(code, 1);
  assert.match(stdout, /^failed +key +LINQ_API_V3_API_KEY isn't set\. Set it to Linq's API key\.$/m);
});

/** Returns the packed package's gateway. */
async function gatewayOfPackage() {
  const project = await createProject();
  const { createRequire } = await import('node:module');
  const require = createRequire(`${project.dir}/entry.js`);
  return { ...require('linq-contact-card/gateway'), project };
}

/** Responds as Linq does to a wrong key, as a proxy without checks passes it on. */
function refuseKey(response) {
  response.writeHead(401, { 'content-type': 'application/json', 'x-trace-id': 'trace-1' });
  response.end('{"success":false,"error":{"status":401,"code":2004,"message":"Unauthorized"}}');
}

/** Sends a body without an end, until the connection ends. */
function sendForever(response) {
  const chunk = Buffer.alloc(65_536, 'x');
  const send = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.setHeader('content-type', 'text/plain').on('drain', send);
  send();
}

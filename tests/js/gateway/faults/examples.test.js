// The sign-in of the examples: which cookie is taken for the session's.
import assert from 'node:assert/strict';
import { register } from 'node:module';
import { describe, test } from 'node:test';
import { sessionOf as nodeSessionOf, signIn as nodeSignIn } from '../../../../examples/gateway-node/sign-in.js';
import {
  sessionOf as workerSessionOf,
  signIn as workerSignIn,
} from '../../../../examples/gateway-worker/src/sign-in.js';

const SECURE = 'https://dashboard.example';
const LOCAL = 'http://localhost:3000';

/** The cookie of a `Set-Cookie` header, as browsers send it back. */
const sentBack = (header) => header.split(';')[0];
const sessionIn = (header) => sentBack(header).replace(/^[^=]*=/, '');

const SESSION_SECRET = 'secret';

/** By example: how it signs a user in, and whose session a `Cookie` header has. */
const examples = {
  'gateway-node': {
    signIn: nodeSignIn,
    userOf: (cookie, origin) => nodeSessionOf(cookie, origin)?.user,
  },
  'gateway-worker': {
    signIn: (user, ORIGIN) => workerSignIn(user, { ORIGIN, SESSION_SECRET }),
    userOf: async (cookie, ORIGIN) =>
      (await workerSessionOf({ headers: new Headers({ cookie }) }, { ORIGIN, SESSION_SECRET }))?.user,
  },
};

for (const [name, { signIn, userOf }] of Object.entries(examples)) {
  describe(`the session of examples/${name}`, () => {
    test('G10 is never of a cookie that a sibling subdomain has set', async () => {
      const own = sentBack(await signIn('ann', SECURE));
      const foreign = sessionIn(await signIn('grace', SECURE));
      assert.match(own, /^__Host-session=/);
      for (const name of [
        'session',
        'xsession',
        'x__Host-session',
        '__host-session',
        '__Secure-session',
        '__Host-session2',
      ]) {
        assert.equal(await userOf(`${name}=${foreign}`, SECURE), undefined, name);
        assert.equal(await userOf(`${name}=${foreign}; ${own}`, SECURE), 'ann', name);
        assert.equal(await userOf(`${own}; ${name}=${foreign}`, SECURE), 'ann', name);
        assert.equal(await userOf(`a=1; ${name}=x; __Host-session=${foreign}; b=${name}=y`, SECURE), 'grace', name);
      }
      assert.equal(await userOf(`a="; session=${foreign}"`, SECURE), undefined);
    });

    test('G10 is of `session` alone where pages come over http', async () => {
      const own = sentBack(await signIn('ann', LOCAL));
      assert.match(own, /^session=/);
      assert.equal(await userOf(`a=1; ${own}; b=2`, LOCAL), 'ann');
      assert.equal(await userOf(`__Host-${own}`, LOCAL), undefined);
      assert.equal(await userOf(`x${own}`, LOCAL), undefined);
      assert.equal(await userOf('', LOCAL), undefined);
    });
  });
}

test('G10 the session of examples/gateway-next is read by the exact name', async () => {
  // Next's own parser reads the cookies: the example only names one. Each import sees the origin of its time.
  const stubs = { 'server-only': '', 'next/headers': 'export const cookies = () => globalThis.jar;' };
  const hooks = `
    const stubs = ${JSON.stringify(stubs)};
    export const resolve = (specifier, context, next) => Object.hasOwn(stubs, specifier)
      ? { url: \`data:text/javascript,\${encodeURIComponent(stubs[specifier])}\`, shortCircuit: true }
      : next(specifier, context);
    // Its package.json has no type, as Next needs none.
    export const load = (url, context, next) =>
      next(url, url.includes('/gateway-next/') ? { ...context, format: 'module' } : context);`;
  register(`data:text/javascript,${encodeURIComponent(hooks)}`);
  for (const [ORIGIN, expected] of [
    [SECURE, '__Host-session'],
    [LOCAL, 'session'],
  ]) {
    process.env.ORIGIN = ORIGIN;
    const requested = new Set();
    globalThis.jar = { get: (name) => void requested.add(name), set: (name) => requested.add(name) };
    const { currentSession, startSession } = await import(
      `../../../../examples/gateway-next/app/sign-in.js?origin=${encodeURIComponent(ORIGIN)}`
    );
    await startSession('ann');
    assert.equal(await currentSession(), null);
    assert.deepEqual([...requested], [expected]);
  }
});

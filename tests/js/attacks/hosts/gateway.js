// The gateway of the hosts in JavaScript, with an `authorize` and a store that fail for some users.
import { createGateway, memoryStore } from 'linq-contact-card/gateway';

/**
 * @param {{ apiKey: string, origin: string, upstream: string, timeout: number, sessions: Record<string, { numbers: string[] | 'all' }> }} config
 */
export function createTestGateway({ apiKey, origin, upstream, timeout, sessions }) {
  const gatewayWith = (store) =>
    createGateway({
      apiKey,
      origins: [origin],
      upstream,
      timeout,
      authorize: authorizeBy(sessions, apiKey),
      store,
      log: (entry) => console.log(entry),
    });
  const usual = gatewayWith(createStore());
  // A store that hangs does so for all of its users.
  const hanging = gatewayWith({ reserve: () => new Promise(() => {}) });
  return (request) => (nameOf(request) === 'store-hangs' ? hanging : usual)(request);
}

const nameOf = ({ headers }) => /(?:^|; )session=([^;]*)/.exec(headers.get('cookie') ?? '')?.[1] ?? '';

const inspection = Symbol.for('nodejs.util.inspect.custom');

/** Errors that show a secret when they are printed. */
const hostileErrors = {
  'throws-inspected': (secret) => Object.assign(new Error('harmless'), { [inspection]: () => secret }),
  'throws-inspected-class': (secret) =>
    new (class extends Error {
      [inspection]() {
        return secret;
      }
    })('harmless'),
  'throws-serialized': (secret) => Object.assign(new Error('harmless'), { toJSON: () => secret }),
  'throws-proxy': (secret) =>
    new Proxy(new Error(secret), {
      get: (_, name) => (name === 'message' ? 'harmless' : undefined),
      ownKeys: () => [],
      getOwnPropertyDescriptor: () => undefined,
    }),
  'throws-request': (secret) => new Request('https://a.example', { headers: { authorization: secret } }),
  'throws-client': (secret) => Object.assign(new Error('harmless'), { client: new Map([['key', secret]]) }),
};

/** Results of an `authorize` with a bug. */
const malformedSessions = {
  'malformed-text': 'alice',
  'malformed-without-numbers': { user: 'alice' },
  'malformed-all': { user: 'alice', numbers: 'ALL' },
  'malformed-user': { user: 7, numbers: 'all' },
  'malformed-list': { user: 'alice', numbers: [15551234567] },
  'malformed-undefined': undefined,
};

/** @param {Record<string, object>} sessions @param {string} apiKey */
function authorizeBy(sessions, apiKey) {
  const signedOut = new Set();
  return (request) => {
    const name = nameOf(request);
    if (name === 'throws') throw new Error(`no sessions with ${apiKey}`);
    if (Object.hasOwn(hostileErrors, name)) throw hostileErrors[name](`Bearer ${apiKey}`);
    if (name === 'rejects') return Promise.reject(new Error('the session store is unavailable'));
    if (name === 'reads') return request.text().then(() => ({ user: name, numbers: 'all' }));
    if (Object.hasOwn(malformedSessions, name)) return malformedSessions[name];
    if (!Object.hasOwn(sessions, name) || signedOut.has(name)) return null;
    if (name === 'signs-out') signedOut.add(name);
    return { user: name, ...sessions[name] };
  };
}

/** A store in memory that rejects for one user. */
function createStore() {
  const memory = memoryStore();
  return {
    async reserve(places) {
      // As clients of Redis do.
      if (places.some(({ key }) => key.includes('store-rejects')))
        throw Object.assign(new Error('READONLY'), { command: { args: places.map(({ key }) => key) } });
      return memory.reserve(places);
    },
  };
}

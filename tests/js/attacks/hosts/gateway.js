// The gateway of the hosts in JavaScript, with an `authorize` and a store that fail for some users.
import { createGateway, memoryStore } from 'linq-contact-card/gateway';

/**
 * @param {{ apiKey: string, origin: string, upstream: string, timeout: number, sessions: Record<string, { numbers: string[] | 'all' }> }} config
 */
export function createTestGateway({ apiKey, origin, upstream, timeout, sessions }) {
  return createGateway({
    apiKey,
    origins: [origin],
    upstream,
    timeout,
    authorize: authorizeBy(sessions, apiKey),
    store: createStore(),
    log: (entry) => console.log(entry),
  });
}

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
    const name = /(?:^|; )session=([^;]*)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? '';
    if (name === 'throws') throw new Error(`no sessions with ${apiKey}`);
    if (name === 'rejects') return Promise.reject(new Error('the session store is unavailable'));
    if (name === 'reads') return request.text().then(() => ({ user: name, numbers: 'all' }));
    if (Object.hasOwn(malformedSessions, name)) return malformedSessions[name];
    if (!Object.hasOwn(sessions, name) || signedOut.has(name)) return null;
    if (name === 'signs-out') signedOut.add(name);
    return { user: name, ...sessions[name] };
  };
}

/** A store in memory that rejects for one user, and never settles for another. */
function createStore() {
  const memory = memoryStore();
  const isFor = (places, name) => places.some(({ key }) => key.includes(name));
  return {
    async reserve(places) {
      // As clients of Redis do.
      if (isFor(places, 'store-rejects'))
        throw Object.assign(new Error('READONLY'), { command: { args: places.map(({ key }) => key) } });
      if (isFor(places, 'store-hangs')) return new Promise(() => {});
      return memory.reserve(places);
    },
  };
}

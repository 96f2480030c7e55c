// What the hosts written in JavaScript give to `createGateway`.
import { createGateway, memoryStore } from 'linq-contact-card/gateway';

/**
 * @param {{ key: string, origin: string, upstream: string, timeout: number, sessions: Record<string, { numbers: string[] | 'all' }> }} given
 */
export function gatewayOf({ key, origin, upstream, timeout, sessions }) {
  return createGateway({
    apiKey: key,
    origins: [origin],
    upstream,
    timeout,
    authorize: authorize(sessions, key),
    store: store(),
    log: (entry) => console.log(entry),
  });
}

/** What an `authorize` with a bug gives. */
const nonsense = (name) =>
  ({
    'nonsense-text': 'alice',
    'nonsense-numbers': { user: 'alice' },
    'nonsense-all': { user: 'alice', numbers: 'ALL' },
    'nonsense-user': { user: 7, numbers: 'all' },
    'nonsense-list': { user: 'alice', numbers: [15551234567] },
    'nonsense-undefined': undefined,
  })[name];

/** @param {Record<string, object>} sessions @param {string} key */
function authorize(sessions, key) {
  const loggedOut = new Set();
  return (request) => {
    const name = /(?:^|; )session=([^;]*)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? '';
    if (name === 'throws') throw new Error(`no sessions with ${key}`);
    if (name === 'rejects') return Promise.reject(new Error('the sessions are away'));
    if (name === 'reads') return request.text().then(() => ({ user: name, numbers: 'all' }));
    if (name.startsWith('nonsense-')) return nonsense(name);
    if (!Object.hasOwn(sessions, name) || loggedOut.has(name)) return null;
    if (name === 'leaving') loggedOut.add(name);
    return { user: name, ...sessions[name] };
  };
}

/** The memory's store, which is away for one user, and never answers another. */
function store() {
  const memory = memoryStore();
  const has = (places, name) => places.some(({ key }) => key.includes(name));
  return {
    async reserve(places) {
      // As clients of Redis do.
      if (has(places, 'stranded'))
        throw Object.assign(new Error('READONLY'), { command: { args: places.map(({ key }) => key) } });
      if (has(places, 'waiting')) return new Promise(() => {});
      return memory.reserve(places);
    },
  };
}

// A page with components that use the hook: `show` renders them, and the other functions of `window.page` observe and use them.
// `window.problems` has what React and the browser report.
import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { Card, seen } from './card.jsx';

const container = document.getElementById('app');
window.problems = [];
console.error = (...args) => window.problems.push(args.map(String).join(' '));
addEventListener('error', ({ message }) => window.problems.push(message));
addEventListener('unhandledrejection', ({ reason }) => window.problems.push(String(reason)));

/** The calls of `fetch`, and the functions that let those which are held go on. */
const calls = [];
const held = [];
let isHolding = false;
const { fetch } = window;
window.fetch = async (url, init) => {
  calls.push(init);
  if (isHolding) await new Promise((resolve) => held.push(resolve));
  return fetch(url, init);
};

/** A card as a store with proxies has it. */
const proxyOf = (card) => new Proxy({ ...card, is_active: true }, {});

/** Clients by name. */
const clients = {
  noCard: {
    retrieve: async () => Promise.reject(Object.assign(new Error('no card'), { noCard: true })),
    create: async (params) => ({ ...params, is_active: true }),
    update: async () => Promise.reject(new Error('there is no card to update')),
  },
  // A client that doesn't support signals, and whose reads are held back.
  deaf: {
    retrieve: async ({ phone_number }) => {
      await new Promise((resolve) => held.push(resolve));
      return { contact_cards: [{ phone_number, first_name: 'John', is_active: true }] };
    },
  },
  proxies: {
    retrieve: async ({ phone_number }) => ({ contact_cards: [proxyOf({ phone_number, first_name: 'John' })] }),
    update: async (params) => proxyOf(params),
  },
  // A client that resolves with nothing after a write.
  voids: { retrieve: async () => ({ contact_cards: [] }), create: async () => undefined },
  rejecting: { retrieve: async () => Promise.reject('a text') },
  // A client that refuses every update by itself.
  refusing: failing(Object.assign(new Error('refused'), { outcome: 'not_sent', issues: [{ path: ['first_name'] }] })),
  // A client whose errors have a message that can't be read.
  unreadable: failing(
    Object.defineProperty(new Error(), 'message', {
      get() {
        throw new Error('unreadable');
      },
    }),
  ),
  // A client whose cards have functions, and whose updates arrive without a usable response.
  functions: functionsClient(),
};

/** Makes a client whose updates reject. */
function failing(error) {
  const card = { first_name: 'John', is_active: true };
  return {
    retrieve: async ({ phone_number }) => ({ contact_cards: [{ ...card, phone_number }] }),
    update: () => Promise.reject(error),
  };
}

/** Makes a client whose cards have functions, which other tabs can't receive. */
function functionsClient() {
  let card = { first_name: 'John', is_active: true, save() {} };
  return {
    retrieve: async ({ phone_number }) => ({ contact_cards: [{ ...card, phone_number }] }),
    update: async (params) => {
      card = { ...card, ...params };
      throw new Error('no response');
    },
  };
}

/** A clone of an error that a driver can transfer. */
const plain = (error) =>
  error && {
    name: error.name,
    message: error.message,
    outcome: error.outcome,
    status: error.status,
    cause: error.cause,
  };

let root;
window.page = {
  /** Renders these components: their props, and the name of a client. */
  show(cards) {
    root ??= createRoot(container);
    // Rendered once this returns, also on a busy machine.
    flushSync(() =>
      root.render(
        <StrictMode>
          {cards.map(({ client, ...props }) => (
            <Card key={props.name} {...props} client={clients[client]} />
          ))}
        </StrictMode>,
      ),
    );
  },
  /** Takes over what a server has rendered. */
  hydrate(html, props) {
    container.innerHTML = html;
    root = hydrateRoot(container, <Card {...props} />);
  },
  /** Returns what a component shows. */
  state(name) {
    const { error, budget, save, reload, ...state } = seen[name].state;
    const { nextWriteAt, ...rest } = budget ?? {};
    return { ...state, error: plain(error), budget: budget && { ...rest, isFree: nextWriteAt === null } };
  },
  /** Returns the distinct states that a component has shown, oldest first. */
  history: (name) => seen[name].history,
  /** Returns how many writes a component has shown to be left, the latest ones last. */
  budgets: (name) => seen[name].budgets,
  /** Saves, and returns the result. */
  async save(name, fields) {
    const result = await seen[name].state.save(fields);
    return { ...result, ...(result.error && { error: plain(result.error) }) };
  },
  /** Saves fields that are changed right after the call. */
  async saveAndChange(name, fields, changes) {
    const saving = seen[name].state.save(fields);
    Object.assign(fields, changes);
    return (await saving).status;
  },
  /** Saves fields that can't be read. */
  saveUnreadable: (name) =>
    page.save(name, {
      get first_name() {
        throw new Error('unreadable');
      },
    }),
  reload: (name) => seen[name].state.reload(),
  /** Sends messages as another tab does, and waits until they were received. */
  post: (messages) =>
    new Promise((resolve) => {
      const receiver = new BroadcastChannel('linq-contact-card ');
      receiver.onmessage = ({ data }) => data === 'last' && resolve();
      const sender = new BroadcastChannel('linq-contact-card ');
      for (const message of [...messages, 'last']) sender.postMessage(message);
    }),
  /** Whether a component's functions are the same ones as when it was mounted. */
  isStable: (name) => seen[name].isStable,
  /** Holds requests back, until `release`. */
  hold() {
    isHolding = true;
  },
  release() {
    isHolding = false;
    for (const resolve of held.splice(0)) resolve();
  },
  /** Returns how many requests are held back. */
  held: () => held.length,
  /** Returns the method of each call of `fetch`, and whether it was aborted. */
  calls: () => calls.map(({ method, signal, headers }) => ({ method, isAborted: signal.aborted, headers })),
};

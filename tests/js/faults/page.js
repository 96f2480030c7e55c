// The functions that faults.test.js calls in a browser, and `fetch` functions that misbehave.
import { retrieveContactCards, updateContactCard } from 'linq-contact-card';

const params = { phone_number: '+15551234567', first_name: 'John' };

const fetches = {
  throws: () => {
    throw new TypeError('no');
  },
  'throws nothing': () => {
    throw undefined;
  },
  rejects: () => Promise.reject(new Error('no')),
  'never settles': () => new Promise(() => {}),
  'returns undefined': () => undefined,
  'returns a number': () => 200,
  'returns an object': () => ({ ok: true }),
  'returns an invalid body': () => ({ status: 200, body: {} }),
  'returns no body': () => ({ status: 200, body: null }),
  'returns a text that is not JSON': () => ({ status: 200, text: async () => '<html>' }),
  'returns a text that is too long': () => ({ status: 200, text: async () => 'x'.repeat(64 * 1024 + 1) }),
  'returns bytes that are too long': () => ({ status: 200, arrayBuffer: async () => new ArrayBuffer(64 * 1024 + 1) }),
  'returns a text that never settles': () => ({ status: 200, text: () => new Promise(() => {}) }),
  'returns a text that fails': () => ({ status: 200, text: () => Promise.reject(new Error('used')) }),
  'returns a refusal without headers': () => ({ status: 403, json: async () => ({ error: { code: 2005 } }) }),
  'returns a body that is read already': () => {
    const response = new Response('{}');
    response.body.getReader();
    return response;
  },
  'returns invalid chunks': () => ({
    status: 200,
    body: { getReader: () => ({ read: () => ({ value: 'text' }) }) },
  }),
  'returns a response whose getters throw': () => ({
    get status() {
      throw new Error('never look');
    },
  }),
};

const plain = (error) => ({
  name: error?.name,
  message: error?.message,
  outcome: error?.outcome,
  status: error?.status,
  code: error?.code,
  traceId: error?.traceId,
  retryAfter: error?.retryAfter,
  shown: [String(error), error?.stack, JSON.stringify(error), String(error?.cause), error?.cause?.stack].join('\n'),
});

/** Makes a call. Returns its error, its duration and its attempts. */
window.attempt = async ({ isRead, fetch, options }) => {
  const attempts = [];
  const all = { ...options, onAttempt: (attempt) => attempts.push(attempt) };
  if (fetch) all.fetch = fetches[fetch];
  const started = performance.now();
  try {
    await (isRead ? retrieveContactCards({ phone_number: params.phone_number }, all) : updateContactCard(params, all));
    return { attempts };
  } catch (error) {
    return { error: plain(error), duration: performance.now() - started, attempts };
  }
};

/** Aborts a call while it waits for a retry. Returns the milliseconds until it rejected. */
window.abortDuringSleep = async (options) => {
  const controller = new AbortController();
  let abortedAt;
  const onAttempt = () =>
    setTimeout(() => {
      abortedAt = performance.now();
      controller.abort('left');
    }, 100);
  const reason = await updateContactCard(params, { ...options, signal: controller.signal, onAttempt }).catch(
    (reason) => reason,
  );
  return { reason, duration: performance.now() - abortedAt };
};

/** Makes updates of one phone number at once. Returns the names of the responses. */
window.inOrder = (names, options) =>
  Promise.all(names.map((first_name) => updateContactCard({ ...params, first_name }, options))).then((cards) =>
    cards.map(({ first_name }) => first_name),
  );

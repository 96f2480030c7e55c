// Whether a gateway's memory stays what it is: reads, writes and refusals of many users and numbers.
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { summary } from '../rounds.js';
import { startHost, startLinq } from './servers.js';

const REQUESTS = 200_000;
const EVERY = 20_000;
const CONNECTIONS = 16;
const MOST = 1.1;
const MB = 1024 * 1024;
/** Short windows: what is counted is forgotten within a run, as it is within ten minutes elsewhere. */
const limits = {
  perNumber: { limit: 3, window: 2_000 },
  perUser: { limit: 30, window: 2_000 },
  reads: { limit: 300, window: 2_000 },
};

const json = { 'content-type': 'application/json', origin: 'https://dashboard.example' };
const number = (index) => `+1555${String(1_000_000 + ((index * 7_919) % 50_000))}`;
const query = (index) => `?phone_number=${encodeURIComponent(number(index))}`;

/** By turns. */
const kinds = [
  (index) => ({ path: query(index) }),
  () => ({ path: '' }),
  (index) => ({ method: 'PATCH', path: query(index), headers: json, body: `{"first_name":"Ada ${index}"}` }),
  (index) => ({ method: 'PATCH', path: query(index % 97), headers: json, body: `{"last_name":"Lovelace ${index}"}` }),
  // The list must not grow with the requests: a gateway needs as much memory as the longest answer.
  (index) => ({
    method: 'POST',
    path: '',
    headers: json,
    body: `{"phone_number":"${number(index % 500)}","first_name":"Ada"}`,
  }),
  (index) => ({
    method: 'PATCH',
    path: query(index),
    headers: { ...json, origin: 'https://evil.example' },
    body: '{}',
  }),
  (index) => ({ method: 'PATCH', path: query(index), headers: json, body: `{"first_name":null,"x${index}":1}` }),
  (index) => ({ method: 'PATCH', path: query(index), headers: json, body: ' '.repeat(5_000) }),
  (index) => ({ path: query(index), headers: { 'x-user': 'nobody' } }),
  (index) => ({ path: `?${index}` }),
];

/** The samples in bytes, and whether they are flat. `tell` hears of each sample as it is taken. */
export async function measureMemory(tell = () => {}) {
  const linq = await startLinq();
  const gateway = await startHost('gateway', linq.url, { limits, flags: ['--expose-gc'] });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const statuses = new Map();
  const samples = [];
  for (let done = 0; done < REQUESTS; done += EVERY) {
    let index = done;
    const callers = Array.from({ length: CONNECTIONS }, async () => {
      while (index < done + EVERY) {
        const status = await call(agent, gateway.port, index++);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    });
    await Promise.all(callers);
    const { rss, heapUsed, external } = await gateway.memory();
    samples.push({ requests: done + EVERY, rss, heapUsed, external });
    tell(samples.at(-1));
  }
  agent.destroy();
  const kept = samples.slice(1);
  // What is in use after a collection; and the lowest of what the process has, as V8 gives pages back when it likes to.
  const used = growth(
    kept.map(({ heapUsed, external }) => heapUsed + external),
    (sizes) => summary(sizes).median,
  );
  const had = growth(
    kept.map(({ rss }) => rss),
    (sizes) => Math.min(...sizes),
  );
  return { samples, statuses: [...statuses].sort(([a], [b]) => a - b), used, had, isFlat: Math.max(used, had) <= MOST };
}

/** The last third beside the first one. */
function growth(sizes, figure) {
  const third = Math.floor(sizes.length / 3);
  return figure(sizes.slice(-third)) / figure(sizes.slice(0, third));
}

async function call(agent, port, index) {
  const { method = 'GET', path, headers, body } = kinds[index % kinds.length](index);
  const all = { 'x-user': `user ${index % 5_003}`, ...headers, ...(body && { 'content-length': body.length }) };
  const sent = request({
    agent,
    host: '127.0.0.1',
    port,
    method,
    path: `/api/linq/v3/contact_card${path}`,
    headers: all,
  });
  const answered = new Promise((resolve, reject) => sent.on('response', resolve).on('error', reject));
  sent.end(body);
  const response = await answered;
  await text(response);
  return response.statusCode;
}

export const megabytes = (bytes) => bytes / MB;

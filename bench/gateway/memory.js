// The memory of a gateway over many reads, writes and refusals of many users and numbers: it must not grow.
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { summary } from '../rounds.js';
import { startEmulator, startHost } from './servers.js';

/** @import { IncomingMessage } from 'node:http' */
/** @typedef {{ requests: number, rss: number, heapUsed: number, external: number }} Sample bytes, after so many requests */
/** @typedef {{ method?: string, path: string, headers?: Record<string, string>, body?: string }} TestRequest */

const REQUESTS = 400_000;
const EVERY = 40_000;
const CONNECTIONS = 16;
const MAX_GROWTH = 1.1;
const MB = 1024 * 1024;
/** Short windows: counts expire within a run, as they do within ten minutes elsewhere. */
const limits = {
  perNumber: { limit: 3, window: 2_000 },
  perUser: { limit: 30, window: 2_000 },
  reads: { limit: 300, window: 2_000 },
};

const json = { 'content-type': 'application/json', origin: 'https://dashboard.example' };
/** @param {number} index */
const number = (index) => `+1555${String(1_000_000 + ((index * 7_919) % 50_000))}`;
/** @param {number} index */
const query = (index) => `?phone_number=${encodeURIComponent(number(index))}`;

/** The requests that are sent in rotation. @type {((index: number) => TestRequest)[]} */
const requests = [
  (index) => ({ path: query(index) }),
  () => ({ path: '' }),
  (index) => ({ method: 'PATCH', path: query(index), headers: json, body: `{"first_name":"Ada ${index}"}` }),
  (index) => ({ method: 'PATCH', path: query(index % 97), headers: json, body: `{"last_name":"Lovelace ${index}"}` }),
  // The list must not grow with the requests: a gateway needs as much memory as the longest response.
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
  (index) => ({ path: query(index), headers: { 'x-user': 'signed-out' } }),
  (index) => ({ path: `?${index}` }),
];

/** Measures the memory. `onSample` is called with each sample. @param {(sample: Sample) => void} [onSample] */
export async function measureMemory(onSample = () => {}) {
  const emulator = await startEmulator();
  const gateway = await startHost('gateway', emulator.url, { limits, flags: ['--expose-gc'] });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  /** @type {Map<number | undefined, number>} */
  const statuses = new Map();
  /** @type {Sample[]} */
  const samples = [];
  for (let done = 0; done < REQUESTS; done += EVERY) {
    let index = done;
    const callers = Array.from({ length: CONNECTIONS }, async () => {
      while (index < done + EVERY) {
        const status = await send(agent, gateway.port, index++);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    });
    await Promise.all(callers);
    const { rss, heapUsed, external } = await gateway.memory();
    const sample = { requests: done + EVERY, rss, heapUsed, external };
    samples.push(sample);
    onSample(sample);
  }
  agent.destroy();
  const [, ...measured] = samples;
  const used = growth(
    measured.map(({ heapUsed, external }) => heapUsed + external),
    (sizes) => summary(sizes).median,
  );
  // The lowest, as V8 returns pages to the system whenever it likes to.
  const rss = growth(
    measured.map(({ rss }) => rss),
    (sizes) => Math.min(...sizes),
  );
  const byStatus = [...statuses].sort(([a = 0], [b = 0]) => a - b);
  return { samples, statuses: byStatus, used, rss, isFlat: Math.max(used, rss) <= MAX_GROWTH };
}

/**
 * Divides the figure of the last third by that of the first one.
 *
 * @param {number[]} sizes
 * @param {(sizes: number[]) => number} figure
 */
function growth(sizes, figure) {
  const third = Math.floor(sizes.length / 3);
  return figure(sizes.slice(-third)) / figure(sizes.slice(0, third));
}

/**
 * Sends a request and returns the status of its response.
 *
 * @param {Agent} agent
 * @param {number} port
 * @param {number} index
 */
async function send(agent, port, index) {
  const next = /** @type {(index: number) => TestRequest} */ (requests[index % requests.length]);
  const { method = 'GET', path, headers, body } = next(index);
  const all = { 'x-user': `user ${index % 5_003}`, ...headers, ...(body && { 'content-length': body.length }) };
  const sent = request({
    agent,
    host: '127.0.0.1',
    port,
    method,
    path: `/api/linq/v3/contact_card${path}`,
    headers: all,
  });
  sent.end(body);
  /** @type {IncomingMessage[]} */
  const [response] = await once(sent, 'response');
  if (!response) throw new Error('no response');
  await text(response);
  return response.statusCode;
}

/** @param {number} bytes */
export const megabytes = (bytes) => bytes / MB;

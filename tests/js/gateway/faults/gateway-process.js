// Gateways in processes of their own, and their clients.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { send } from '../http.js';

export const origin = 'https://dashboard.example';
export const NUMBER = '+15551234567';

/** Longer than any exchange takes on a busy machine. Tests of the timeout pass a shorter one. */
const GATEWAY_TIMEOUT = 120_000;

/** A limit that no test reaches. */
const MANY = { limit: 1_000_000, window: 600_000 };
export const unlimited = { perNumber: MANY, perUser: MANY, reads: MANY };
/** Three writes for a number, as with Linq, and no other limits. */
export const threeWrites = { ...unlimited, perNumber: { limit: 3, window: 600_000 } };

/**
 * Starts a gateway. `settings` are options of `createGateway`; `store`, `authorize` and `log` are names in gateway-host.js;
 * `redis` is the address of the server.
 */
export async function startGateway(project, settings) {
  const child = fork(join(import.meta.dirname, 'gateway-host.js'), [
    JSON.stringify({ project: project.dir, limits: unlimited, timeout: GATEWAY_TIMEOUT, ...settings }),
  ]);
  const exited = once(child, 'exit');
  const log = [];
  child.on('message', ({ entry }) => entry && log.push(entry));
  /** Resolves with the next message that has a property of this name. */
  const receive = (name) =>
    new Promise((resolve) => {
      const listener = (message) => {
        if (!(name in message)) return;
        child.off('message', listener);
        resolve(message[name]);
      };
      child.on('message', listener);
    });
  const port = await Promise.race([
    receive('port'),
    exited.then(([code]) => Promise.reject(new Error(`the gateway ended with ${code}`))),
  ]);
  return {
    port,
    baseURL: `http://127.0.0.1:${port}/api/linq`,
    /** The entries of its log so far. */
    log,
    /** Resolves with the next entry of its log. */
    nextEntry: () => receive('entry'),
    /** Injects a fault of process-faults.js. */
    async inject(fault, parameters) {
      const injected = receive('injected');
      child.send({ fault, ...parameters });
      await injected;
    },
    terminate: () => child.kill('SIGTERM'),
    exited,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Stops what a test starts when the test ends. */
export async function forTest(t, starting) {
  const started = await starting;
  t.after(() => started.stop());
  return started;
}

/** Options of the package for calls through a gateway, as a page makes them. Its timeout is longer than the gateway's. */
export const optionsFor = (gateway) => ({
  baseURL: gateway.baseURL,
  headers: { origin },
  timeout: 2 * GATEWAY_TIMEOUT,
});

/** Awaits the `ContactCardError` of a call. */
export async function errorOf(call, { ContactCardError }) {
  const error = await call.then(
    () => Promise.reject(new Error('the call should have failed')),
    (error) => error,
  );
  if (error instanceof ContactCardError) return error;
  throw error;
}

const writeHeaders = { 'content-type': 'application/json', origin };
export const target = `/api/linq/v3/contact_card?phone_number=${encodeURIComponent(NUMBER)}`;

/** Sends a write as a page does, but without the package, which sends the writes for one number one after the other. */
export async function write(gateway, first_name) {
  const url = `${gateway.baseURL}/v3/contact_card?${new URLSearchParams({ phone_number: NUMBER })}`;
  const response = await send(url, { method: 'PATCH', headers: writeHeaders, body: JSON.stringify({ first_name }) });
  const { error } = JSON.parse(response.body);
  return { status: response.status, code: error?.code, budget: response.headers['x-write-budget'] };
}

/** Sends a write, or half of one, on a connection of its own. Returns the socket. */
export async function sendWrite(gateway, first_name, { half = false } = {}) {
  const body = JSON.stringify({ first_name });
  const head = [
    `PATCH ${target} HTTP/1.1`,
    'host: a',
    'content-type: application/json',
    `origin: ${origin}`,
    `content-length: ${body.length}`,
  ];
  const socket = connect(gateway.port, '127.0.0.1');
  await once(socket, 'connect');
  await new Promise((resolve) =>
    socket.write(`${head.join('\r\n')}\r\n\r\n${half ? body.slice(0, 5) : body}`, resolve),
  );
  return socket;
}

/** Counts the writes that an upstream received, by first name. */
export function countWrites(requests) {
  const counts = new Map();
  for (const { method, body } of requests) {
    if (method === 'GET') continue;
    const { first_name } = JSON.parse(body);
    counts.set(first_name, (counts.get(first_name) ?? 0) + 1);
  }
  return counts;
}

// Gateways in processes of their own, and what calls them.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';

export const origin = 'https://dashboard.example';
export const NUMBER = '+15551234567';

/** Many, so that limits are reached where a test is about them, and nowhere else. */
const MANY = { limit: 1_000_000, window: 600_000 };
export const unlimited = { perNumber: MANY, perUser: MANY, reads: MANY };
/** Three for a number, as Linq has it, and no others. */
export const three = { ...unlimited, perNumber: { limit: 3, window: 600_000 } };

/**
 * A gateway; `settings`: options of `createGateway`, names of `store`, `authorize` and `log` (see host.js), `redis`: its address.
 */
export async function startGateway(project, settings) {
  const child = fork(join(import.meta.dirname, 'host.js'), [
    JSON.stringify({ project: project.dir, limits: unlimited, ...settings }),
  ]);
  const exited = once(child, 'exit');
  const log = [];
  child.on('message', ({ entry }) => entry && log.push(entry));
  const [{ port }] = await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => Promise.reject(new Error(`the gateway ended with ${code}`))),
  ]);
  return {
    port,
    baseURL: `http://127.0.0.1:${port}/api/linq`,
    /** Entries of the log, as they come. */
    log,
    /** The next entry. */
    entry: async () => {
      for (;;) {
        const [{ entry }] = await once(child, 'message');
        if (entry) return entry;
      }
    },
    /** Waits until it is in trouble (see troubles.js). */
    async meet(trouble, more) {
      child.send({ trouble, ...more });
      while ((await once(child, 'message'))[0].done !== trouble);
    },
    terminate: () => child.kill('SIGTERM'),
    exited,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** What a test starts ends with it. */
export async function forTest(t, starting) {
  const started = await starting;
  t.after(() => started.stop());
  return started;
}

const writeHeaders = { 'content-type': 'application/json', origin };
export const target = `/api/linq/v3/contact_card?phone_number=${encodeURIComponent(NUMBER)}`;

/** A write as a page sends it, past the package, which would send those of one number one after the other. */
export async function write(gateway, first_name, { phone_number = NUMBER } = {}) {
  const url = `${gateway.baseURL}/v3/contact_card?${new URLSearchParams({ phone_number })}`;
  const response = await fetch(url, { method: 'PATCH', headers: writeHeaders, body: JSON.stringify({ first_name }) });
  const { error } = await response.json();
  return { status: response.status, code: error?.code, budget: response.headers.get('x-write-budget') };
}

/** Begins a write on a connection of its own, and gives the socket once its bytes have left. */
export async function begin(gateway, first_name, { half = false } = {}) {
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

/** How often each name has reached the upstream in a write. */
export function timesSent(requests) {
  const times = new Map();
  for (const { method, body } of requests) {
    if (method === 'GET') continue;
    const { first_name } = JSON.parse(body);
    times.set(first_name, (times.get(first_name) ?? 0) + 1);
  }
  return times;
}

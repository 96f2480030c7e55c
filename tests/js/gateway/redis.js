// A Redis server for a test, with the machine's redis-server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../support/free-port.js';

/** Starts a server on a free port of 127.0.0.1. It stores nothing on disk unless the flags enable that. */
export async function startRedis(...flags) {
  const dir = mkdtempSync(join(tmpdir(), 'linq-redis-'));
  const port = await freePort();
  let server = await run(port, dir, flags);
  const end = async (signal) => {
    const exit = once(server, 'exit');
    server.kill(signal);
    server.kill('SIGCONT'); // A paused process receives most signals only after this one.
    await exit;
  };
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    /** Ends it as a crash does. */
    kill: () => end('SIGKILL'),
    /** Starts it again, on the same port and with what it stored on disk. */
    async restart() {
      server = await run(port, dir, flags);
    },
    /** Stops it from responding; connections stay open. */
    pause: () => server.kill('SIGSTOP'),
    resume: () => server.kill('SIGCONT'),
    async stop() {
      if (server.exitCode === null && server.signalCode === null) await end('SIGTERM');
      rmSync(dir, { recursive: true });
    },
  };
}

/** Starts a cluster of one server, whose slots the caller assigns. */
export async function startRedisCluster() {
  // By default, the port of its bus is 10,000 higher, which may be above the highest port.
  const busPort = await freePort();
  return startRedis('--cluster-enabled', 'yes', '--cluster-port', busPort, '--cluster-announce-ip', '127.0.0.1');
}

async function run(port, dir, flags) {
  const settings = ['--bind', '127.0.0.1', '--port', port, '--dir', dir, '--save', '', '--appendonly', 'no', ...flags];
  const server = spawn(process.env.REDIS_SERVER ?? 'redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  const output = [];
  for await (const line of createInterface({ input: server.stdout })) {
    output.push(line);
    if (!line.includes('Ready to accept connections')) continue;
    server.stdout.resume(); // A full pipe would stop it.
    return server;
  }
  throw new Error(`redis-server ended before it was ready\n${output.join('\n')}`);
}

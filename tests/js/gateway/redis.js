// A Redis server of a test's own, from the machine's package.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A server on a free port of loopback, which keeps nothing on disk unless its flags say so; `stop` ends it. */
export async function startRedis(...flags) {
  const dir = mkdtempSync(join(tmpdir(), 'linq-redis-'));
  const port = await freePort();
  let server = await run(port, dir, flags);
  const end = async (signal) => {
    const exit = once(server, 'exit');
    server.kill(signal);
    server.kill('SIGCONT'); // a paused one hears most signals only then
    await exit;
  };
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    /** As by a crash. */
    kill: () => end('SIGKILL'),
    /** On the same port, with what it kept. */
    async restart() {
      server = await run(port, dir, flags);
    },
    /** It is there, and answers nothing. */
    pause: () => server.kill('SIGSTOP'),
    resume: () => server.kill('SIGCONT'),
    async stop() {
      if (server.exitCode === null && server.signalCode === null) await end('SIGTERM');
      rmSync(dir, { recursive: true });
    },
  };
}

async function run(port, dir, flags) {
  const settings = ['--bind', '127.0.0.1', '--port', port, '--dir', dir, '--save', '', '--appendonly', 'no', ...flags];
  const server = spawn(process.env.REDIS_SERVER ?? 'redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = [];
  for await (const line of createInterface({ input: server.stdout })) {
    said.push(line);
    if (!line.includes('Ready to accept connections')) continue;
    server.stdout.resume(); // what it says later is nobody's, and must not stop it
    return server;
  }
  throw new Error(`redis-server ended before it was ready\n${said.join('\n')}`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

// The servers that are measured, each in a process of its own.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const running = [];

/** Ends all of them. */
export function stopAll() {
  for (const stop of running.splice(0)) stop();
}

/** The local Linq, which takes any number of writes. */
export async function startLinq() {
  const child = spawn(process.env.LINQ_EMULATOR, ['--listen', '127.0.0.1:0', '--budget', 'off'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(() => child.kill());
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  child.stdout.resume();
  return { pids: [child.pid], url: `${line.replace('listening on ', '')}/api/partner` };
}

/** One of host.js, with flags of Node's. */
export async function startHost(kind, upstream, { limits, flags = [] } = {}) {
  const args = [kind, upstream, JSON.stringify(limits)];
  const child = fork(join(import.meta.dirname, 'host.js'), args, { execArgv: flags });
  running.push(() => child.kill());
  const [{ port }] = await once(child, 'message');
  return {
    pids: [child.pid],
    port,
    url: `http://127.0.0.1:${port}/api/linq`,
    /** Its memory after a collection of what is garbage. */
    async memory() {
      child.send('memory');
      const [usage] = await once(child, 'message');
      return usage;
    },
    async stop() {
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    },
  };
}

/** nginx, which passes everything on. */
export async function startNginx(upstream) {
  const dir = mkdtempSync(join(tmpdir(), 'linq-nginx-'));
  chmodSync(dir, 0o755); // nginx works as somebody else
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (what) => `${what}_temp_path ${dir}/${what};`,
  );
  writeFileSync(
    join(dir, 'nginx.conf'),
    `
    daemon off; worker_processes 1; pid ${dir}/pid; error_log stderr warn;
    events { worker_connections 512; }
    http {
      access_log off; keepalive_requests 1000000; ${temporary.join(' ')}
      upstream linq { server ${new URL(upstream).host}; keepalive 64; keepalive_requests 1000000; }
      server {
        listen 127.0.0.1:${port};
        location /api/linq/ {
          proxy_pass http://linq/api/partner/; proxy_http_version 1.1; proxy_set_header connection "";
          proxy_set_header authorization "Bearer linq-emulator-key";
        }
      }
    }`,
  );
  const child = spawn(process.env.NGINX_PROGRAM, ['-c', join(dir, 'nginx.conf'), '-p', dir, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  running.push(() => {
    child.kill();
    rmSync(dir, { recursive: true });
  });
  const url = `http://127.0.0.1:${port}/api/linq`;
  while (!(await fetch(url).catch(() => undefined))) if (child.exitCode !== null) throw new Error('nginx has ended');
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  return { pids: [child.pid, ...children.trim().split(' ').map(Number)], url };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Seconds of processors that processes have taken since they began. */
export function processorTime({ pids }) {
  const ticks = pids.map((pid) => {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .slice(11);
    return Number(user) + Number(system);
  });
  return ticks.reduce((sum, count) => sum + count, 0) / 100;
}

// The servers of the benchmark, each in a process of its own.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../tests/js/support/free-port.js';

/** @import { GatewayOptions } from 'linq-contact-card/gateway' */
/** @import { ChildProcess } from 'node:child_process' */
/** @typedef {{ pids: number[], url: string }} Server a server's processes, and the base URL of its API */

/** @typedef {Server & { port: number, memory(): Promise<NodeJS.MemoryUsage> }} Host `memory` collects garbage first */

/** Stops one server each. @type {(() => void)[]} */
const running = [];

/** Stops all servers. */
export function stopAll() {
  for (const stop of running.splice(0)) stop();
}

/** Starts the emulator, without a limit of writes. nginx calls it `linq`, and load.lua sends an origin. @returns {Promise<Server>} */
export async function startEmulator() {
  const flags = ['--listen', '127.0.0.1:0', '--budget', 'off', '--allow-host', 'linq', '--cors', '*'];
  const child = spawn(variable('LINQ_EMULATOR'), flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(() => child.kill());
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  child.stdout.resume();
  return { pids: pidsOf(child), url: `${line.replace('listening on ', '')}/api/partner` };
}

/**
 * Starts a host.js.
 *
 * @param {'http' | 'fetch' | 'gateway'} kind
 * @param {string} upstream the emulator's URL
 * @param {{ limits?: GatewayOptions['limits'], flags?: string[] }} [options] the
 *   gateway's limits, and command-line flags of Node
 * @returns {Promise<Host>}
 */
export async function startHost(kind, upstream, { limits = {}, flags = [] } = {}) {
  const args = [kind, upstream, JSON.stringify(limits)];
  const child = fork(join(import.meta.dirname, 'host.js'), args, { execArgv: flags });
  running.push(() => child.kill());
  const [{ port }] = await once(child, 'message');
  return {
    pids: pidsOf(child),
    port,
    url: `http://127.0.0.1:${port}/api/linq`,
    async memory() {
      child.send('memory');
      const [usage] = await once(child, 'message');
      return usage;
    },
  };
}

/**
 * Starts nginx as a plain proxy.
 *
 * @param {string} upstream
 * @returns {Promise<Server>}
 */
export async function startNginx(upstream) {
  const dir = mkdtempSync(join(tmpdir(), 'linq-nginx-'));
  chmodSync(dir, 0o755); // nginx's workers run as another user
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
  const child = spawn(variable('NGINX_PROGRAM'), ['-c', join(dir, 'nginx.conf'), '-p', dir, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  running.push(() => {
    child.kill();
    rmSync(dir, { recursive: true });
  });
  const url = `http://127.0.0.1:${port}/api/linq`;
  while (!(await fetch(url).catch(() => undefined))) if (child.exitCode !== null) throw new Error('nginx has ended');
  const workers = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  return { pids: [...pidsOf(child), ...workers.trim().split(' ').map(Number)], url };
}

/** Returns the processor time, in seconds, that a server's processes have used so far. @param {Server} server */
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

/** Returns an environment variable, which `cargo xtask bench gateway` sets. @param {string} name */
export function variable(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run \`cargo xtask bench gateway\``);
  return value;
}

/** @param {ChildProcess} child */
function pidsOf({ pid }) {
  if (pid === undefined) throw new Error('a server could not be started');
  return [pid];
}

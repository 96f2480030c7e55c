// The three hosts that the table is run against. Each has its own upstream, and everything that it says is kept.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { key, origin, timeout } from './given.js';
import { sessions } from './people.js';
import { startUpstream } from './upstream.js';

/**
 * Header names that a host's own HTTP client adds to what the gateway sends.
 * `ignoresClose`: it keeps a connection that the client wants closed, for a while.
 * `logs`: it prints the gateway's log.
 * `reports`: lines that the host itself prints about requests that never reach the gateway.
 * `headersTimeout`: after so many milliseconds it has given up on a head that doesn't end.
 */
export const hosts = {
  node: {
    start: startNode,
    headersTimeout: 500,
    logs: true,
    adds: [
      'host',
      'connection',
      'content-length',
      'accept-language',
      'sec-fetch-mode',
      'user-agent',
      'accept-encoding',
      'cache-control',
      'pragma',
    ],
  },
  workerd: {
    start: startWorkerd,
    headersTimeout: 15_000,
    ignoresClose: true,
    logs: true,
    adds: ['host', 'content-length', 'cf-worker'],
    reports: /^workerd\/server\//, // it shows the targets that it can't parse
  },
  emulator: { start: startEmulator, headersTimeout: timeout, adds: ['host', 'content-length'] },
};

const given = (upstream, more = {}) => ({ key, origin, upstream: upstream.url, timeout, sessions, ...more });

/** A host, ready to be attacked. `project`: a folder with the package in it. */
export async function startHost(name, project) {
  const upstream = await startUpstream();
  const said = [];
  const hear = (stream) => stream.on('data', (bytes) => said.push(bytes));
  const host = await hosts[name].start({ project, upstream, hear }).catch(async (error) => {
    await upstream.stop();
    throw error;
  });
  return {
    ...hosts[name],
    name,
    upstream,
    port: host.port,
    said: () => Buffer.concat(said),
    async stop() {
      await host.stop();
      await upstream.stop();
    },
  };
}

async function startNode({ project, upstream, hear }) {
  cpSync(join(import.meta.dirname, 'hosts'), join(project, 'hosts'), { recursive: true });
  const GIVEN = JSON.stringify(given(upstream, { headersTimeout: hosts.node.headersTimeout }));
  return program(process.execPath, ['hosts/node.js'], { cwd: project, env: { ...process.env, GIVEN }, hear });
}

async function startEmulator({ project, upstream, hear }) {
  const file = join(project, 'sessions.json');
  writeFileSync(file, JSON.stringify(sessions));
  const flags = {
    listen: '127.0.0.1:0',
    sessions: file,
    'gateway-origin': origin,
    'gateway-upstream': upstream.url,
    'gateway-key': key,
    'gateway-timeout': timeout,
  };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
  return program(process.env.LINQ_EMULATOR, args, { hear });
}

/** Starts a program, and waits until it has printed its address. */
async function program(command, args, { hear, ...options }) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const ended = once(child, 'exit');
  hear(child.stdout);
  hear(child.stderr);
  const said = [];
  child.stderr.on('data', (bytes) => said.push(bytes));
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (!port) continue;
    child.stdout.resume();
    return {
      port: Number(port),
      async stop() {
        child.kill('SIGTERM');
        await ended;
      },
    };
  }
  throw new Error(`${basename(command)} ended before it listened\n${Buffer.concat(said)}`);
}

async function startWorkerd({ project, upstream, hear }) {
  const { Miniflare } = await miniflare();
  cpSync(join(import.meta.dirname, 'hosts'), join(project, 'hosts'), { recursive: true });
  const modules = await bundle(join(project, 'hosts/worker.js'), join(project, 'worker'));
  const worker = new Miniflare({
    modules,
    modulesRoot: join(project, 'worker'),
    compatibilityDate: '2026-04-01',
    cf: false,
    bindings: { GIVEN: given(upstream) },
    // Past Miniflare's own worker, which would read the request first.
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    handleRuntimeStdio: (stdout, stderr) => [stdout, stderr].forEach(hear),
  });
  const { port } = await worker.unsafeGetDirectURL();
  return { port: Number(port), stop: () => worker.dispose() };
}

/** Bundles a worker for workerd, which takes WebAssembly as modules; gives these and the script. */
async function bundle(entry, outdir) {
  const wasm = [];
  const modules = {
    name: 'wasm modules',
    setup(build) {
      build.onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path, resolveDir }) => {
        const file = join(resolveDir, path.replace(/\?module$/, ''));
        wasm.push(file);
        return { path: `./${basename(file)}`, external: true };
      });
    },
  };
  await build({
    entryPoints: [entry],
    outdir,
    bundle: true,
    format: 'esm',
    conditions: ['workerd'],
    plugins: [modules],
  });
  const script = { type: 'ESModule', path: join(outdir, 'worker.js') };
  return [
    script,
    ...wasm.map((file) => ({ type: 'CompiledWasm', path: join(outdir, basename(file)), contents: readFileSync(file) })),
  ];
}

/** Miniflare, installed where it has changed. */
async function miniflare() {
  const source = import.meta.dirname;
  const workshop = join(source, '../../../target/attacks');
  mkdirSync(workshop, { recursive: true });
  const lock = readFileSync(join(source, 'package-lock.json'));
  const stamp = join(workshop, 'installed-lock.json');
  if (!existsSync(stamp) || !readFileSync(stamp).equals(lock)) {
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(source, file), join(workshop, file));
    execFileSync('npm', ['ci', '--silent', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: workshop });
    writeFileSync(stamp, lock);
  }
  return createRequire(join(workshop, 'package.json'))('miniflare');
}

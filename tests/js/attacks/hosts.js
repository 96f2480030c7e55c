// The hosts under attack. Each has an upstream of its own, and its output is collected.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { importTool, installTools } from '../support/sandbox.js';
import { apiKey, gatewayTimeout, origin } from './fixtures.js';
import { startUpstream } from './upstream.js';
import { sessions } from './users.js';

/**
 * `clientHeaders`: header names that the host's HTTP client adds to the gateway's requests.
 * `ignoresClose`: the host keeps a connection open for a while although the client requests that it be closed.
 * `printsLog`: the host prints the gateway's log.
 * `parserReport`: matches lines that the host prints about requests that never reach the gateway.
 *
 * The node host's limit for a request's head is as long as workerd's, which can't be changed: a shorter one would only end
 * requests on a busy machine.
 */
export const hosts = {
  node: {
    start: startNode,
    printsLog: true,
    clientHeaders: [
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
    ignoresClose: true,
    printsLog: true,
    clientHeaders: ['host', 'content-length', 'cf-worker'],
    parserReport: /^workerd\/server\//, // It prints targets that it can't parse.
  },
  emulator: { start: startEmulator, clientHeaders: ['host', 'content-length'] },
};

const headersTimeout = 15_000;

const configFor = (upstream) => ({ apiKey, origin, upstream: upstream.url, timeout: gatewayTimeout, sessions });

/**
 * Starts a host and its upstream.
 * @param {string} name
 * @param {string} project A folder in which the package is installed.
 */
export async function startHost(name, project) {
  const upstream = await startUpstream();
  const output = [];
  const collect = (stream) => stream.on('data', (bytes) => output.push(bytes));
  const host = await hosts[name].start({ project, upstream, collect }).catch(async (error) => {
    await upstream.stop();
    throw error;
  });
  return {
    ...hosts[name],
    name,
    upstream,
    port: host.port,
    output: () => Buffer.concat(output).toString(),
    async stop() {
      await host.stop();
      await upstream.stop();
    },
  };
}

async function startNode({ project, upstream, collect }) {
  cpSync(join(import.meta.dirname, 'hosts'), join(project, 'hosts'), { recursive: true });
  const GATEWAY_CONFIG = JSON.stringify({ ...configFor(upstream), headersTimeout });
  const options = { cwd: project, env: { ...process.env, GATEWAY_CONFIG } };
  return startProgram(process.execPath, ['hosts/node.js'], { collect, ...options });
}

async function startEmulator({ project, upstream, collect }) {
  const file = join(project, 'sessions.json');
  writeFileSync(file, JSON.stringify(sessions));
  const flags = {
    listen: '127.0.0.1:0',
    sessions: file,
    'gateway-origin': origin,
    'gateway-upstream': upstream.url,
    'gateway-key': apiKey,
    'gateway-timeout': gatewayTimeout,
  };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
  return startProgram(process.env.LINQ_EMULATOR, args, { collect });
}

/** Starts a program, and waits until it has printed its address. */
async function startProgram(command, args, { collect, ...options }) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const ended = once(child, 'exit');
  collect(child.stdout);
  collect(child.stderr);
  const errors = [];
  child.stderr.on('data', (bytes) => errors.push(bytes));
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
  throw new Error(`${basename(command)} ended before it listened\n${Buffer.concat(errors)}`);
}

async function startWorkerd({ project, upstream, collect }) {
  const { Miniflare } = await importTool(installTools(import.meta.dirname), 'miniflare');
  cpSync(join(import.meta.dirname, 'hosts'), join(project, 'hosts'), { recursive: true });
  const modules = await bundleWorker(join(project, 'hosts/worker.js'), join(project, 'worker'));
  const worker = new Miniflare({
    modules,
    modulesRoot: join(project, 'worker'),
    compatibilityDate: '2026-04-01',
    cf: false,
    bindings: { GATEWAY_CONFIG: configFor(upstream) },
    // Requests bypass Miniflare's own worker, which would parse them first.
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    handleRuntimeStdio: (stdout, stderr) => {
      collect(stdout);
      collect(stderr);
    },
  });
  const { port } = await worker.unsafeGetDirectURL();
  return { port: Number(port), stop: () => worker.dispose() };
}

/** Bundles a worker for workerd, which imports WebAssembly as modules. Returns Miniflare's list of modules. */
async function bundleWorker(entry, outdir) {
  const wasm = [];
  const externalModules = {
    name: 'external WebAssembly modules',
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
    plugins: [externalModules],
  });
  const script = { type: 'ESModule', path: join(outdir, 'worker.js') };
  return [
    script,
    ...wasm.map((file) => ({ type: 'CompiledWasm', path: join(outdir, basename(file)), contents: readFileSync(file) })),
  ];
}

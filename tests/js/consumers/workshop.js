// The workshop of the consumers: small real projects side by side, with the tools in one place above them and the packed
// package installed.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

const source = import.meta.dirname;
const workshop = join(source, '../../../target/consumers');

/** The consumers' names: a folder with a `consumer.js` each. */
export const names = readdirSync(source).filter((name) => existsSync(join(source, name, 'consumer.js')));

/** Installs tools and package, where the tools have changed; gives a folder for each project. */
export function prepare() {
  mkdirSync(workshop, { recursive: true });
  const lock = readFileSync(join(source, 'package-lock.json'));
  const stamp = join(workshop, 'installed-lock.json');
  if (!existsSync(stamp) || !readFileSync(stamp).equals(lock)) {
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(source, file), join(workshop, file));
    execFileSync('npm', ['ci', '--silent', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: workshop });
    writeFileSync(stamp, lock);
  }
  const installed = join(workshop, 'node_modules/linq-contact-card');
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', [
    '--extract',
    '--gzip',
    '--strip-components=1',
    '--file',
    process.env.LINQ_PACKAGE,
    '--directory',
    installed,
  ]);
}

/** A fresh copy of a consumer's project, with the page for those that bundle it; gives its folder. */
export function project(name) {
  const dir = join(workshop, name);
  rmSync(dir, { recursive: true, force: true });
  cpSync(join(source, name), dir, { recursive: true });
  cpSync(join(source, 'page.js'), join(dir, 'page.js'));
  return dir;
}

/** A program of the workshop's tools, or one that the machine has. */
function tool(command) {
  const bin = join(workshop, 'node_modules/.bin', command);
  return existsSync(bin) ? bin : command;
}

/** Runs a program to its end in a project; gives what it printed, or fails with it. */
export function run(dir, command, args, env = {}) {
  const { error, status, signal, stdout, stderr } = spawnSync(tool(command), args, {
    cwd: dir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 240_000,
    env: { ...process.env, ...env },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status ?? signal}\n${stdout}${stderr}`);
  return stdout;
}

/** Starts a program that serves a project, and waits until it has printed its address; `stop` ends it. */
export async function serve(dir, command, args, env = {}) {
  const child = spawn(tool(command), args, {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (!url) continue;
    child.stdout.resume(); // what it prints later is nobody's, and must not stop it
    return {
      url,
      /** Again, it does nothing. */
      async stop() {
        child.kill('SIGTERM');
        await ended;
      },
    };
  }
  throw new Error(`${command} ended before it served`);
}

/** A port of loopback that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a program that serves on this port without a word, and waits until it does; `stop` ends it. */
export async function serveOn(dir, port, command, args, env = {}) {
  const child = spawn(tool(command), args, {
    cwd: dir,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  const ended = once(child, 'exit');
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(`${command} ended before it served`);
    await setTimeout(20);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Whether somebody takes connections. */
function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

// The workshop of the consumers: small real projects side by side, with the tools in one place above them and the packed
// package installed.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const source = import.meta.dirname;
const workshop = join(source, '../../target/consumers');

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
  execFileSync('tar', ['--extract', '--gzip', '--strip-components=1', '--file', process.env.LINQ_PACKAGE, '--directory', installed]);
}

/** A fresh copy of a consumer's project; gives its folder. */
export function project(name) {
  const dir = join(workshop, name);
  rmSync(dir, { recursive: true, force: true });
  cpSync(join(source, name), dir, { recursive: true });
  return dir;
}

/** Copies files that several consumers share into a project. */
export function share(dir, ...files) {
  for (const file of files) cpSync(join(source, file), join(dir, file));
}

/** Runs a program of the workshop's tools, or Node, in a project. */
export function run(dir, command, args, env = {}) {
  return execFileSync(program(command), args, {
    cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env },
  });
}

/** Starts such a program that serves on loopback; gives the address that it prints, and a way to end it. */
export async function serve(dir, command, args, env = {}) {
  const child = spawn(program(command), args, {
    cwd: dir, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', ...env },
  });
  const ended = once(child, 'exit');
  const printed = [];
  const url = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line);
        const address = /https?:\/\/(localhost|127\.0\.0\.1):\d+/.exec(line);
        if (address) resolve(address[0]);
      });
    }
    ended.then(() => reject(new Error(`${command} ended before it served:\n${printed.join('\n')}`)), reject);
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A tool of the workshop, or of the machine. */
function program(command) {
  const bin = join(workshop, 'node_modules/.bin', command);
  return existsSync(bin) ? bin : command;
}

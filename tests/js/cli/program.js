// Runs the command of the packed package, which is installed in a project in a temporary folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after } from 'node:test';
import { installPackage } from '../support/sandbox.js';

/** The program of the package. */
export const program = join(installPackage(), 'node_modules/linq-contact-card/cli/main.js');

/** The key of the emulators. */
export const key = 'linq-emulator-key';

/** Creates an empty folder, which is removed after the tests. */
export function createFolder() {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'linq-contact-card-cli-')));
  after(() => rmSync(dir, { recursive: true, force: true }));
  /** Writes a file, and returns its path. */
  const write = (name, content) => {
    writeFileSync(join(dir, name), content);
    return join(dir, name);
  };
  return { dir, write };
}

/**
 * Returns a function that runs the command in a folder, with an environment of its own: of the variables of this process, it has
 * PATH alone.
 */
export function commandIn(dir, variables = {}, node = process.execPath) {
  const env = { PATH: process.env.PATH, HOME: dir, XDG_STATE_HOME: join(dir, 'state'), ...variables };

  /** Starts the command. */
  const start = (...args) => {
    const child = spawn(node, [program, ...args], { cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
    return { child, ended: outcomeOf(child) };
  };
  /** Runs the command, and returns its exit code and what it printed. */
  const run = (...args) => start(...args).ended;
  /** Runs the command with --json, and returns its exit code, the JSON and what it printed for people. */
  const json = async (...args) => {
    const { code, stdout, stderr } = await run(...args, '--json');
    return { code, value: JSON.parse(stdout), stderr };
  };
  return Object.assign(run, { start, json, env });
}

/** Returns a command that uses an emulator. */
export const commandFor = (emulator, dir, variables = {}, node = process.execPath) =>
  commandIn(dir, { LINQ_API_V3_API_KEY: key, LINQ_API_V3_BASE_URL: emulator.baseURL, ...variables }, node);

/** Returns the exit code of a process, or the signal that ended it, and what it printed. */
async function outcomeOf(child) {
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code: code ?? signal, stdout, stderr };
}

/** Starts `dev` on a free port. Returns what it prints for programs, and a function that ends it. */
export async function startDev(dir, variables, ...args) {
  const { child } = commandIn(dir, variables).start('dev', '--port', '0', '--json', ...args);
  const exit = once(child, 'exit');
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exit.then(([code]) => Promise.reject(new Error(`dev ended with ${code} before it listened: ${errors}`))),
  ]);
  return {
    ...JSON.parse(line),
    child,
    /** Ends the server with Ctrl-C, and returns its exit code. */
    async stop() {
      child.kill('SIGINT');
      const [code] = await exit;
      return code;
    },
  };
}

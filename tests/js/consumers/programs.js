// The programs that build and serve a consumer's project: its tools, or what the machine has.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { waitLimit } from '../support/limits.js';
import { installTools } from '../support/sandbox.js';

/** Returns the path of a file that the tools' packages contain. */
export const toolFile = (path) => join(installTools(import.meta.dirname), 'node_modules', path);

/** Returns the path of a tool's program, or the name of a program that the machine has. */
function program(command) {
  const bin = toolFile(join('.bin', command));
  return existsSync(bin) ? bin : command;
}

/** Runs a program to its end in a project; gives what it printed, or fails with it. */
export function run(dir, command, args, env = {}) {
  const { error, status, signal, stdout, stderr } = spawnSync(program(command), args, {
    cwd: dir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20 * waitLimit,
    env: { ...process.env, ...env },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status ?? signal}\n${stdout}${stderr}`);
  return stdout;
}

/** Starts a program that serves a project, and waits until it has printed its address; `stop` ends it. */
export async function serve(dir, command, args, env = {}) {
  const child = spawn(program(command), args, {
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

/** Starts a program that serves on this port without a word, and waits until it does; `stop` ends it. */
export async function serveOn(dir, port, command, args, env = {}) {
  const child = spawn(program(command), args, {
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

// Runs the programs that build and serve a consumer's project.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { waitLimit } from '../support/limits.js';
import { installTools } from '../support/sandbox.js';

/** Returns the path of a file in the node_modules of the tools. */
export const toolFile = (path) => join(installTools(import.meta.dirname), 'node_modules', path);

/** Returns the path of a tool, or the name of a program of the machine. */
function program(command) {
  const bin = toolFile(join('.bin', command));
  return existsSync(bin) ? bin : command;
}

/** Runs a program in a project and returns its output. */
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

/** Starts a program that serves a project, and waits until it has printed its address. */
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
    child.stdout.resume(); // a full pipe would block it
    return {
      url,
      /** Ends the program, unless it has ended. */
      async stop() {
        child.kill('SIGTERM');
        await ended;
      },
    };
  }
  throw new Error(`${command} ended before it served`);
}

/** Starts a program that serves a project without printing its address, and waits until it listens on this port. */
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

/** Whether a server listens on a port. */
function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

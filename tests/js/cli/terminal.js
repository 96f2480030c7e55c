// Runs a program in a terminal, by `script` of util-linux.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/**
 * Runs a program, and returns its exit code and what the terminal received.
 *
 * @param {string[]} command without spaces or quotes in its arguments
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 */
export async function runInTerminal(command, options) {
  const args = ['--quiet', '--return', '--flush', '--command', command.join(' '), '/dev/null'];
  const child = spawn('script', args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  const [[code], output] = await Promise.all([once(child, 'exit'), text(child.stdout)]);
  return { code, output };
}

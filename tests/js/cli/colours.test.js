// Colours: on terminals, unless the environment demands otherwise.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startEmulator } from '../support/emulator.js';
import { commandFor, createFolder, program } from './program.js';
import { runInTerminal } from './terminal.js';

const { dir } = createFolder();
const colour = '\x1b[';
let emulator;
before(async () => {
  emulator = await startEmulator();
});
after(() => emulator.stop());

const isWindows = process.platform === 'win32';

/** Returns what `list` prints in a terminal. */
async function inTerminal(variables, ...flags) {
  const { env } = commandFor(emulator, dir, { TERM: 'xterm', ...variables });
  const { code, output } = await runInTerminal([process.execPath, program, 'list', ...flags], { cwd: dir, env });
  assert.equal(code, 0);
  return output;
}

test('a terminal has colours, unless NO_COLOR, FORCE_COLOR or TERM demand otherwise', { skip: isWindows }, async () => {
  assert.ok((await inTerminal({})).includes(colour));
  assert.ok((await inTerminal({ NO_COLOR: '' })).includes(colour));
  for (const variables of [
    { NO_COLOR: '1' },
    { NO_COLOR: '1', FORCE_COLOR: '1' },
    { FORCE_COLOR: '0' },
    { TERM: 'dumb' },
  ]) {
    assert.equal((await inTerminal(variables)).includes(colour), false, JSON.stringify(variables));
  }
});

test('a file or a pipe has none, unless FORCE_COLOR demands it', async () => {
  assert.equal((await commandFor(emulator, dir)('list')).stdout.includes(colour), false);
  assert.ok((await commandFor(emulator, dir, { FORCE_COLOR: '1' })('list')).stdout.includes(colour));
  assert.equal(
    (await commandFor(emulator, dir, { FORCE_COLOR: '1', NO_COLOR: '1' })('list')).stdout.includes(colour),
    false,
  );
});

test('JSON has none, in a terminal, too', { skip: isWindows }, async () => {
  const output = await inTerminal({ FORCE_COLOR: '1' }, '--json');
  assert.equal(JSON.parse(output).contact_cards.length, 5);
});

test('an error is red in a terminal', { skip: isWindows }, async () => {
  const { env } = commandFor(emulator, dir, { TERM: 'xterm' });
  const { code, output } = await runInTerminal([process.execPath, program, 'lsit'], { cwd: dir, env });
  assert.equal(code, 2);
  assert.ok(output.includes('\x1b[31mError:\x1b[0m There is no command'));
});

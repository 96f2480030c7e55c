// The oldest Node that is supported, and the current ones. npm has the oldest only for Linux on x64; elsewhere, the machine's own
// Node runs the command.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startEmulator } from '../support/emulator.js';
import { installTools } from '../support/sandbox.js';
import { commandFor, createFolder, program } from './program.js';
import { runInTerminal } from './terminal.js';

const number = '+15551234567';
const modules = join(installTools(join(import.meta.dirname, '../consumers/node-versions')), 'node_modules');
const isComplete = process.platform === 'linux' && process.arch === 'x64';
let emulator;
before(async () => {
  emulator = await startEmulator();
});
beforeEach(() => emulator.reset());
after(() => emulator.stop());

for (const [name, version] of Object.entries({ 'node-20.6': /^20\.6\./, 'node-22': /^22\./, 'node-24': /^24\./ })) {
  const installed = join(modules, name, 'bin/node');
  const node = isComplete || existsSync(installed) ? installed : process.execPath;

  describe(name, () => {
    const { dir, write } = createFolder();
    const list = write('cards.csv', `Phone,First name\n${number},Jörg\n+15559000001,Ada\n`);
    const run = (...args) => commandFor(emulator, dir, {}, node)(...args);

    test('runs each command', async () => {
      const { value } = await commandFor(emulator, dir, {}, node).json('doctor');
      if (node === installed) assert.match(value.checks[0].message, new RegExp(`^Node ${version.source.slice(1)}`));
      assert.equal((await run('list')).code, 0);
      assert.equal((await run('get', number)).code, 0);
      assert.equal((await run('set', number, '--last-name', 'Roe')).code, 0);
      assert.equal((await run('lsit')).code, 2);
      const { code, stdout, stderr } = await run('apply', list, '--yes', '--results', 'results.csv');
      assert.deepEqual([code, stderr.includes('2 saved.')], [0, true], stdout + stderr);
      assert.equal((await emulator.card(number)).first_name, 'Jörg');
    });

    test('serves dev', async () => {
      const { child, ended } = commandFor(emulator, dir, {}, node).start('dev', '--port', '0', '--json');
      const [line] = await new Promise((resolve) => child.stdout.once('data', (chunk) => resolve([String(chunk)])));
      const { url } = JSON.parse(line);
      assert.match(await (await fetch(url)).text(), /<title>Contact cards<\/title>/);
      assert.equal((await fetch(`${url}/api/linq/v3/contact_card`)).status, 200);
      child.kill('SIGINT');
      assert.equal((await ended).code, 0);
    });

    test('runs in a terminal, with colours and progress', { skip: process.platform === 'win32' }, async () => {
      const env = commandFor(emulator, dir, { TERM: 'xterm' }, node).env;
      const { code, output } = await runInTerminal([node, program, 'apply', list, '--yes', '--journal', 'other'], {
        cwd: dir,
        env,
      });
      assert.equal(code, 0);
      assert.ok(output.includes('\r\x1b[K2 of 2 rows'), output);
      assert.ok(output.includes('\x1b[1mLINE\x1b[0m'), output);
    });
  });
}

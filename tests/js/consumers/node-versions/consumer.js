// The oldest Node that is supported, and the current ones. npm has the oldest only for Linux on x64; elsewhere, the machine's own
// Node runs the same program.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installTools } from '../../support/sandbox.js';

const programs = { 'node-20.6': /^v20\.6\./, 'node-22': /^v22\./, 'node-24': /^v24\./ };

export default async function ({ run, startEmulator, name }) {
  const emulator = await startEmulator();
  const modules = join(installTools(import.meta.dirname), 'node_modules');
  const isComplete = process.platform === 'linux' && process.arch === 'x64';
  for (const [program, version] of Object.entries(programs)) {
    const node =
      isComplete || existsSync(join(modules, program)) ? join(modules, program, 'bin/node') : process.execPath;
    if (node !== process.execPath) assert.match(run(node, ['--version']), version);
    for (const file of ['main.mjs', 'main.cjs']) {
      const saved = `${name} ${program} ${file}`;
      assert.equal(run(node, [file], { NAME: saved, BASE_URL: emulator.baseURL }), `saved ${saved}\n`);
    }
  }
  await emulator.update('+15551234567', { first_name: name });
  return emulator;
}

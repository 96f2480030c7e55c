// The sessions of the documentation: each command is run, and prints what its page has. The pages' files are written as they are.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { codeOf } from '../support/markdown.js';
import { createProject } from '../support/sandbox.js';
import { until } from '../support/until.js';
import { commandIn, key } from './program.js';

const root = join(import.meta.dirname, '../../..');

/** The port in the documentation. */
const documented = '8787';

/** Separates the outputs of a session's commands. */
const SEPARATOR = '-- next command --';

/** Returns the commands of sessions, each with what it prints. */
const commandsOf = (sessions) =>
  sessions.flatMap(({ code }) =>
    code
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command, ...output] = part.split('\n');
        return { command, output: output.join('\n') };
      }),
  );

/** Runs commands in one shell, and returns what each prints on either stream. */
function runAll(commands, { dir, env }) {
  const script = commands.map((command) => `code=$?; echo '${SEPARATOR}'; (exit $code)\n${command}`).join('\n');
  const output = execFileSync('bash', ['-c', `exec 2>&1\n${script}\nexit 0`], { cwd: dir, env, encoding: 'utf8' });
  return output.split(`${SEPARATOR}\n`).slice(1);
}

/** Returns a text without what differs between machines. */
const normalized = (text) =>
  text
    .replaceAll(/Node \d+\.\d+\.\d+/g, 'Node VERSION')
    .replaceAll(/linq-contact-card \d+\.\d+\.\d+/g, 'linq-contact-card VERSION');

/** Creates a project with the files of a page, and starts `dev` for it. */
async function prepare(page) {
  const { dir, remove } = await createProject();
  const blocks = codeOf(readFileSync(join(root, page), 'utf8'));
  for (const { file, code } of blocks) {
    if (!file) continue;
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), code);
  }
  const command = commandIn(dir);
  const { child, ended } = command.start('dev', '--port', '0');
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  await until(() => printed.includes('Ctrl-C'));
  const [, port] = /:(\d+)$/m.exec(printed);
  after(async () => {
    child.kill('SIGINT');
    assert.equal((await ended).code, 0);
    remove();
  });
  return {
    dir,
    blocks,
    port,
    printed: printed.replaceAll(port, documented),
    env: {
      ...command.env,
      NPM_CONFIG_UPDATE_NOTIFIER: 'false',
      LINQ_API_V3_API_KEY: key,
      LINQ_API_V3_BASE_URL: `http://127.0.0.1:${port}/api/partner`,
    },
  };
}

for (const page of ['docs/command.md', 'docs/recipes/onboarding.md', 'docs/recipes/ci.md']) {
  test(`${page} has sessions that are real`, { skip: process.platform === 'win32' }, async () => {
    const { dir, blocks, port, printed, env } = await prepare(page);
    const commands = commandsOf(blocks.filter(({ language }) => language === 'console'));
    const [dev] = commands.filter(({ command }) => command === 'npx linq-contact-card dev');
    if (dev) assert.equal(printed, dev.output);
    const others = commands.filter((each) => each !== dev);
    assert.ok(others.length > 0);
    const outputs = runAll(
      others.map(({ command }) => command.replaceAll(documented, port)),
      { dir, env },
    );
    for (const [index, { command, output }] of others.entries()) {
      assert.equal(normalized(outputs[index].replaceAll(port, documented)), normalized(output), command);
    }
  });
}

describe('docs/recipes/ci.md', { skip: process.platform === 'win32' }, () => {
  test('has a workflow whose commands succeed', async () => {
    const { dir, blocks, env } = await prepare('docs/recipes/ci.md');
    const { code } = blocks.find(({ language }) => language === 'yaml');
    const commands = [...code.matchAll(/run: (npx linq-contact-card .*)$/gm)].map(([, command]) => command);
    assert.equal(commands.length, 2);
    for (const command of commands) execFileSync('bash', ['-c', command], { cwd: dir, env, stdio: 'pipe' });
  });

  test('has a program that starts the emulator for tests', async () => {
    const { dir } = await prepare('docs/recipes/ci.md');
    const { startLinq } = await import(pathToFileURL(join(dir, 'start-linq.mjs')).href);
    const { url, base_url, api_key, stop } = await startLinq('http://localhost:4173');
    const response = await fetch(`${url}/api/linq/v3/contact_card?phone_number=%2B15551234567`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', origin: 'http://localhost:4173', 'sec-fetch-site': 'same-origin' },
      body: '{"first_name":"Jane"}',
    });
    assert.equal(response.status, 200);
    const run = commandIn(dir, { LINQ_API_V3_BASE_URL: base_url, LINQ_API_V3_API_KEY: api_key });
    assert.equal((await run('list')).code, 0);
    stop();
  });
});

test('docs/command.md has every exit code', async () => {
  const { exitCodes } = await import('../../../pkg-template/cli/exit-codes.js');
  const text = readFileSync(join(root, 'docs/command.md'), 'utf8');
  for (const code of Object.values(exitCodes)) assert.match(text, new RegExp(`^\\| ${code} \\|`, 'm'));
});

// The arguments of the command, its help, and what programs read.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createProject } from '../support/sandbox.js';
import { commandIn, createFolder } from './program.js';

const { dir } = createFolder();
const run = commandIn(dir);
const commands = ['dev', 'list', 'get', 'set', 'apply', 'doctor'];

describe('the help', () => {
  test('lists each command, the variables and the exit codes', async () => {
    const { code, stdout, stderr } = await run('--help');
    assert.deepEqual([code, stderr], [0, '']);
    for (const command of commands) assert.match(stdout, new RegExp(`^  ${command} `, 'm'));
    assert.match(stdout, /LINQ_API_V3_API_KEY/);
    assert.match(stdout, /0 done, 1 failed, 2 wrong arguments, 3 invalid input, 4 refused by Linq, 5 unknown outcome/);
  });

  for (const command of commands) {
    test(`of ${command} has its options, whatever else is missing`, async () => {
      const { code, stdout, stderr } = await run(command, '--help');
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, new RegExp(`^Usage: npx linq-contact-card ${command}`));
      assert.match(stdout, /^ {2}--json /m);
    });
  }

  test('has lines that fit a terminal of 128 columns', async () => {
    for (const args of [[], ...commands.map((command) => [command])]) {
      const { stdout } = await run(...args, '--help');
      for (const line of stdout.split('\n')) assert.ok(line.length <= 128, line);
    }
  });
});

test('--version prints the version of the package', async () => {
  const { code, stdout } = await run('--version');
  const manifest = readFileSync(join(import.meta.dirname, '../../../pkg/package.json'), 'utf8');
  assert.deepEqual([code, stdout], [0, `${JSON.parse(manifest).version}\n`]);
});

test('npm links the program, which the system can start', async () => {
  const project = await createProject();
  const npx = (...args) => execFileSync('npx', ['--no-install', ...args], { cwd: project.dir, encoding: 'utf8' });
  assert.match(npx('linq-contact-card', '--version'), /^\d+\.\d+\.\d+/);
  project.remove();
});

describe('wrong arguments end it with code 2', () => {
  for (const [args, message] of [
    [[], /^Error: A command is missing\.\nUsage: npx linq-contact-card COMMAND$/m],
    [['lsit'], /There is no command "lsit"\. Did you mean list\?/],
    [['toString'], /There is no command "toString"\.\n/],
    [['__proto__', 'x'], /There is no command "__proto__"\.\n/],
    [['--verison'], /There is no option --verison\. Did you mean --version\?/],
    [['set', '+15551234567', '--frist-name', 'Jane'], /There is no option --frist-name\. Did you mean --first-name\?/],
    [['list', '-x'], /There is no option -x\./],
    [['list', '--constructor'], /There is no option --constructor\./],
    [['list', '--json=yes'], /--json takes no value\./],
    [['set', '+15551234567', '--first-name'], /--first-name needs a value: --first-name NAME\./],
    [['set', '+15551234567', '--first-name', '--last-name', 'Doe'], /--first-name needs a value/],
    [['set', '+15551234567', '--first-name', 'A', '--first-name', 'B'], /--first-name is there more than once\./],
    [['set', '+15551234567'], /Nothing to set: add --first-name, --last-name or --image\./],
    [['get'], /NUMBER is missing\./],
    [['get', '+15551234567', 'Jane'], /"Jane" is one argument too many\./],
    [['apply', 'cards.csv', '--yes', '--dry-run'], /Choose --yes or --dry-run\./],
    [['apply'], /FILE is missing\./],
    [['list', '--timeout', '0'], /--timeout must be a whole number of seconds from 1 to 86400, not "0"\./],
    [['list', '--timeout', '1.5'], /--timeout must be a whole number of seconds/],
    [['dev', '--port', '65536'], /--port must be a whole number from 0 to 65535/],
    [['dev', '--budget', '-1'], /--budget must be a whole number from 1 to 1000000, not "-1"\./],
    [['dev', '--origin', 'localhost:5173'], /--origin must be as browsers send it, such as http:\/\/localhost:5173\./],
    [['dev', '--origin', 'http://localhost:5173/'], /Did you mean http:\/\/localhost:5173\?/],
    [['doctor', '--gateway', 'dashboard.example'], /--gateway must be a URL with https:\/\/ or http:\/\//],
    [['doctor', '--page', 'file:///index.html'], /--page must be a URL/],
  ]) {
    test(args.join(' ') || 'no argument', async () => {
      const { code, stdout, stderr } = await commandIn(dir, { LINQ_API_V3_API_KEY: 'key' })(...args);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^Error: /);
      assert.match(stderr, message);
    });
  }

  test('a name that starts with a dash is written with =', async () => {
    const command = commandIn(dir, { LINQ_API_V3_API_KEY: 'key', LINQ_API_V3_BASE_URL: 'http://127.0.0.1:9' });
    assert.notEqual((await command('set', '+15551234567', '--first-name=--x')).code, 2);
  });
});

test('with --json, an error is JSON on stdout, and a sentence on stderr', async () => {
  const { code, value, stderr } = await run.json('lsit');
  assert.equal(code, 2);
  assert.deepEqual(value, {
    error: {
      name: 'UsageError',
      message: 'There is no command "lsit". Did you mean list?',
      hint: 'npx linq-contact-card --help lists the commands.',
      exit_code: 2,
    },
  });
  assert.match(stderr, /^Error: There is no command/);
});

test('without a key, commands that need one end with code 3 and what to do', async () => {
  const { write } = createFolder();
  const list = write('cards.csv', '+15551234567,Jane\n');
  for (const args of [
    ['list'],
    ['get', '+15551234567'],
    ['set', '+15551234567', '--first-name', 'Jane'],
    ['apply', list],
  ]) {
    const { code, stderr } = await run(...args);
    assert.equal(code, 3);
    assert.match(stderr, /LINQ_API_V3_API_KEY isn't set\.\nSet it to Linq's API key/);
  }
});

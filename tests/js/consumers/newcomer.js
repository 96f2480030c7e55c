// A newcomer, who has the packed package and a page of the documentation: writes the page's files and runs its commands, in their
// order and without a step that the page doesn't have. What needs the network is replaced: templates are the pinned ones, and a
// package to install must be among those that are installed in the folders above.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { clientOf } from '../support/emulator.js';
import { freePort } from '../support/free-port.js';
import { waitLimit } from '../support/limits.js';
import { blocksOf, replaceAll, writeBlock } from './markdown.js';
import { serveOn } from './programs.js';
import { createNextApp, createViteApp, createWorker } from './templates.js';
import { wranglerEnv } from './wrangler.js';

/** The servers that a command starts, by its program: the port that the pages have, and the flags to start it on another one. */
const servers = {
  'linq-contact-card': { port: 8787, flags: '--port' },
  vite: { port: 5173, flags: '--strictPort --port' },
  next: { port: 3000, flags: '--port' },
  node: { port: 3000 },
  wrangler: { port: 8788 },
};

/** The commands of the pages. The first that matches a line has it. */
const commands = [
  { line: /^npm create vite@latest (\S+) -- --template (\S+)$/, run: createViteApp },
  { line: /^npx create-next-app@latest (\S+) --yes$/, run: createNextApp },
  { line: /^npm create cloudflare@latest -- (\S+) --type hello-world --lang ts --no-deploy$/, run: createWorker },
  { line: /^mkdir (\S+)$/, run: (newcomer, name) => mkdirSync(join(newcomer.dir, name)) },
  { line: /^cd (\S+)$/, run: (newcomer, name) => newcomer.enter(name) },
  { line: /^npm install (.+)$/, run: (newcomer, packages) => newcomer.install(...packages.split(' ')) },
  { line: /^npx (linq-contact-card dev\b.*)$/, run: (newcomer, command) => newcomer.startDev(command) },
  {
    line: /^npm (?:run )?(dev|start)(?: -- (.*))?$/,
    run: (newcomer, name, flags) => newcomer.prepareScript(name, flags),
  },
  { line: /^(node .*)$/, run: (newcomer, command) => newcomer.prepare(command) },
  { line: /^(npm (?:run|init) .*)$/, run: (newcomer, command) => newcomer.run(command) },
  { line: /^(curl .*)$/, run: (newcomer, command) => newcomer.open().then(() => newcomer.run(command)) },
];

/** Lines about warnings that are none, or that are about the folders of the tests. */
const harmless = /\b0 warnings|inferred your workspace root|`turbopack\.root`|No build cache found/;

export class Newcomer {
  /** The folder in which the next command runs. */
  dir;
  /** The emulator of `npx linq-contact-card dev`, once that is running. */
  emulator;
  #env;
  #ports;
  #keep;
  /** The command that starts the server of the page. */
  #command;
  #server;

  /** @param {{ dir: string, keep: (server: object) => object }} context @param {Record<number, number>} ports */
  constructor({ dir, keep }, ports) {
    this.dir = dir;
    this.#keep = keep;
    this.#ports = ports;
    this.#env = {
      ...wranglerEnv(dir),
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_FONT_GOOGLE_MOCKED_RESPONSES: join(import.meta.dirname, 'fonts.cjs'),
    };
  }

  /** Starts with the folder of a consumer, and with free ports in place of the documented ones. */
  static async in(context) {
    const documented = [...new Set(Object.values(servers).map(({ port }) => port))];
    const free = await Promise.all(documented.map(async (port) => [port, await freePort()]));
    return new Newcomer(context, Object.fromEntries(free));
  }

  /** Follows sections of a page. The server of the page isn't started before `open`, when all its files are written. */
  async follow(page, ...sections) {
    for (const { language, code, file } of sections.flatMap((section) => blocksOf(page, section))) {
      if (language === 'sh') {
        for (const line of code.trim().split('\n')) await this.#type(line, page);
      } else {
        assert.ok(file, `${page}: the line before this block should name its file:\n${code}`);
        writeBlock(this.dir, file, code, this.#ports);
      }
    }
  }

  /** Runs one line of a block of commands. */
  async #type(line, page) {
    const [typed] = replaceAll(line, this.#ports).split(' # ');
    for (const { line, run } of commands) {
      const match = line.exec(typed.trim());
      if (match) return run(this, ...match.slice(1));
    }
    throw new Error(`${page} has a command that the tests can't run: ${line}`);
  }

  enter(name) {
    this.dir = join(this.dir, name);
  }

  /** Links packages that are installed in a folder above. */
  install(...packages) {
    for (const name of packages) {
      const folder = foldersAbove(dirname(this.dir), `node_modules/${name}`).find(existsSync);
      assert.ok(folder, `${name} should be in package.json of the consumers`);
      const link = join(this.dir, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(folder, link);
    }
  }

  async startDev(command) {
    const { url } = await this.#start(command);
    this.emulator = clientOf(url);
  }

  /** Takes a script of package.json as the server of the page. */
  prepareScript(name, flags = '') {
    const { scripts } = JSON.parse(readFileSync(join(this.dir, 'package.json'), 'utf8'));
    this.prepare(`${scripts[name]} ${flags}`);
  }

  /** Takes a command as the one that starts the server of the page. */
  prepare(command) {
    this.#command = command;
  }

  /** Starts the server of the page in place of an earlier one, and returns its address. */
  async open() {
    await this.#server?.stop();
    this.#server = await this.#start(this.#command);
    return this.url;
  }

  /** The address of the page. */
  get url() {
    return this.#server.url;
  }

  async #start(command) {
    const { port: documented, flags } = servers[command.split(' ', 1)[0]];
    const port = this.#ports[documented];
    const line = `exec ${command} ${flags ? `${flags} ${port}` : ''}`;
    const server = this.#keep(await serveOn(this.dir, port, 'sh', ['-c', line], this.#environment()));
    return { ...server, url: `http://localhost:${port}` };
  }

  /** Runs a command to its end. It must succeed without a warning. */
  run(command) {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
      cwd: this.dir,
      encoding: 'utf8',
      timeout: 20 * waitLimit,
      env: { ...process.env, ...this.#environment() },
    });
    assert.equal(status, 0, `${command}\n${stdout}${stderr}`);
    const warnings = `${stdout}${stderr}`.split('\n').filter((line) => /warn/i.test(line) && !harmless.test(line));
    assert.deepEqual(warnings, [], command);
  }

  /** The environment, with the programs of the installed packages, as `npm run` has it. */
  #environment() {
    const programs = [...foldersAbove(this.dir, 'node_modules/.bin'), process.env.PATH];
    return { ...this.#env, PATH: programs.join(delimiter) };
  }
}

/** Returns a folder of this name in `dir` and in each folder above it. */
function foldersAbove(dir, name) {
  const above = dirname(dir);
  return [join(dir, name), ...(above === dir ? [] : foldersAbove(above, name))];
}

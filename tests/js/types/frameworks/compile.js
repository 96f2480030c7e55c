// Compiles a project with the compiler of its framework, and compares the lines of its errors with those that are marked.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFiles } from '../../consumers/markdown.js';
import { installPackage, installTools } from '../../support/sandbox.js';
import { tsconfigOf } from './projects.js';

const source = import.meta.dirname;
const typescripts = join(source, '..');

/** How each compiler is started in a project's folder, and how it reports a file and a line. */
const compilers = {
  tsc: { args: ['--pretty', 'false'], report: /^(.+)\((\d+),\d+\): error / },
  'vue-tsc': { file: 'vue-tsc/bin/vue-tsc.js', args: ['--pretty', 'false'], report: /^(.+)\((\d+),\d+\): error / },
  'svelte-check': {
    file: 'svelte-check/bin/svelte-check',
    args: ['--tsconfig', 'tsconfig.json', '--output', 'machine', '--threshold', 'error'],
    report: /^\d+ ERROR "(.+?)" (\d+):/,
  },
};

/** Installs the frameworks and the packed package. Returns the folder with node_modules. */
const install = () => installPackage(installTools(source));

/** Returns the folder of the package that is installed next to the frameworks. */
export const packageFolder = () => join(install(), 'node_modules/linq-contact-card');

/** Makes the folder of a project, below the installed packages. */
export function copyProject({ name, options, section }) {
  const dir = join(install(), name);
  rmSync(dir, { recursive: true, force: true });
  cpSync(join(source, name), dir, { recursive: true });
  if (section) writeFiles('docs/element.md', join(dir, 'docs'), { url: '' }, section);
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(tsconfigOf(options)));
  return dir;
}

/** Returns the lines that are marked as errors, as `file:line`. */
export const markedLines = (dir) =>
  sourceFiles(dir).flatMap((file) =>
    readFileSync(join(dir, file), 'utf8')
      .split('\n')
      .flatMap((text, index) => (/(\/\/|\/\*|<!--) error\b/.test(text) ? [`${file}:${index + 1}`] : [])),
  );

const sourceFiles = (dir) => readdirSync(dir, { recursive: true }).filter((file) => /\.(tsx|vue|svelte)$/.test(file));

/**
 * Compiles a project. Returns the lines with errors, as `file:line`, and what the compiler printed.
 *
 * @param {string} dir
 * @param {keyof typeof compilers} name
 * @param {string} version The version of TypeScript for tsc.
 */
export function compile(dir, name, version) {
  const { file, args, report } = compilers[name];
  const program = file
    ? join(installTools(source), 'node_modules', file)
    : join(installTools(typescripts), `node_modules/typescript-${version}/bin/tsc`);
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: dir, encoding: 'utf8' });
  const output = stdout + stderr;
  const reported = output.split('\n').flatMap((line) => {
    const [, path, number] = report.exec(line) ?? [];
    return path ? [`${path}:${number}`] : [];
  });
  return { lines: [...new Set(reported)], output };
}

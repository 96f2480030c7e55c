// Where the typings are tried: every TypeScript side by side, with the packed package installed above the projects.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectsOf } from './projects.js';

const source = import.meta.dirname;
const workshop = join(source, '../../../target/types');
const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));

/** The versions, one of each minor: `5.0` and so on. */
export const versions = Object.keys(manifest.devDependencies)
  .filter((name) => name.startsWith('typescript-'))
  .map((name) => name.slice('typescript-'.length));

/** Installs the compilers, where they have changed, and the package. */
export function prepare() {
  mkdirSync(workshop, { recursive: true });
  const lock = readFileSync(join(source, 'package-lock.json'));
  const stamp = join(workshop, 'installed-lock.json');
  if (!existsSync(stamp) || !readFileSync(stamp).equals(lock)) {
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(source, file), join(workshop, file));
    execFileSync('npm', ['ci', '--silent', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: workshop });
    writeFileSync(stamp, lock);
  }
  const installed = join(workshop, 'node_modules/linq-contact-card');
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', [
    '--extract',
    '--gzip',
    '--strip-components=1',
    '--file',
    process.env.LINQ_PACKAGE,
    '--directory',
    installed,
  ]);
}

/** Compiles all projects of a version in one process; gives what it said, and the files that it made. */
export function compile(version) {
  const projects = projectsOf(version);
  const dir = join(workshop, 'projects', version);
  rmSync(dir, { recursive: true, force: true });
  for (const { name, files, tsconfig } of projects) {
    mkdirSync(join(dir, name), { recursive: true });
    for (const file of files) cpSync(join(source, 'consumer', file), join(dir, name, file));
    writeFileSync(join(dir, name, 'tsconfig.json'), JSON.stringify(tsconfig));
  }
  const tsc = join(workshop, 'node_modules', `typescript-${version}`, 'bin/tsc');
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '--build', ...projects.map(({ name }) => name)], {
    cwd: dir,
    encoding: 'utf8',
  });
  const hasMade = (name, file) => existsSync(join(dir, name, 'out', file.replace(/ts$/, 'js')));
  return { said: stdout + stderr, hasMade };
}

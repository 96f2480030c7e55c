// The typings compiled by every minor version of TypeScript, with the packed package installed above the projects.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage, installTools } from '../support/sandbox.js';
import { projectsOf } from './projects.js';

const source = import.meta.dirname;
const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));

/** The minor versions of TypeScript, such as `5.0`. */
export const versions = Object.keys(manifest.devDependencies)
  .filter((name) => name.startsWith('typescript-'))
  .map((name) => name.slice('typescript-'.length));

/** Compiles all projects with one version, in one process. Returns what the compiler printed and which files it wrote. */
export function compile(version) {
  const tools = installTools(source);
  const projects = projectsOf(version);
  const dir = join(installPackage(tools), 'projects', version);
  rmSync(dir, { recursive: true, force: true });
  for (const { name, files, tsconfig } of projects) {
    mkdirSync(join(dir, name), { recursive: true });
    for (const file of files) cpSync(join(source, 'consumer', file), join(dir, name, file));
    writeFileSync(join(dir, name, 'tsconfig.json'), JSON.stringify(tsconfig));
  }
  const tsc = join(tools, 'node_modules', `typescript-${version}`, 'bin/tsc');
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '--build', ...projects.map(({ name }) => name)], {
    cwd: dir,
    encoding: 'utf8',
  });
  return {
    output: stdout + stderr,
    hasWritten: (name, file) => existsSync(join(dir, name, 'out', file.replace(/ts$/, 'js'))),
  };
}

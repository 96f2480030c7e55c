// The consumers: small real projects, with the packed package and their tools installed in the folders above them.
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage, installTools } from '../support/sandbox.js';

const source = import.meta.dirname;

/** The names of the consumers: a folder with a `consumer.js` each. */
export const names = readdirSync(source).filter((name) => existsSync(join(source, name, 'consumer.js')));

/** Makes a fresh copy of a consumer's project, with the page that bundlers take as input, and returns its folder. */
export function copyProject(name) {
  const dir = join(installPackage(installTools(source)), name);
  rmSync(dir, { recursive: true, force: true });
  cpSync(join(source, name), dir, { recursive: true });
  cpSync(join(source, 'page.js'), join(dir, 'page.js'));
  return dir;
}

// The npm packages that suites install, in target/sandboxes/. A folder is named by a hash of what is installed in it: an
// unchanged one is reused, and processes that install the same at the same time don't disturb each other.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { variable } from './environment.js';

const suites = join(import.meta.dirname, '..');
const sandboxes = join(suites, '../../target/sandboxes');
const hashPattern = /^[0-9a-f]{16}$/;

/**
 * Installs the packages of a folder's package-lock.json.
 *
 * @param {string} source The folder of package.json and package-lock.json.
 * @returns {string} The folder with node_modules.
 */
export function installTools(source) {
  const lock = join(source, 'package-lock.json');
  const name = relative(suites, source).replaceAll(sep, '-');
  return reuse(join(sandboxes, name), readFileSync(lock), (dir) => {
    cpSync(lock, join(dir, 'package-lock.json'));
    cpSync(join(source, 'package.json'), join(dir, 'package.json'));
    npm(dir, 'ci');
  });
}

/**
 * Installs the packed package.
 *
 * @param {string} [parent] A folder that `installTools` returned: code in the returned folder can import its tools, too.
 * @returns {string} The folder with node_modules.
 */
export function installPackage(parent = join(sandboxes, 'package')) {
  const tarball = variable('LINQ_PACKAGE');
  return reuse(parent, readFileSync(tarball), (dir) => {
    const manifest = join(dir, 'package.json');
    writeFileSync(manifest, '{}');
    npm(dir, 'install', '--no-save', '--no-package-lock', tarball);
    rmSync(manifest);
  });
}

/**
 * Creates an empty project in a temporary folder, out of reach of this repository's node_modules, with the packed package
 * installed: what is tested is what is published.
 */
export async function createProject() {
  const dir = mkdtempSync(join(tmpdir(), 'linq-contact-card-'));
  cpSync(installPackage(), dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(dir, 'entry.js'), "export * from 'linq-contact-card';\n");
  const entry = join(dir, 'entry.js');
  return {
    dir,
    /** The exports for `import`. */
    esm: await import(pathToFileURL(entry).href),
    /** The exports for `require`. */
    cjs: createRequire(entry)('linq-contact-card'),
    remove: () => rmSync(dir, { recursive: true }),
  };
}

/**
 * Imports a package from a folder that `installTools` returned.
 *
 * @param {string} dir
 * @param {string} name
 */
export const importTool = (dir, name) =>
  import(pathToFileURL(createRequire(join(dir, 'package.json')).resolve(name)).href);

/**
 * Returns the folder in `parent` that belongs to this content, after `fill` has filled it if it is a new one. Folders for
 * earlier contents are removed.
 *
 * @param {string} parent
 * @param {Buffer} content
 * @param {(dir: string) => void} fill
 */
function reuse(parent, content, fill) {
  const name = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const dir = join(parent, name);
  if (existsSync(dir)) return dir;
  mkdirSync(parent, { recursive: true });
  const fresh = mkdtempSync(join(parent, 'fresh-'));
  try {
    fill(fresh);
    renameSync(fresh, dir);
  } catch (error) {
    rmSync(fresh, { recursive: true });
    // Another process has installed the same in the meantime.
    if (!existsSync(dir)) throw error;
    return dir;
  }
  const earlier = readdirSync(parent).filter((other) => other !== name && hashPattern.test(other));
  for (const other of earlier) rmSync(join(parent, other), { recursive: true, force: true });
  return dir;
}

/**
 * @param {string} dir
 * @param {string[]} args
 */
function npm(dir, ...args) {
  execFileSync('npm', [...args, '--silent', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: dir });
}

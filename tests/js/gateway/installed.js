// The packed package, installed for the tests of the file that imports this.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createProject } from '../support/sandbox.js';

const project = await createProject();
after(() => project.remove());

/** The folder in which it is installed. */
export const nodeModules = join(project.dir, 'node_modules');

const require = createRequire(join(project.dir, 'entry.js'));

/** Imports one of its entries, as `import` does in a project. @param {string} name */
export const importEntry = (name) => import(pathToFileURL(require.resolve(name).replace(/\.cjs$/, '.js')).href);

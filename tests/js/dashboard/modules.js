// The dashboard's modules that need no DOM, bundled for Node with the packed package.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { createProject } from '../support/sandbox.js';

const www = join(import.meta.dirname, '../../../www');

/** Returns the exports of these modules and of the package. `remove` deletes the bundle. */
export async function load(...files) {
  const project = await createProject();
  const outfile = join(project.dir, 'bundle.js');
  const contents = ['linq-contact-card', ...files.map((file) => `./${file}`)]
    .map((file) => `export * from '${file}';`)
    .join('\n');
  await build({
    stdin: { contents, resolveDir: www },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    nodePaths: [join(project.dir, 'node_modules')],
  });
  return { ...(await import(pathToFileURL(outfile))), remove: project.remove };
}

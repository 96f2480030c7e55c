// The page's modules that know no page, bundled for Node with the packed package, as the page is bundled for browsers.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { createProject } from '../support/sandbox.js';

const www = join(import.meta.dirname, '../../../www');

/** The exports of some of the page's modules, and of the package that they use; `remove` ends it. */
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

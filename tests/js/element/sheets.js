// The style sheets of real pages, built from their packages as their tools build them.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { importTool } from '../support/sandbox.js';

/** Returns the style sheets by name. @param {string} tools the folder of their packages */
export async function buildSheets(tools) {
  const require = createRequire(join(tools, 'package.json'));
  const read = (path) => readFileSync(path, 'utf8');
  return {
    'tailwind-3': await tailwind3(tools, require),
    'tailwind-4': await tailwind4(tools, require),
    'bootstrap-reboot': read(require.resolve('bootstrap/dist/css/bootstrap-reboot.css')),
    bootstrap: read(require.resolve('bootstrap/dist/css/bootstrap.css')),
  };
}

/** Tailwind 3, whose preflight is in no layer. */
async function tailwind3(tools, require) {
  const { default: postcss } = await importTool(tools, 'postcss');
  const plugin = require('tailwindcss-3')({ content: [{ raw: 'hidden' }] });
  const { css } = await postcss([plugin]).process('@tailwind base; @tailwind utilities;', { from: undefined });
  return css;
}

/** Tailwind 4, whose preflight is in the layer `base`. */
async function tailwind4(tools, require) {
  const { compile } = (await importTool(tools, 'tailwindcss')).default;
  const folder = dirname(require.resolve('tailwindcss/package.json'));
  const { build } = await compile('@import "tailwindcss";', {
    base: folder,
    async loadStylesheet(id) {
      const path = id === 'tailwindcss' ? join(folder, 'index.css') : join(folder, id);
      return { path, base: dirname(path), content: readFileSync(existsSync(path) ? path : `${path}.css`, 'utf8') };
    },
  });
  return build([]);
}

// The documentation's code in projects with Vite and TypeScript, which is as strict as in Vite's templates and stricter.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { saveInForm } from './form.js';
import { writeFiles } from './markdown.js';

const compilers = { react: 'tsc', vue: 'vue-tsc' };

/**
 * A consumer that writes pages of the documentation, or sections of them, into a project for `react` or `vue`, compiles it, and
 * saves a name with its form.
 */
export const typedProject =
  (framework, pages, save = saveInForm) =>
  async ({ dir, run, serve, startProxiedEmulator, browser, name }) => {
    const { emulator, port } = await startProxiedEmulator();
    cpSync(join(import.meta.dirname, `template-${framework}`), dir, { recursive: true });
    for (const [page, section] of pages) writeFiles(page, dir, emulator, section);
    run(compilers[framework], []);
    const { url } = await serve('vite', ['--host', '127.0.0.1', '--port', port, '--strictPort']);
    await save(await browser(), url, emulator, name);
    return emulator;
  };

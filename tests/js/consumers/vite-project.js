// The documentation's projects with Vite, for each framework.
import { editCard } from './card-form.js';
import { saveInEditor } from './editor.js';
import { saveInForm } from './form.js';
import { writeFiles } from './markdown.js';

/** A consumer with the code of a page of the documentation, whose form is tried in development and built. */
export const viteProject = (page) => inVite([[page]], saveInForm);

/** A consumer that adds a form of the documentation's page about forms. */
export const viteForm = (page, section) => inVite([[page], ['docs/forms.md', section]], editCard);

/** A consumer with the documentation's element: pages, each with its section. */
export const viteEditor = (...pages) => inVite(pages, saveInEditor);

const inVite =
  (pages, save) =>
  async ({ dir, run, serve, startProxiedEmulator, browser, name }) => {
    const { emulator, port } = await startProxiedEmulator();
    for (const [page, section] of pages) writeFiles(page, dir, emulator, section);
    const on = ['--host', '127.0.0.1', '--port', port, '--strictPort'];
    const development = await serve('vite', on);
    await save(await browser(), development.url, emulator, 'In development');
    await development.stop();
    run('vite', ['build']);
    const built = await serve('vite', ['preview', ...on]);
    await save(await browser(), built.url, emulator, name);
    return emulator;
  };

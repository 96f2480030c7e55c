// Projects with Vite, as the documentation has them for each framework.
import { editCard } from './card-form.js';
import { saveInForm } from './form.js';
import { writeFiles } from './markdown.js';

/** Fills an empty project with what a page of the documentation shows, and saves through its form, served and built. */
export const viteProject = (page) => inVite([[page]], saveInForm);

/** The same with a form of the documentation's page about forms in it. */
export const viteForm = (page, section) => inVite([[page], ['docs/forms.md', section]], editCard);

const inVite =
  (pages, save) =>
  async ({ dir, run, serve, linqFor, browser, name }) => {
    const { server, port } = await linqFor();
    for (const [page, section] of pages) writeFiles(page, dir, server, section);
    const on = ['--host', '127.0.0.1', '--port', port, '--strictPort'];
    const development = await serve('vite', on);
    await save(await browser(), development.url, server, 'In development');
    await development.stop();
    run('vite', ['build']);
    const built = await serve('vite', ['preview', ...on]);
    await save(await browser(), built.url, server, name);
    return server;
  };

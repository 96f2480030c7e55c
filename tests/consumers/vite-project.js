// Projects with Vite, as the documentation has them for each framework.
import { writeFiles } from './markdown.js';
import { saveInForm } from './form.js';

/** Fills an empty project with what a page of the documentation shows, and saves through its form, served and built. */
export const viteProject = (page) => async ({ dir, run, serve, linq, browser, name }) => {
  const server = await linq();
  writeFiles(page, dir, server);
  const on = ['--host', '127.0.0.1', '--port', '0'];
  const development = await serve('vite', on);
  await saveInForm(await browser(), development.url, server, 'In development');
  run('vite', ['build']);
  const built = await serve('vite', ['preview', ...on]);
  await saveInForm(await browser(), built.url, server, name);
  return server;
};

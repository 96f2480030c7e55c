// The documentation's pages for projects with Vite, tried in development and built.
import { editCard } from './card-form.js';
import { saveInEditor } from './editor.js';
import { saveInForm } from './form.js';
import { Newcomer } from './newcomer.js';

const react = 'docs/frameworks/react.md';

/** A consumer that follows a page of the documentation, with this title, to a form. */
export const viteProject = (page, title) => inVite([[page, `# ${title}`, 'Save a card']], page, saveInForm);

/** A consumer that adds a form of the documentation's page about forms to the project of the page about React. */
export const viteForm = (section) => added(react, 'React', ['docs/forms.md', section], editCard);

/** A consumer that adds the documentation's element to the project of a page with this title, which its section has, too. */
export const viteEditor = (page, title) => added(page, title, ['docs/element.md', title], saveInEditor);

const added = (page, title, section, save) => inVite([[page, `# ${title}`, 'Save a card'], section], page, save);

const inVite = (development, page, save) => async (context) => {
  const { browser, name } = context;
  const newcomer = await Newcomer.in(context);
  for (const sections of development) await newcomer.follow(...sections);
  await save(await browser(), await newcomer.open(), newcomer.emulator, 'In development');

  // The page about React has the server for the built pages of all frameworks.
  for (const one of new Set([page, react])) await newcomer.follow(one, 'Your own server');
  await save(await browser(), await newcomer.open(), newcomer.emulator, name);
  return newcomer.emulator;
};

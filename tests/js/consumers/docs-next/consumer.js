// The documentation's page for Next, in Next's template with TypeScript, in development and built: a server action, and a client
// component with the gateway, and the element.
import { saveInEditor } from '../editor.js';
import { saveInForm } from '../form.js';
import { Newcomer } from '../newcomer.js';

const page = 'docs/frameworks/next.md';

export default async function (context) {
  const { browser, name } = context;
  const newcomer = await Newcomer.in(context);
  const save = async (name) => {
    const url = await newcomer.open();
    await saveInForm(await browser(), url, newcomer.emulator, 'On the server');
    await newcomer.emulator.reset();
    await saveInForm(await browser(), `${url}/browser`, newcomer.emulator, 'In the browser');
    await saveInEditor(await browser(), `${url}/editor`, newcomer.emulator, name);
  };
  await newcomer.follow(page, '# Next', 'On the server', 'In the browser', 'The editor');
  await save('In development');
  await newcomer.emulator.reset();
  await newcomer.follow(page, 'In production');
  await save(name);
  return newcomer.emulator;
}

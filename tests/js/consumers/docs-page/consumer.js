// The documentation's plain page, with its server.
import { saveInForm } from '../form.js';
import { Newcomer } from '../newcomer.js';

export default async function (context) {
  const { browser, name } = context;
  const newcomer = await Newcomer.in(context);
  await newcomer.follow('docs/frameworks/page.md', '# A plain page', 'Save a card');
  await saveInForm(await browser(), await newcomer.open(), newcomer.emulator, name);
  return newcomer.emulator;
}

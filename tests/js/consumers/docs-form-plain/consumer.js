// The documentation's form without a library, in the project of the page about a plain page.
import { editCard } from '../card-form.js';
import { Newcomer } from '../newcomer.js';

export default async function (context) {
  const { browser, name } = context;
  const newcomer = await Newcomer.in(context);
  await newcomer.follow('docs/frameworks/page.md', '# A plain page', 'Save a card');
  await newcomer.follow('docs/forms.md', 'Without a library');
  await editCard(await browser(), await newcomer.open(), newcomer.emulator, name);
  return newcomer.emulator;
}

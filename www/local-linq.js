// The switches of a local Linq. They are there only when the server has them.
import { describeError } from 'linq-contact-card/element';
import { answers, client } from './client.js';
import { announce, byId } from './page.js';

/** Shows the switches; `reload` is called when the account's cards are others. */
export async function wireLocalLinq(reload) {
  const settings = await control('GET', 'settings').catch(() => undefined);
  if (!settings?.ok) return;
  byId('local').hidden = false;
  byId('budget').checked = (await settings.json()).budget !== null;
  byId('budget').addEventListener('change', (event) =>
    control('PUT', 'settings', { budget: event.target.checked ? 3 : null }),
  );
  byId('inject').addEventListener('submit', async (event) => {
    event.preventDefault();
    const response = JSON.parse(byId('inject-answer').value);
    const times = byId('inject-times').valueAsNumber || 1;
    await control('POST', 'script', { responses: [{ method: byId('inject-method').value, times, ...response }] });
    renderScript();
  });
  answers.addEventListener('answer', () => {
    if (byId('inject-state').textContent !== '') renderScript();
  });
  byId('more-cards').addEventListener('click', async () => {
    await addCards(50).catch((error) => announce(describeError(error).title));
    reload();
  });
  byId('reset-local').addEventListener('click', async () => {
    await control('POST', 'reset', {});
    byId('budget').checked = true;
    renderScript();
    reload();
  });
}

function control(method, path, body) {
  return fetch(`/emulator/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
}

/** Says what is still to go wrong. */
async function renderScript() {
  const { responses: rest } = await (await control('GET', 'script')).json();
  const left = rest.reduce((sum, { times }) => sum + times, 0);
  byId('inject-state').textContent =
    left === 0 ? '' : left === 1 ? 'One more call will meet this.' : `${left} more calls will meet this.`;
}

/** Cards to try a long list with: numbers that nobody else has. */
async function addCards(count) {
  const first = Date.now() % 10_000_000;
  for (let index = 0; index < count; index++) {
    const digits = String((first + index) % 10_000_000).padStart(7, '0');
    await client.create({ phone_number: `+1444${digits}`, first_name: 'Card', last_name: digits });
  }
}

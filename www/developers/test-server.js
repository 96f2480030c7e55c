// The emulator's switches. They are shown only when the server has them.
import { describeError } from 'linq-contact-card/element';
import { client, onRequestEnd } from '../account/client.js';
import { announce, byId } from '../shell/page.js';

/** Shows the switches. @param {() => void} reload is called when the account's cards have been replaced */
export async function wireTestServer(reload) {
  const settings = await control('GET', 'settings').catch(() => undefined);
  if (!settings?.ok) return;
  const budget = byId('budget', HTMLInputElement);
  byId('local').hidden = false;
  budget.checked = (await settings.json()).budget !== null;
  budget.addEventListener('change', () => control('PUT', 'settings', { budget: budget.checked ? 3 : null }));
  byId('inject').addEventListener('submit', async (event) => {
    event.preventDefault();
    const response = JSON.parse(byId('inject-response', HTMLSelectElement).value);
    const method = byId('inject-method', HTMLSelectElement).value;
    const times = byId('inject-times', HTMLInputElement).valueAsNumber || 1;
    await control('POST', 'script', { responses: [{ method, times, ...response }] });
    renderScript();
  });
  onRequestEnd(() => {
    if (byId('inject-state').textContent !== '') renderScript();
  });
  byId('more-cards').addEventListener('click', async () => {
    await addCards(50).catch((error) => announce(describeError(error).title));
    reload();
  });
  byId('reset-local').addEventListener('click', async () => {
    await control('POST', 'reset', {});
    budget.checked = true;
    renderScript();
    reload();
  });
}

/**
 * Calls the emulator's control API.
 *
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 */
function control(method, path, body) {
  return fetch(`/emulator/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
}

/** Shows how many calls will still fail. */
async function renderScript() {
  /** @type {{ responses: { times: number }[] }} */
  const { responses } = await (await control('GET', 'script')).json();
  const left = responses.reduce((sum, { times }) => sum + times, 0);
  byId('inject-state').textContent =
    left === 0 ? '' : `Simulated for the next ${left === 1 ? 'call' : `${left} calls`}.`;
}

/** Creates cards to try a long list with, for numbers that aren't in use. @param {number} count */
async function addCards(count) {
  const first = Date.now() % 10_000_000;
  for (let index = 0; index < count; index++) {
    const digits = String((first + index) % 10_000_000).padStart(7, '0');
    await client.create({ phone_number: `+1444${digits}`, first_name: 'Card', last_name: digits });
  }
}

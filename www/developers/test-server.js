// The switches of the emulator, as a test server. They are shown only where the server has them.
import { describeError } from 'linq-contact-card/element';
import { client, onRequestEnd } from '../account/client.js';
import { byId } from '../shell/page.js';

/** How many cards are added at a time. */
const ADDED = 50;

/**
 * Shows the switches.
 *
 * @param {object} page
 * @param {() => void} page.cardsAdded
 * @param {() => void} page.limitsChanged
 */
export async function wireTestServer({ cardsAdded, limitsChanged }) {
  const settings = await control('GET', 'settings').catch(() => undefined);
  if (!settings?.ok) return;
  const budget = byId('budget', HTMLInputElement);
  byId('local').hidden = false;
  budget.checked = (await settings.json()).budget !== null;
  budget.addEventListener('change', () =>
    report(async () => {
      await control('PUT', 'settings', { budget: budget.checked ? 3 : null });
      limitsChanged();
    }),
  );
  byId('inject').addEventListener('submit', (event) => {
    event.preventDefault();
    report(simulate);
  });
  onRequestEnd(() => {
    if (byId('inject-state').textContent !== '') report(renderScript);
  });
  byId('more-cards').addEventListener('click', () => report(addCards, `${ADDED} cards added`).then(cardsAdded));
  byId('reset-local').addEventListener('click', () =>
    report(async () => {
      await control('POST', 'reset', {});
      // The package remembers the writes of before.
      location.reload();
    }),
  );
}

/**
 * Runs an action, and shows that it is done, or why it failed.
 *
 * @param {() => Promise<unknown>} action
 * @param {string} [done]
 */
async function report(action, done) {
  const state = byId('local-state');
  try {
    await action();
    if (done) state.textContent = done;
  } catch (error) {
    state.textContent = describeError(error).title;
  }
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

/** Has the next calls fail as the form describes. */
async function simulate() {
  const response = JSON.parse(byId('inject-response', HTMLSelectElement).value);
  const method = byId('inject-method', HTMLSelectElement).value;
  const times = byId('inject-times', HTMLInputElement).valueAsNumber || 1;
  await control('POST', 'script', { responses: [{ method, times, ...response }] });
  await renderScript();
}

/** Shows how many calls will still fail. */
async function renderScript() {
  /** @type {{ responses: { times: number }[] }} */
  const { responses } = await (await control('GET', 'script')).json();
  const left = responses.reduce((sum, { times }) => sum + times, 0);
  byId('inject-state').textContent =
    left === 0 ? '' : `Simulated for the next ${left === 1 ? 'call' : `${left} calls`}.`;
}

/** Creates cards to try a long list with, for numbers that aren't in use. */
async function addCards() {
  const first = Date.now() % 10_000_000;
  for (let index = 0; index < ADDED; index++) {
    const digits = String((first + index) % 10_000_000).padStart(7, '0');
    await client.create({ phone_number: `+1444${digits}`, first_name: 'Card', last_name: digits });
  }
}

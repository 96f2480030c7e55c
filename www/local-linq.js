// The switches of a local Linq. They are there only when the server has them.
import { byId } from './page.js';

const post = (path, body) => send('POST', path, body);

async function send(method, path, body) {
  const headers = { 'content-type': 'application/json' };
  return fetch(`/emulator/${path}`, { method, headers, body: JSON.stringify(body ?? {}) });
}

/** Shows the switches of a local Linq; `reload` is called when it starts again. */
export async function wireLocalLinq(reload) {
  const settings = await fetch('/emulator/settings').catch(() => undefined);
  if (!settings?.ok) return;
  byId('local').hidden = false;
  byId('budget').checked = (await settings.json()).budget !== null;
  byId('budget').addEventListener('change', (event) => send('PUT', 'settings', { budget: event.target.checked ? 3 : null }));
  byId('reset-local').addEventListener('click', async () => {
    await post('reset');
    byId('budget').checked = true;
    reload();
  });
}

/** Scripts the answer that was chosen for the next save, once. */
export async function scriptNextAnswer() {
  const { value } = byId('next');
  if (!value) return;
  byId('next').value = '';
  await post('script', { answers: [{ method: 'PATCH', ...JSON.parse(value) }] });
}

// Starts a local Linq for a suite, and talks to it past the package.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A local Linq, on a free port unless its flags name one; `stop` ends it. */
export async function startEmulator(...flags) {
  const listen = flags.includes('--listen') ? [] : ['--listen', '127.0.0.1:0'];
  const child = spawn(process.env.LINQ_EMULATOR, [...listen, '--control', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [first] = await once(lines, 'line');
  const url = first.replace('listening on ', '');

  const control = async (method, path, body) => {
    const response = await fetch(`${url}/emulator/${path}`, {
      method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return text ? JSON.parse(text) : undefined;
  };
  return {
    url,
    baseURL: `${url}/api/partner`,
    reset: () => control('POST', 'reset', {}),
    script: (...answers) => control('POST', 'script', { answers }),
    settings: (settings) => control('PUT', 'settings', settings),
    requests: async () => (await control('GET', 'requests')).requests,
    change: async (phone_number, fields) => {
      const query = new URLSearchParams({ phone_number });
      const init = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) };
      const response = await fetch(`${url}/api/linq/v3/contact_card?${query}`, init);
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    },
    card: async (phone_number) => {
      const query = new URLSearchParams({ phone_number });
      const response = await fetch(`${url}/api/linq/v3/contact_card?${query}`);
      return (await response.json()).contact_cards[0];
    },
    /** As somebody else. */
    update: async (phone_number, fields) => {
      const query = new URLSearchParams({ phone_number });
      const headers = { 'content-type': 'application/json' };
      await fetch(`${url}/api/linq/v3/contact_card?${query}`, { method: 'PATCH', headers, body: JSON.stringify(fields) });
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      return (await ended)[0];
    },
  };
}

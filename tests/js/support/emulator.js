// Starts a local Linq for a suite, and talks to it past the package and the gateway.
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
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return text ? JSON.parse(text) : undefined;
  };
  const baseURL = `${url}/api/partner`;
  const key = flags.includes('--key') ? flags[flags.indexOf('--key') + 1] : 'linq-emulator-key';
  /** What the endpoint answers, past the gateway. */
  const ask = async (method, query, body) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(`${baseURL}/v3/contact_card${query}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return JSON.parse(text);
  };
  return {
    url,
    baseURL,
    key,
    reset: () => control('POST', 'reset', {}),
    script: (...responses) => control('POST', 'script', { responses }),
    settings: (settings) => control('PUT', 'settings', settings),
    requests: async () => (await control('GET', 'requests')).requests,
    /** Makes a card, as somebody else who has the key. */
    create: (card) => ask('POST', '', card),
    /** Changes a card, as somebody else who has the key. */
    update: (phone_number, fields) => ask('PATCH', `?${new URLSearchParams({ phone_number })}`, fields),
    card: async (phone_number) => (await ask('GET', `?${new URLSearchParams({ phone_number })}`)).contact_cards[0],
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      return (await ended)[0];
    },
  };
}

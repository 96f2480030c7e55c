// Starts an emulator for a suite, and calls its endpoint and its control API without the package and the gateway.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { variable } from './environment.js';

/** @typedef {{ phone_number: string, first_name: string, last_name?: string, image_url?: string, is_active: boolean }} Card */
/** @typedef {{ method: string, target: string, headers: [string, string][], body: string }} LoggedRequest */

/**
 * Starts an emulator, on a free port unless the flags name one.
 *
 * @param {string[]} flags
 */
export async function startEmulator(...flags) {
  const listen = flags.includes('--listen') ? [] : ['--listen', '127.0.0.1:0'];
  const child = spawn(variable('LINQ_EMULATOR'), [...listen, '--control', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exit.then(([code]) => Promise.reject(new Error(`the emulator exited with ${code} before it listened`))),
  ]);
  const url = line.replace('listening on ', '');
  const key = flags.includes('--key') ? flags[flags.indexOf('--key') + 1] : undefined;
  return {
    ...clientOf(url, key),
    /** Ends the emulator and returns its exit code. */
    async stop() {
      child.kill('SIGTERM');
      const [code] = await exit;
      return code;
    },
  };
}

/**
 * Returns functions that call a running emulator, or `linq-contact-card dev`.
 *
 * @param {string} url
 * @param {string} [key]
 */
export function clientOf(url, key = 'linq-emulator-key') {
  const baseURL = `${url}/api/partner`;

  /**
   * Calls the control API.
   *
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  const control = (method, path, body) => send(method, `${url}/emulator/${path}`, {}, body);

  /**
   * Calls the endpoint with the key, as a client other than the package.
   *
   * @param {string} method
   * @param {Record<string, string>} query
   * @param {unknown} [body]
   */
  const call = (method, query, body) =>
    send(method, `${baseURL}/v3/contact_card?${new URLSearchParams(query)}`, { authorization: `Bearer ${key}` }, body);

  return {
    url,
    baseURL,
    /** Restores the state that the emulator had when it started. */
    reset: () => control('POST', 'reset', {}),
    /** Scripts the next responses. @param {object[]} responses */
    script: (...responses) => control('POST', 'script', { responses }),
    /** Puts the clock forward. @param {number} ms */
    advance: (ms) => control('POST', 'clock', { advance_ms: ms }),
    /** Changes settings. @param {{ budget: number | null }} settings */
    settings: (settings) => control('PUT', 'settings', settings),
    /** Signs the users of the gateway out, or in again; `reset` signs them in. @param {boolean} signed_in */
    signIn: (signed_in) => control('PUT', 'session', { signed_in }),
    /** Returns the requests that the endpoint received. @returns {Promise<LoggedRequest[]>} */
    requests: async () => (await control('GET', 'requests')).requests,
    /** Creates a card. @param {Partial<Card>} card */
    create: (card) => call('POST', {}, card),
    /**
     * Updates a card.
     *
     * @param {string} phone_number
     * @param {Partial<Card>} fields
     */
    update: (phone_number, fields) => call('PATCH', { phone_number }, fields),
    /**
     * Returns the card of a phone number.
     *
     * @param {string} phone_number
     * @returns {Promise<Card>}
     */
    card: async (phone_number) => (await call('GET', { phone_number })).contact_cards[0],
    /** Returns all cards of the account. @returns {Promise<Card[]>} */
    cards: async () => (await call('GET', {})).contact_cards,
  };
}

/**
 * Sends a request over a connection of its own, as the emulator may have closed one that was kept open. Returns the body
 * of the response, which must be a success.
 *
 * @param {string} method
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {unknown} body
 */
async function send(method, url, headers, body) {
  const content = body === undefined ? undefined : JSON.stringify(body);
  const outgoing = request(url, {
    agent: false,
    method,
    headers: { ...headers, ...(content && { 'content-type': 'application/json' }) },
  });
  outgoing.end(content);
  const [response] = await once(outgoing, 'response');
  const received = await text(response);
  if (response.statusCode >= 300) throw new Error(`${method} ${url}: ${response.statusCode} ${received}`);
  return received ? JSON.parse(received) : undefined;
}

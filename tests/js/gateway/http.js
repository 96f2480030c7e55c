// An HTTP client without timeouts and kept-alive connections, which make tests fail on a busy machine.
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * Sends a request, and returns the response with its body.
 * @param {string} url
 * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [options]
 */
export async function send(url, { method = 'GET', headers = {}, body } = {}) {
  const response = await new Promise((resolve, reject) => {
    request(url, { method, headers, agent: false }).on('response', resolve).on('error', reject).end(body);
  });
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

// Checks of a gateway and of a page that uses it, with reads alone.
import { allowsConnection, allowsWasm, policiesOf } from './csp.js';
import { failed, ok, skipped, warning } from './check.js';

/** @typedef {import('./check.js').Check} Check */

/** The number of the reference page: whether it has a card is of no matter. */
const NUMBER = '+15551234567';

/** More bytes than a gateway's response, or the head of a page, has. */
const MOST_BYTES = 1_048_576;

/**
 * What a gateway responded with.
 *
 * @typedef {object} GatewayResponse
 * @property {number} status
 * @property {string} type the content type
 * @property {boolean} isLinq whether the body is a list of cards or an error in Linq's form
 * @property {string | undefined} message
 * @property {boolean} isOwn whether it is the gateway's own: Linq's have a trace id
 */

/**
 * Checks that a gateway responds.
 *
 * @param {URL | undefined} gateway
 * @param {number} timeout milliseconds
 * @returns {Promise<Check>}
 */
export async function checkGateway(gateway, timeout) {
  const name = 'gateway';
  if (!gateway) return skipped(name, 'Name its URL with --gateway.');
  const response = await call(gateway, {}, timeout);
  if ('reason' in response) {
    return failed(
      name,
      `${gateway.origin} doesn't respond: ${response.reason}.`,
      'Start the gateway, or correct the URL.',
    );
  }
  const { status, type, isLinq, isOwn, message } = response;
  if (status >= 300 && status < 400) {
    return failed(name, `It redirects (${status}).`, `Exempt ${gateway.pathname} from the redirects of your server.`);
  }
  if (!isLinq) {
    return failed(
      name,
      `What responds (${status}, ${type}) isn't a gateway.`,
      'Check the path, and that your server routes it.',
    );
  }
  if (status === 401 && !isOwn) {
    return failed(name, "Linq refused the gateway's key (401).", 'Set the key of the gateway again, and restart it.');
  }
  if (status === 401) return ok(name, 'It responds, and demands a session.');
  if (status === 404 && isOwn)
    return failed(name, 'It serves another path.', 'Compare the URL with its option basePath.');
  if (status >= 500) return failed(name, `It responds with ${status}: ${message}.`, "Read the gateway's log.");
  return ok(name, `It responds (${status}) without a session.`);
}

/**
 * Checks that a gateway accepts the pages of an origin.
 *
 * @param {URL | undefined} gateway
 * @param {string | undefined} origin
 * @param {number} timeout milliseconds
 * @returns {Promise<Check>}
 */
export async function checkOrigin(gateway, origin, timeout) {
  const name = 'origin';
  if (!origin || !gateway) return skipped(name, "Name a page's origin with --origin, and --gateway.");
  const exact = originOf(origin);
  if (exact !== origin) {
    return failed(
      name,
      'It is not as browsers send it.',
      exact ? `Write ${exact}` : 'Write it as https://dashboard.example',
    );
  }
  const headers = { origin, 'sec-fetch-site': 'same-origin' };
  const [without, of] = await Promise.all([call(gateway, {}, timeout), call(gateway, headers, timeout)]);
  if ('reason' in of || 'reason' in without || !of.isLinq) return skipped(name, 'The gateway has to respond first.');
  if (of.status === 403 && without.status !== 403) {
    return failed(name, `The gateway refuses pages of ${origin}.`, `Add '${origin}' to its option origins.`);
  }
  if (of.status === 403) return skipped(name, 'The gateway refuses requests without an origin, too.');
  if (gateway.origin !== origin) {
    return warning(
      name,
      `The gateway accepts pages of ${origin}, which is another origin than the gateway's.`,
      `Let the page's server forward ${gateway.pathname} to the gateway: browsers don't let the page call it directly.`,
    );
  }
  return ok(name, `The gateway accepts pages of ${origin}.`);
}

/**
 * Checks that the Content-Security-Policy of a page lets the package work.
 *
 * @param {URL | undefined} page
 * @param {URL | undefined} gateway
 * @param {number} timeout milliseconds
 * @returns {Promise<Check>}
 */
export async function checkPage(page, gateway, timeout) {
  const name = 'csp';
  if (!page) return skipped(name, 'Name the URL of a page with --page.');
  const loaded = await load(page, timeout);
  if ('reason' in loaded) return failed(name, `${page.origin} doesn't respond: ${loaded.reason}.`, 'Correct the URL.');
  const { policies, url, status } = loaded;
  if (status >= 400)
    return failed(name, `The page responds with ${status}.`, 'Name the URL of a page that opens without a session.');
  if (policies.length === 0) return ok(name, 'The page has no Content-Security-Policy.');
  if (!policies.every(allowsWasm)) {
    return failed(name, 'The policy forbids WebAssembly.', "Add 'wasm-unsafe-eval' to script-src.");
  }
  const target = gateway ?? new URL('/api/linq', url);
  if (!policies.every((policy) => allowsConnection(policy, url, target))) {
    const source = target.origin === url.origin ? "'self'" : target.origin;
    return failed(name, `The policy forbids requests to ${target.origin}.`, `Add ${source} to connect-src.`);
  }
  return ok(name, 'The policy allows WebAssembly and requests to the gateway.');
}

/**
 * Reads a number's card through a gateway.
 *
 * @param {URL} gateway
 * @param {Record<string, string>} headers
 * @param {number} timeout milliseconds
 * @returns {Promise<GatewayResponse | { reason: string }>}
 */
async function call(gateway, headers, timeout) {
  const url = `${gateway.href.replace(/\/$/, '')}/v3/contact_card?phone_number=${encodeURIComponent(NUMBER)}`;
  try {
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(url, {
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      signal,
    });
    const body = parse(await textOf(response));
    const error = Object(body?.error);
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? 'no content type',
      isLinq: Array.isArray(body?.contact_cards) || typeof error.code === 'number',
      message: typeof error.message === 'string' ? error.message.slice(0, 200) : undefined,
      isOwn: !response.headers.has('x-trace-id') && body?.trace_id === undefined,
    };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/**
 * @param {URL} page
 * @param {number} timeout milliseconds
 */
async function load(page, timeout) {
  try {
    const response = await fetch(page, { headers: { accept: 'text/html' }, signal: AbortSignal.timeout(timeout) });
    const policies = policiesOf(response.headers.get('content-security-policy'), await textOf(response));
    return { policies, url: new URL(response.url), status: response.status };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** Returns the start of a body. @param {Response} response */
async function textOf({ body }) {
  const chunks = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString();
}

/** @param {string} text @returns {Record<string, unknown> | undefined} */
function parse(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Returns the origin of a URL; `undefined` if it isn't one. @param {string} text */
function originOf(text) {
  const { protocol = '', origin } = URL.canParse(text) ? new URL(text) : {};
  return /^https?:$/.test(protocol) ? origin : undefined;
}

/** Returns why there is no response, as a code: hosts put parts of requests into their messages. @param {unknown} error */
function reasonOf(error) {
  const { name, cause } = Object(error);
  return name === 'TimeoutError' ? 'no response in time' : String(Object(cause).code ?? name);
}

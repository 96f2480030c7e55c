// The dashboard's files.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/** The files by their paths, with their types. */
const files = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/index.html': ['index.html', 'text/html; charset=utf-8'],
  '/main.js': ['main.js', 'text/javascript; charset=utf-8'],
  '/style.css': ['style.css', 'text/css; charset=utf-8'],
  '/icon.svg': ['icon.svg', 'image/svg+xml'],
};

/** Allows scripts, WebAssembly, styles and requests of the page's own origin, and images from https; nothing else. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' https: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Reads the files, which are next to the bundled program. Returns a function that responds with one of them, if there is one. */
export function readDashboard() {
  const folder = fileURLToPath(new URL('dashboard/', import.meta.url));
  const contents = new Map(
    Object.entries(files).map(([path, [file, type]]) => [path, { type, body: readFileSync(`${folder}${file}`) }]),
  );
  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @returns {boolean} whether it has responded
   */
  return ({ method, url = '' }, response) => {
    const file = contents.get(url.split('?', 1)[0] ?? '');
    if (!file || (method !== 'GET' && method !== 'HEAD')) return false;
    response.writeHead(200, {
      'content-type': file.type,
      'content-length': file.body.length,
      'cache-control': 'no-cache',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    response.end(method === 'HEAD' ? undefined : file.body);
    return true;
  };
}

// A page without a bundler: it imports the files of the installed package by their addresses, without an import map.
import { share } from '../workshop.js';

export default async function ({ dir, linq, visit, name }) {
  share(dir, 'index.html');
  const server = await linq('..');
  await visit(`${server.url}/page/?name=${encodeURIComponent(name)}`);
  return server;
}

// A page without a bundler: it imports the files of the installed package by their addresses, without an import map.
export default async function ({ linq, visit }) {
  const server = await linq('..');
  await visit(`${server.url}/page/`);
  return server;
}

// Vitest: a suite in Node, and one in jsdom, which is a page.
export default async function ({ run, linq, name }) {
  const server = await linq();
  run('vitest', ['run', '--testTimeout=60000'], { NAME: name, LINQ_URL: server.url });
  return server;
}

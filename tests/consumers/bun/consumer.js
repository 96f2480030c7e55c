// Bun. Its own npm package needs an install script, so the program comes from that of the platform.
const arch = { arm64: 'aarch64' }[process.arch] ?? process.arch;
const bun = `../node_modules/@oven/bun-${process.platform}-${arch}/bin/bun`;

export default async function ({ run, linq, name }) {
  const server = await linq();
  run(bun, ['--no-install', 'main.js'], { NAME: name, BASE_URL: server.baseURL });
  return server;
}

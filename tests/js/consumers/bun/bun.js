// Bun's own npm package needs an install script, so the program comes from that of the platform.
const arch = { arm64: 'aarch64' }[process.arch] ?? process.arch;

export const bun = `../node_modules/@oven/bun-${process.platform}-${arch}/bin/bun`;

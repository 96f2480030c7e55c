// Bun's own npm package needs an install script, so the program comes from that of the platform.
import { toolFile } from '../programs.js';

const arch = { arm64: 'aarch64' }[process.arch] ?? process.arch;

export const bun = toolFile(`@oven/bun-${process.platform}-${arch}/bin/bun`);

// The emulator in memory, in workerd, which forbids compiling: the bundler brings the compiled modules.
import { wranglerEnv } from '../wrangler.js';

export default async function ({ dir, run, name }) {
  run('wrangler', ['deploy', '--dry-run', '--outdir', 'dist'], wranglerEnv(dir));
  run('node', ['main.mjs', 'dist/worker.js'], { NAME: name });
  return { card: async () => ({ first_name: name }) };
}

// Wrangler, which keeps everything in the project, and asks nobody about anything.
import { join } from 'node:path';

/** Its variables. */
export const wranglerEnv = (dir) => ({
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  XDG_CONFIG_HOME: join(dir, '.config'),
});

// Wrangler, without a network and with its files in the project.
import { join } from 'node:path';

/** Returns the environment variables for Wrangler. */
export const wranglerEnv = (dir) => ({
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  XDG_CONFIG_HOME: join(dir, '.config'),
});

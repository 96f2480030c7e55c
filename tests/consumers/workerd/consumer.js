// workerd, with what wrangler bundles for it without a plugin.
export default async function ({ dir, run, linq, name }) {
  const server = await linq();
  run('wrangler', ['deploy', '--dry-run', '--outdir', 'dist'], { WRANGLER_SEND_METRICS: 'false', XDG_CONFIG_HOME: dir });
  run('node', ['main.mjs'], { NAME: name, BASE_URL: server.baseURL });
  return server;
}

const { WIRING, TARGET } = process.env;

/** Responds as nginx does where nothing listens behind it. */
const respondLikeNginx = (proxy) =>
  proxy.on('error', (_error, _request, response) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>');
  });

/** The wirings: without a proxy, Vite responds to unknown paths with its page, or with a 404. */
const wirings = {
  page: {},
  notFound: { appType: 'mpa' },
  proxy: { server: { proxy: { '/api/linq': TARGET } } },
  proxyLikeNginx: { server: { proxy: { '/api/linq': { target: TARGET, configure: respondLikeNginx } } } },
};
const { server, ...rest } = wirings[WIRING];

export default {
  // A cache in the project, so that no earlier build of the package is used.
  cacheDir: '.vite',
  ...rest,
  server: { host: '127.0.0.1', ...server },
};

const { WIRING, TARGET } = process.env;

/** Responds as nginx does where nothing listens behind it. */
const respondLikeNginx = (proxy) =>
  proxy.on('error', (_error, _request, response) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>');
  });

/** Responds with a page, as the catch-all route of many servers does. */
const catchAll = {
  name: 'catch-all',
  configureServer({ middlewares }) {
    middlewares.use('/api', (_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>A page</title>');
    });
  },
};

/** The wirings: without a proxy, Vite responds with a 404. */
const wirings = {
  page: { plugins: [catchAll] },
  notFound: {},
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

const { WIRING, TARGET } = process.env;

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
};
const { server, ...rest } = wirings[WIRING];

export default {
  // A cache in the project, so that no earlier build of the package is used.
  cacheDir: '.vite',
  ...rest,
  server: { host: '127.0.0.1', ...server },
};

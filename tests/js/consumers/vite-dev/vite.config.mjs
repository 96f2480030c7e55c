export default {
  // A cache in the project, so that no earlier build of the package is used.
  cacheDir: '.vite',
  server: { host: '127.0.0.1', proxy: { '/api/linq': process.env.LINQ } },
};

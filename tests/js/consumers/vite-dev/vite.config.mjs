export default {
  // Its own, so that a new package isn't taken for the one that was there before.
  cacheDir: '.vite',
  server: { host: '127.0.0.1', proxy: { '/api/linq': process.env.LINQ } },
};

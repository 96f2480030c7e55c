export default {
  mode: 'production',
  entry: './page.js',
  output: { path: `${import.meta.dirname}/www`, filename: 'page.js' },
};

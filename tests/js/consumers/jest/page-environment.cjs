// jsdom has no `fetch` and no encoders, and its signals are not those that Node's `fetch` takes: the page gets Node's.
const { TestEnvironment } = require('jest-environment-jsdom');

module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    Object.assign(this.global, { AbortController, AbortSignal, TextDecoder, TextEncoder, fetch });
  }
};

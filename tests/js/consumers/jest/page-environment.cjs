// jsdom has neither `fetch` nor encoders, and Node's `fetch` rejects its signals: the page gets Node's.
const { TestEnvironment } = require('jest-environment-jsdom');

module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    Object.assign(this.global, { AbortController, AbortSignal, TextDecoder, TextEncoder, fetch });
  }
};

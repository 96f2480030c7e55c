// The requests and responses of one call, for what the SDK shows of them: raw responses, and the headers of errors.

/** @typedef {import('../types/index.js').FetchLike} FetchLike */

export class Exchange {
  /** Whether a request was sent. */
  isSent = false;
  /** Whether the caller reads the raw response's body. */
  needsBody = false;
  /** The last response. @type {Partial<Response> | undefined} */
  response;

  /**
   * Returns a `fetch` that stores what is sent and received.
   * @param {object | undefined} fetchOptions further members of the second argument
   * @param {FetchLike} [fetch] looked up at the start of each call, as tests replace it
   * @returns {FetchLike}
   */
  observe(fetchOptions, fetch = globalThis.fetch) {
    return async (url, init) => {
      this.isSent = true;
      // Hosts read inherited members, too.
      const response = await fetch(url, /** @type {typeof init} */ ({ __proto__: null, ...fetchOptions, ...init }));
      this.#store(/** @type {Partial<Response> | undefined} */ (response));
      return response;
    };
  }

  /**
   * Stores a response: a copy where its body is read twice. A copy of a body that isn't a web stream may block until the original
   * is read, too.
   * @param {Partial<Response> | undefined} response
   */
  #store(response) {
    this.response = this.needsBody && response?.body?.getReader && response.clone ? response.clone() : response;
  }
}

// The head of a response, for the core: the client and the gateway report it alike.

/** Returns the report of a response's head, as far as it can be read: the core's `Response`. @param {unknown} response */
export function headOf(response) {
  try {
    const { headers, status, type } = /** @type {Response} */ (response);
    // A caller's `fetch` may return anything, and encoding an object could throw.
    const primitive = (/** @type {unknown} */ value) => (typeof value === 'object' ? undefined : value);
    const header = (/** @type {string} */ name) => /** @type {string | undefined} */ (primitive(headers.get(name)));
    const retryAfter = header('retry-after');
    return {
      status: primitive(status),
      type: primitive(type),
      retryAfter,
      retryIn: retryAfter && Math.max(0, Math.ceil((Date.parse(retryAfter) - Date.now()) / 1000)),
      traceId: header('x-trace-id'),
      shouldRetry: header('x-should-retry'),
      writeBudget: header('x-write-budget'),
    };
  } catch {
    return {};
  }
}

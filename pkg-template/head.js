// @ts-check
// The report of a response's head, as far as it can be read; in the order of the core's `Head`.

/** @param {any} response */
export function headOf(response) {
  /** @type {unknown[]} */
  const head = [seconds(Date.now())];
  try {
    const { headers } = response;
    const retryAfter = headers.get('retry-after');
    head.push(
      response.status, response.type, retryAfter, headers.get('x-trace-id'), headers.get('x-should-retry'),
      headers.get('x-write-budget'), retryAfter && seconds(Date.parse(retryAfter)),
    );
  } catch {}
  return head;
}

/** @param {number} ms */
const seconds = (ms) => Math.floor(ms / 1000);

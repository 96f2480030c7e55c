// The response of a gateway whose core can't write one.

/**
 * Returns the parts of a response with the status 500, whose body has the format of Linq's errors.
 * @param {string} message
 * @param {'refused'} [outcome] `refused` where nothing was sent to Linq
 */
export function failure(message, outcome) {
  const error = { status: 500, code: 3006, message, outcome };
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-should-retry': 'false',
  };
  return { ...error, headers, body: JSON.stringify({ success: false, error }) };
}

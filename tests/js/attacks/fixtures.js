// Settings of the gateway on every host.

/** A canary: it must only ever appear in requests to the upstream. */
export const apiKey = 'linq-canary-0123456789abcdef';
export const origin = 'https://dashboard.example';
/**
 * Milliseconds for a whole exchange. The rows about denial of service wait for it; on a busy machine, all others need far
 * less.
 */
export const gatewayTimeout = 20_000;

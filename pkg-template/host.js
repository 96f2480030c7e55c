// @ts-check
// What this place is, for the core to decide what is safe in it. Looked up at each call: globals come and go in tests.

/**
 * The report that the core's `Host` takes.
 * @param {boolean} isServer what the entry knows
 */
export function host(isServer) {
  const { Deno, Bun, document, location, navigator, process, WorkerGlobalScope } = /** @type {any} */ (globalThis);
  return [
    document !== undefined,
    WorkerGlobalScope !== undefined,
    // Their global scopes may look like a page's worker.
    isServer || !!(Deno || Bun || process?.versions?.node || navigator?.userAgent === 'Cloudflare-Workers'),
    location?.origin,
  ];
}

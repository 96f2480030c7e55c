// @ts-check
// Where the code runs, for the core to decide what is safe there. Looked up at each call: globals come and go in tests.

/**
 * The report that the core's `Environment` takes.
 * @param {boolean} [isServer] what the entry knows
 */
export function environment(isServer) {
  const { Deno, Bun, document, location, navigator, process, WorkerGlobalScope } = /** @type {any} */ (globalThis);
  return {
    hasDocument: document !== undefined,
    hasWorkerScope: WorkerGlobalScope !== undefined,
    // Their global scopes may look like those of a page's worker.
    isServer: isServer || !!(Deno || Bun || process?.versions?.node || navigator?.userAgent === 'Cloudflare-Workers'),
    origin: location?.origin,
  };
}

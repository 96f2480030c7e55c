// A report on the host, from which the core decides what is safe there. It is made again for each call, as tests add and
// remove globals.

/**
 * @typedef {object} HostGlobals the globals by which hosts differ
 * @property {unknown} [Deno]
 * @property {unknown} [Bun]
 * @property {unknown} [document]
 * @property {{ origin?: string }} [location]
 * @property {string} [origin]
 * @property {{ userAgent?: string }} [navigator]
 * @property {{ versions?: Record<string, string | undefined>, env?: Record<string, string | undefined> }} [process]
 * @property {unknown} [WorkerGlobalScope]
 */

/**
 * Returns the report that the core's `Environment` is read from.
 * @param {boolean} isServer whether the entry runs on servers only, whatever their globals are
 */
export function describeHost(isServer) {
  const { Deno, Bun, document, location, navigator, origin, process, WorkerGlobalScope } = /** @type {HostGlobals} */ (
    globalThis
  );
  return {
    hasDocument: !!document,
    hasWorkerScope: !!WorkerGlobalScope,
    // Servers whose global scopes may look like those of a page's worker.
    isServer: isServer || !!(Deno || Bun || process?.versions?.node || navigator?.userAgent === 'Cloudflare-Workers'),
    // A script can replace `origin`, as by `var origin`. Only a page without an address of its own, such as a frame's `srcdoc`,
    // needs it.
    origin: location?.origin === 'null' ? origin : location?.origin,
  };
}

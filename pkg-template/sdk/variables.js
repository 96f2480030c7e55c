/** @typedef {import('../runtime/host.js').HostGlobals} HostGlobals */

/** Returns an environment variable; `undefined` where it is blank, or the host has none. @param {string} name */
export function variable(name) {
  const env = /** @type {HostGlobals} */ (globalThis).process?.env;
  return (env && Object.hasOwn(env, name) && env[name]?.trim()) || undefined;
}

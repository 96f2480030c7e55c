// What `cargo xtask test` passes to a suite.

/**
 * Returns the value of an environment variable that the suite can't run without.
 *
 * @param {string} name
 * @returns {string}
 */
export function variable(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} must be set: run the suite with \`cargo xtask test\``);
  return value;
}

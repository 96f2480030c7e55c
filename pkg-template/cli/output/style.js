// Colours on terminals.

/** @typedef {Record<keyof typeof codes, (text: string) => string>} Style */

/** The codes of ECMA-48 that start a style; 0 ends it. */
const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

/**
 * Returns functions that style a text for a stream: on a terminal with colours, or as `NO_COLOR` and `FORCE_COLOR` demand.
 *
 * @param {{ isTTY?: boolean, hasColors?: () => boolean }} stream
 * @param {NodeJS.ProcessEnv} env
 * @returns {Style}
 */
export function styleFor(stream, env) {
  const isOn = hasColors(stream, env);
  const styles = Object.entries(codes).map(([name, code]) => [
    name,
    (/** @type {string} */ text) => (isOn && text ? `\x1b[${code}m${text}\x1b[0m` : text),
  ]);
  return /** @type {Style} */ (Object.fromEntries(styles));
}

/**
 * @param {{ isTTY?: boolean, hasColors?: () => boolean }} stream
 * @param {NodeJS.ProcessEnv} env
 */
function hasColors({ isTTY, hasColors }, { NO_COLOR, FORCE_COLOR, TERM }) {
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTTY === true && hasColors !== undefined && TERM !== 'dumb';
}

// The console, for operators whose gateway has no log.

/**
 * Prints on the console, which the host's own code may have replaced: what that throws must not end a response.
 * @param {unknown[]} values
 */
export function print(...values) {
  try {
    console.error(...values);
  } catch {
    // There is nowhere left to report it.
  }
}

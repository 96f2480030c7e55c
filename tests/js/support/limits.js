/**
 * How many milliseconds a test waits for a condition. The limit only ends a test that would never end: it is many times what
 * a wait takes on a slow, busy machine, and no test is about it.
 */
export const waitLimit = 60_000;

/**
 * How long a test waits for a condition, in milliseconds. It is many times what a wait takes on a slow, busy machine, and only
 * ends a test that would wait for ever.
 */
export const waitLimit = 60_000;

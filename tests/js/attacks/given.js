// What every host is given.

/** It must never be seen again but upstream. */
export const key = 'linq-canary-0123456789abcdef';
export const origin = 'https://dashboard.example';
/** Milliseconds for a whole exchange; slow rows wait for it. */
export const timeout = 2_000;

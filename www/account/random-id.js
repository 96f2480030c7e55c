// Ids that can't be guessed.

/** Returns 64 random bits, as 16 hexadecimal digits. Unlike `crypto.randomUUID`, it is there on pages without TLS. */
export const randomId = () =>
  [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

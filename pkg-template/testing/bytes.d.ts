// The typings of bytes.js, which xtask/js/encode.mjs generates.

/** Decodes the bytes of the module. */
export function bytes(): Uint8Array<ArrayBuffer>;

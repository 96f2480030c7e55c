// Made by xtask/js/encode.mjs.

/** Decodes the bytes of the module. */
export function bytes(): Uint8Array<ArrayBuffer>;

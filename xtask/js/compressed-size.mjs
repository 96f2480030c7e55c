import { brotliCompressSync, constants } from 'node:zlib';

/** Returns the size of a file as servers send it: in bytes, compressed with brotli. @param {Uint8Array | string} file */
export function compressedSize(file) {
  const bytes = Buffer.from(file);
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  return brotliCompressSync(bytes, { params: { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_SIZE_HINT]: bytes.length } })
    .length;
}

import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants } from 'node:zlib';

const compress = promisify(brotliCompress);

/** Returns the size of a file as servers send it: in bytes, compressed with brotli. @param {Uint8Array | string} file */
export function compressedSize(file) {
  const bytes = Buffer.from(file);
  return brotliCompressSync(bytes, optionsFor(bytes)).length;
}

/** Does the same as `compressedSize`, several at a time. @param {Uint8Array | string} file */
export async function compressedSizeAsync(file) {
  const bytes = Buffer.from(file);
  return (await compress(bytes, optionsFor(bytes))).length;
}

/** Returns the options of the best compression. @param {Uint8Array} bytes */
function optionsFor(bytes) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  return { params: { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_SIZE_HINT]: bytes.length } };
}

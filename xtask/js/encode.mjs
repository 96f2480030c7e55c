// Encodes the bytes of a module as a JavaScript string of printable ASCII.
//
// A printable byte is written as itself, so that brotli finds the module's English texts in its dictionary. The lowest
// bytes are frequent in WebAssembly but not printable, so the first few are swapped with the rarest printable bytes.
// Every other byte takes two characters: an escape and one more.

/** Whether a string literal in single quotes may contain a character unescaped. @param {number} code */
const isPrintable = (code) => code >= 32 && code <= 126 && !`'\\`.includes(String.fromCharCode(code));

/** The last character that is not an escape; the escapes are `{`, `|`, `}` and `~`. */
const LAST = 'z'.charCodeAt(0);

/**
 * What `{` adds to the code of the character after it; `|` adds twice as much, and so on. At this distance the ranges
 * overlap enough for every byte to have characters, although the single quote and the backslash are excluded.
 */
const STEP = 60;

/** The codes that take one character. */
const singles = [...Array(LAST + 1).keys()].filter(isPrintable);

/** A module in characters: the printable ones that are swapped with the lowest bytes, and the text. @typedef {{ swapped: string, text: string }} Coding */

/** How many sizes are measured at a time. */
const AT_ONCE = 4;

/**
 * Returns the source of a module that exports `bytes()`, in the coding whose text is shortest.
 * @param {Uint8Array} wasm
 */
export function encode(wasm) {
  const codings = swapsFor(wasm).map((codes) => codingOf(wasm, codes));
  return sourceOf(codings.reduce((best, one) => (one.text.length < best.text.length ? one : best)));
}

/**
 * Returns the source of a module that exports `bytes()`: of many codings, with the one whose source is smallest. The order of
 * the swapped bytes decides with which of the lowest bytes a printable one is swapped.
 * @param {Uint8Array} wasm
 * @param {(source: string) => Promise<number>} sizeOf measures a source
 */
export async function encodeBySize(wasm, sizeOf) {
  /** Returns a coding's source with its size. @param {number[]} codes the printable bytes that are swapped, in order */
  const tryOut = async (codes) => {
    const source = sourceOf(codingOf(wasm, codes));
    return { codes, source, size: await sizeOf(source) };
  };
  const orders = swapsFor(wasm).flatMap((codes) => [
    codes,
    codes.toReversed(),
    codes.toSorted((a, b) => a - b),
    codes.toSorted((a, b) => b - a),
  ]);
  let best = await tryOut([]);
  for (const some of chunksOf(orders)) {
    best = (await Promise.all(some.map(tryOut))).reduce((a, b) => (b.size < a.size ? b : a), best);
  }
  // From there, each exchange of two that makes it smaller.
  const pairs = best.codes.flatMap((_, one) =>
    Array.from({ length: one }, (_, other) => /** @type {const} */ ([one, other])),
  );
  for (let index = 0; index < pairs.length; ) {
    const { codes, size } = best;
    const some = pairs.slice(index, index + AT_ONCE);
    const tried = await Promise.all(some.map(([one, other]) => tryOut(exchanged(codes, one, other))));
    const smaller = tried.findIndex((result) => result.size < size);
    best = tried[smaller] ?? best;
    index += smaller < 0 ? some.length : smaller + 1;
  }
  return best.source;
}

/** Returns the printable bytes that may be swapped with as many lowest bytes: the rarest ones. @param {Uint8Array} wasm */
function swapsFor(wasm) {
  const count = new Uint32Array(256);
  const countOf = (/** @type {number} */ byte) => count[byte] ?? 0;
  for (const byte of wasm) count[byte] = countOf(byte) + 1;
  const rarest = singles.toSorted((a, b) => countOf(a) - countOf(b));
  return Array.from({ length: 33 }, (_, length) => rarest.slice(0, length));
}

/** Returns a list in pieces that are measured at a time. @template T @param {T[]} list */
function chunksOf(list) {
  return Array.from({ length: Math.ceil(list.length / AT_ONCE) }, (_, index) =>
    list.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
}

/** Returns a list with two items exchanged. @param {number[]} list @param {number} one @param {number} other */
function exchanged(list, one, other) {
  const result = [...list];
  [result[one], result[other]] = [/** @type {number} */ (list[other]), /** @type {number} */ (list[one])];
  return result;
}

/** Returns the source of a module that decodes a text. @param {Coding} coding */
function sourceOf({ swapped, text }) {
  return `// @ts-check
// The bytes of the module, encoded by xtask/js/encode.mjs.
const swapped = '${swapped}';
const text = '${text}';

/** Decodes in place, with a plain loop: a callback for each byte is many times slower, and so is reading from the text. */
export function bytes() {
  const values = new Uint8Array(256).map((_, code) => code);
  for (let byte = 0; byte < swapped.length; byte++) {
    const code = swapped.charCodeAt(byte);
    values[code] = byte;
    values[byte] = code;
  }
  const codes = new TextEncoder().encode(text);
  const { length } = codes;
  let to = 0;
  for (let from = 0; from < length; to++) {
    let code = codes[from++];
    if (code > ${LAST}) code = (code - ${LAST}) * ${STEP} + codes[from++];
    codes[to] = values[code & 255];
  }
  return codes.subarray(0, to);
}
`;
}

/** Returns the coding that swaps the lowest bytes with others, in order. @param {Uint8Array} wasm @param {number[]} codes */
function codingOf(wasm, codes) {
  const characters = Array.from({ length: 256 }, (_, code) => charactersOf(code));
  for (const [byte, code] of codes.entries()) {
    characters[byte] = charactersOf(code);
    characters[code] = charactersOf(byte);
  }
  return { swapped: String.fromCharCode(...codes), text: Array.from(wasm, (byte) => characters[byte]).join('') };
}

/**
 * Returns the one or two characters for a code.
 *
 * @param {number} code
 * @returns {string}
 */
function charactersOf(code) {
  if (singles.includes(code)) return String.fromCharCode(code);
  for (let first = LAST + 1; first <= 126; first++) {
    const next = (code - (first - LAST) * STEP) & 255;
    if (isPrintable(next)) return String.fromCharCode(first, next);
  }
  throw new RangeError(`there are no characters for the byte ${code}`);
}

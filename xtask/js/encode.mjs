// The module's bytes as a JavaScript text: the most frequent bytes are one printable ASCII character each, the others
// two. Compressors see the same repetitions as in the bytes themselves, which base64 hides from them: brotli takes 3 %
// more than for the raw module, where base64 takes 32 % more.

/** Printable ASCII that no string literal has to escape. */
const characters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))
  .filter((character) => !'"\\$`\''.includes(character));
const escapes = 3;

/** The source of a module that exports `bytes()`. */
export function encode(wasm) {
  const count = new Array(256).fill(0);
  for (const byte of wasm) count[byte] += 1;
  const order = [...count.keys()].sort((a, b) => count[b] - count[a] || a - b);

  const singles = characters.length - escapes;
  const code = new Array(256);
  order.forEach((byte, rank) => {
    const rest = rank - singles;
    code[byte] = rest < 0
      ? characters[rank]
      : characters[singles + Math.floor(rest / characters.length)] + characters[rest % characters.length];
  });
  let text = '';
  for (const byte of wasm) text += code[byte];
  const alphabet = characters.join('');
  const hex = order.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `// @ts-check
// The module's bytes; made by the build.
const alphabet = ${JSON.stringify(alphabet)};
const order = ${JSON.stringify(hex)};
const text = ${JSON.stringify(text)};

/** Decoded with a plain loop: a callback for each byte takes many times as long. */
export function bytes() {
  const values = new Uint8Array(256);
  for (let index = 0; index < 256; index++) values[index] = parseInt(order.slice(2 * index, 2 * index + 2), 16);
  const rank = new Uint8Array(128);
  for (let index = 0; index < alphabet.length; index++) rank[alphabet.charCodeAt(index)] = index;
  const decoded = new Uint8Array(${wasm.length});
  for (let from = 0, to = 0; from < text.length; to++) {
    let index = rank[text.charCodeAt(from++)];
    if (index >= ${singles}) index = ${singles} + (index - ${singles}) * ${characters.length} + rank[text.charCodeAt(from++)];
    decoded[to] = values[index];
  }
  return decoded;
}
`;
}

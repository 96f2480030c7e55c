// Letters of UTF-8 that were read in another encoding. Pure functions.

/** How a letter such as ü or ’ looks where UTF-8 is read as Windows-1252: Ã¼, â€™. */
const pattern = /[ÂÃ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€/;

/** Whether a text looks misread. @param {string} text */
export const isMisread = (text) => pattern.test(text);

/** The letters of Windows-1252 from the byte 0x80 to 0x9F, which are other ones than in Unicode. */
const letters = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** Returns the byte of a letter; more than 255 where it has none. @param {string} letter */
function byteOf(letter) {
  const index = letters.indexOf(letter);
  return index < 0 ? /** @type {number} */ (letter.codePointAt(0)) : 0x80 + index;
}

/** Returns a text as it was meant, where that is certain. @param {string} text that is misread @returns {string | undefined} */
export function asMeant(text) {
  const bytes = [...text].map(byteOf);
  if (bytes.some((byte) => byte > 0xff)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

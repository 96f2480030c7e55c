// Letters of UTF-8 that were read in another encoding. Pure functions.

/** How a letter such as ü or ’ looks where UTF-8 is read as Windows-1252: Ã¼, â€™. */
const pattern = /[ÂÃ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€/;

/** What follows the letter Ã or Â in capitals: a space that doesn't break, or the end of a quote or of a sentence. */
const capitals = /\p{Lu}[ÂÃ](?:\u00A0|[’”…](?!\p{L}))/gu;

/** Whether a text looks misread. @param {string} text */
export const isMisread = (text) => pattern.test(text) && pattern.test(text.replace(capitals, ''));

/** The letters of Windows-1252 from the byte 0x80 to 0x9F, which are other ones than in Unicode. */
const letters = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** Returns the byte of a letter; more than 255 where it has none. @param {string} letter */
function byteOf(letter) {
  const index = letters.indexOf(letter);
  return index < 0 ? /** @type {number} */ (letter.codePointAt(0)) : 0x80 + index;
}

/** Returns a text as it was meant, where that is certain. It may be misread twice. @param {string} text that is misread @returns {string | undefined} */
export function asMeant(text) {
  const meant = decoded(text);
  if (meant === undefined || /\p{C}/u.test(meant)) return undefined;
  return isMisread(meant) ? asMeant(meant) : meant;
}

/** Decodes the bytes of a text as UTF-8, if they are. @param {string} text */
function decoded(text) {
  const bytes = [...text].map(byteOf);
  if (bytes.some((byte) => byte > 0xff)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

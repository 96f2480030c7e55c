// A phone number as the host reads it in ASCII, for the core to suggest: the core has no tables of Unicode.

/** More characters than a phone number has, with everything around it. */
const LONGEST = 256;

/**
 * Returns a text with the digits, plus signs, dashes, dots and brackets of ASCII in place of those of other scripts. Spaces,
 * invisible characters, and line breaks at the ends are left out, and all other characters stay, for the core to refuse.
 * Returns `undefined` for what can't be another number in ASCII: a plus and digits of ASCII alone, a long text, no text.
 * @param {unknown} input
 */
export function numberInASCII(input) {
  if (typeof input !== 'string' || input.length > LONGEST || /^\+\d*$/.test(input)) return;
  // Superscripts and numbers in circles are marks of footnotes and lists. Wave dashes are for ranges, long dashes for what is
  // left out, and the override shows the digits after it from right to left.
  const inASCII = input.replace(/[^\p{ASCII}\p{No}〜〰⸺⸻\u202e]+/gu, toASCII);
  return inASCII.trim().replaceAll(' ', '');
}

/** @param {string} text */
const toASCII = (text) =>
  text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{DI}\p{Zs}]/gu, '')
    // Unicode doesn't count the minus sign and some others as dashes.
    .replace(/[\p{Pd}−˗⁃─➖ー]/gu, '-')
    .replaceAll('➕', '+')
    .replace(/\p{Nd}/gu, (digit) => String(digitOf(/** @type {number} */ (digit.codePointAt(0)))));

/**
 * Returns the value of a decimal digit, and -1 for another character. In every script, the digits follow each other from 0 to 9.
 * @param {number} code
 * @returns {number}
 */
const digitOf = (code) => (/\p{Nd}/u.test(String.fromCodePoint(code)) ? (digitOf(code - 1) + 1) % 10 : -1);

// Decodes the bytes of a file as text. Pure functions.

/**
 * The encodings that a list can be read as: their labels for `TextDecoder`, their names and for what they are. `TextDecoder` reads
 * ISO-8859-1 as Windows-1252, which has the same letters.
 *
 * @type {readonly (readonly [label: string, name: string, purpose?: string])[]}
 */
export const encodings = [
  ['utf-8', 'UTF-8'],
  ['utf-16le', 'UTF-16', 'little-endian'],
  ['utf-16be', 'UTF-16', 'big-endian'],
  ['windows-1252', 'Windows-1252', 'Western European, as ISO-8859-1'],
  ['iso-8859-15', 'ISO-8859-15', 'Western European'],
  ['macintosh', 'Mac Roman'],
  ['windows-1250', 'Windows-1250', 'Central European'],
  ['iso-8859-2', 'ISO-8859-2', 'Central European'],
  ['windows-1251', 'Windows-1251', 'Cyrillic'],
  ['koi8-r', 'KOI8-R', 'Cyrillic'],
  ['windows-1253', 'Windows-1253', 'Greek'],
  ['windows-1254', 'Windows-1254', 'Turkish'],
  ['windows-1255', 'Windows-1255', 'Hebrew'],
  ['windows-1256', 'Windows-1256', 'Arabic'],
  ['windows-1257', 'Windows-1257', 'Baltic'],
  ['windows-1258', 'Windows-1258', 'Vietnamese'],
  ['shift_jis', 'Shift JIS', 'Japanese'],
  ['gb18030', 'GB 18030', 'Chinese'],
  ['big5', 'Big5', 'Chinese'],
  ['euc-kr', 'EUC-KR', 'Korean'],
];

/** How files start that aren't text, and what they are. @type {readonly [start: readonly number[], kind: string][]} */
const signatures = [
  [[0x50, 0x4b, 0x03, 0x04], 'a spreadsheet (.xlsx, .ods, .numbers) or another zip archive'],
  [[0x50, 0x4b, 0x05, 0x06], 'an empty zip archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'a spreadsheet (.xls) or another Office document'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'a formatted text (.rtf)'],
  [[0x1f, 0x8b], 'a compressed file (.gz)'],
  [[0xff, 0xfe, 0x00, 0x00], 'in UTF-32, which browsers cannot read'],
  [[0x00, 0x00, 0xfe, 0xff], 'in UTF-32, which browsers cannot read'],
];

/** The byte order marks, and the encodings that they name. @type {readonly [mark: readonly number[], label: string][]} */
const marks = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** The start of a web page or XML, which some programs export under the name of a spreadsheet. */
const markup = /^\s*<(?:!doctype|html|table|\?xml)/i;

/** The share of zero bytes above which a file may be UTF-16: half of the bytes of its digits and separators are zero. */
const UTF16_ZEROS = 1 / 16;

/**
 * Returns why a file can't be read as a list, if its bytes aren't plain text.
 *
 * @param {Uint8Array} bytes
 * @returns {string | undefined} what the file is, to follow "The file is"
 */
export function binaryKind(bytes) {
  const known = signatures.find(([start]) => startsWith(bytes, start));
  if (known) return known[1];
  const { label } = detectEncoding(bytes);
  if (bytes.includes(0) && !label.startsWith('utf-16')) return 'not a text file';
  return markup.test(decode(bytes.subarray(0, 200), label)) ? 'a web page or XML' : undefined;
}

/**
 * Detects the encoding of a text file: by its byte order mark, else by the bytes that only UTF-8 or UTF-16 has. Without either
 * it is a guess for the user to check, since the other encodings can't be told apart by their bytes.
 *
 * @param {Uint8Array} bytes
 * @returns {{ label: string, isGuess: boolean }}
 */
export function detectEncoding(bytes) {
  const mark = marks.find(([start]) => startsWith(bytes, start));
  const label = mark?.[1] ?? utf16Label(bytes) ?? (isUtf8(bytes) ? 'utf-8' : undefined);
  if (label) return { label, isGuess: false };
  // Excel's "CSV" is in the encoding of its Windows. The lines of an old Mac end with a carriage return alone.
  const isMac = bytes.includes(0x0d) && !bytes.includes(0x0a);
  return { label: isMac ? 'macintosh' : 'windows-1252', isGuess: true };
}

/**
 * Returns the text of a file, without its byte order mark. Bytes that the encoding doesn't have become U+FFFD.
 *
 * @param {Uint8Array} bytes
 * @param {string} label
 */
export const decode = (bytes, label) => new TextDecoder(label).decode(bytes);

/** How many examples are shown. */
const EXAMPLES = 5;

/**
 * Returns cells that show whether a text was read in the right encoding: the first ones with letters beyond ASCII that none before
 * them has, such as `["Jürgen Müller", "Zoë"]`.
 *
 * @param {string} text
 */
export function encodingExamples(text) {
  const shown = new Set();
  const examples = [];
  for (const [cell] of text.matchAll(/[^,;|"\t\r\n]+/g)) {
    const letters = cell.match(/\P{ASCII}/gu) ?? [];
    if (letters.every((letter) => shown.has(letter))) continue;
    for (const letter of letters) shown.add(letter);
    if (examples.push(cell.trim()) === EXAMPLES) break;
  }
  return examples;
}

/** Returns the kind of UTF-16 without a mark, by where the zero bytes are. @param {Uint8Array} bytes */
function utf16Label(bytes) {
  let [even, odd] = [0, 0];
  for (let index = 0; index < bytes.length; index += 2) {
    if (bytes[index] === 0) even += 1;
    if (bytes[index + 1] === 0) odd += 1;
  }
  if (even + odd <= bytes.length * UTF16_ZEROS) return undefined;
  // A letter such as U+0100 has its zero on the other side.
  if (odd > 4 * even) return 'utf-16le';
  return even > 4 * odd ? 'utf-16be' : undefined;
}

/**
 * Whether a file is UTF-8. One with a few broken characters still is, so that only their rows are refused and the other letters
 * are right: by chance, the letters of another encoding rarely make a character of UTF-8.
 *
 * @param {Uint8Array} bytes
 */
function isUtf8(bytes) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    const text = decode(bytes, 'utf-8');
    const count = (/** @type {RegExp} */ pattern) => text.match(pattern)?.length ?? 0;
    return count(/[^\p{ASCII}\uFFFD]/gu) > count(/\uFFFD/g);
  }
}

/**
 * Whether a file starts with these bytes.
 *
 * @param {Uint8Array} bytes
 * @param {readonly number[]} start
 */
const startsWith = (bytes, start) => start.every((byte, index) => bytes[index] === byte);

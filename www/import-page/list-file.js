// The file that a list is read from.
import { binaryKind } from '../import/decode.js';

/** The size of a file above which it isn't a list of cards, in bytes. */
const LARGEST_FILE = 5_000_000;

const advice = 'Save or export the list as “CSV UTF-8”, and choose that file.';

/**
 * Loads the bytes of a file, unless it can't be a list.
 *
 * @param {File} file
 * @returns {Promise<{ bytes?: Uint8Array, problem?: string }>}
 */
export async function loadFile(file) {
  if (file.size > LARGEST_FILE)
    return { problem: 'The file is larger than 5 MB. Choose another one, or split it into smaller lists.' };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const kind = binaryKind(bytes);
    return kind ? { problem: `The file is ${kind}. ${advice}` } : { bytes };
  } catch {
    return { problem: 'The browser could not read the file. Choose it again.' };
  }
}

/** The units of a file's size, and how many bytes they have. */
const units = /** @type {const} */ ([
  ['megabyte', 1_000_000],
  ['kilobyte', 1_000],
  ['byte', 1],
]);

/** Returns the size of a file: `12 kB`. @param {number} bytes */
export function describeSize(bytes) {
  const [unit, size] = units.find((each) => bytes >= each[1]) ?? units[2];
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  const options = /** @type {const} */ ({ style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 });
  return (bytes / size).toLocaleString('en', options);
}

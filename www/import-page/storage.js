// The browser's storage for a run: it may refuse, or be full.

/** @import { Row } from '../import/rows.js' */
/** @import { TextStorage } from '../run/journal.js' */

const probe = 'linq-contact-card.probe';

/** About how many characters are stored of a row, beyond its values. */
const ROW = 400;

/** Returns the browser's storage; one that refuses everything where the browser has none. @returns {TextStorage} */
export function openTextStorage() {
  return {
    getItem: (key) => localStorage.getItem(key),
    setItem: (key, text) => localStorage.setItem(key, text),
    removeItem: (key) => localStorage.removeItem(key),
    keys: () => Object.keys(localStorage),
  };
}

/**
 * Whether what a run needs can be stored.
 *
 * @param {TextStorage} storage
 * @param {readonly Row[]} rows
 */
export function canStore(storage, rows) {
  const size = rows.reduce((sum, { params }) => sum + ROW + Object.values(params).join('').length, 0);
  try {
    storage.setItem(probe, 'x'.repeat(size));
    storage.removeItem(probe);
    return true;
  } catch {
    return false;
  }
}

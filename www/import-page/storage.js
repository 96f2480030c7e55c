// Whether a run can be stored: a browser may refuse, or be full.

/** @import { Row } from '../import/rows.js' */
/** @import { TextStorage } from '../account/device-storage.js' */

const probe = 'linq-contact-card.probe';

/** About how many characters are stored of a row, beyond its values. */
const ROW = 800;

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

// The part of a long list that is in view.

/** How many rows above and below the view are in the page, so that scrolling shows no gap. */
const OVERSCAN = 8;

/**
 * Returns the rows in view, from `start` up to but without `end`.
 *
 * @param {object} list
 * @param {number} list.count the number of rows
 * @param {number} list.rowHeight pixels
 * @param {number} list.top the top of the view, in pixels from the list's first row; negative above it
 * @param {number} list.height the height of the view, in pixels
 */
export function rowsInView({ count, rowHeight, top, height }) {
  if (!(rowHeight > 0)) return { start: 0, end: 0 };
  const start = Math.max(0, Math.floor(top / rowHeight) - OVERSCAN);
  const end = Math.min(count, Math.ceil((top + Math.max(height, 0)) / rowHeight) + OVERSCAN);
  return { start: Math.min(start, count), end: Math.max(end, Math.min(start, count)) };
}

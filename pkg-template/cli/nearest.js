// Suggestions for misspelled names. Pure functions.

/** The largest share of a name that may be misspelled. */
const MOST = 0.4;

/** The number of letters from which a name may have two misspelled: two of them may be swapped. */
const SWAPPABLE = 4;

/**
 * Returns the name that was probably meant; `undefined` where none is near.
 *
 * @param {string} typed
 * @param {readonly string[]} names
 */
export function nearest(typed, names) {
  const ranked = names
    .map((name) => ({ name, distance: distance(typed.toLowerCase(), name) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (!best) return undefined;
  const fewest = best.name.length < SWAPPABLE ? 1 : 2;
  const isNear = best.distance <= Math.max(fewest, Math.floor(best.name.length * MOST));
  return isNear || (typed.length > 1 && best.name.startsWith(typed)) ? best.name : undefined;
}

/**
 * Returns the number of letters to insert, remove or replace, by Levenshtein.
 *
 * @param {string} from
 * @param {string} to
 */
function distance(from, to) {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = at(previous, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, at(previous, column) + 1, at(current, column - 1) + 1));
    }
    previous = current;
  }
  return at(previous, to.length);
}

/**
 * @param {number[]} row
 * @param {number} index
 */
const at = (row, index) => row[index] ?? Number.POSITIVE_INFINITY;

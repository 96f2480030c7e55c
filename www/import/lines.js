// Finds the rows of a list again after its text was edited. Pure functions.

/** The rows of a text before an edit, in the text after it. Lines are counted from 1. */
export class RowFinder {
  #before;
  #now;
  /** The index of each line now. @type {readonly (number | undefined)[]} */
  #found;
  /** The index now of the last line before each one that is found, and of the first one after it. */
  #previous;
  #next;

  /**
   * @param {string} textBefore
   * @param {string} textNow
   */
  constructor(textBefore, textNow) {
    this.#before = textBefore.split('\n');
    this.#now = textNow.split('\n');
    this.#found = findLines(this.#before, this.#now);
    this.#previous = knownBefore(this.#found);
    this.#next = knownBefore(this.#found.toReversed()).toReversed();
  }

  /**
   * Returns the line where a row starts now; nothing where its text has changed, or where it isn't known which of several rows it is
   * that start with the same line.
   *
   * @param {number} line where it started
   * @param {number} lastLine where it ended
   */
  find(line, lastLine) {
    const start = this.#found[line - 1];
    if (start === undefined) return undefined;
    const lines = this.#before.slice(line - 1, lastLine);
    return lines.every((text, index) => this.#now[start + index] === text) ? start + 1 : undefined;
  }

  /**
   * Whether a row was removed: nothing is between the lines around it any more.
   *
   * @param {number} line where it started
   * @param {number} lastLine where it ended
   */
  isRemoved(line, lastLine) {
    let next = (this.#previous[line - 1] ?? -1) + 1;
    const end = this.#next[lastLine - 1] ?? this.#now.length;
    while (next < end && this.#now[next]?.trim() === '') next += 1;
    return next === end;
  }
}

/** Returns for each index the last one before it that is known. @param {readonly (number | undefined)[]} indexes */
function knownBefore(indexes) {
  /** @type {number | undefined} */
  let last;
  return indexes.map((index) => {
    const before = last;
    last = index ?? last;
    return before;
  });
}

/**
 * Finds lines. Those before the first edit and after the last one are found by their position.
 *
 * @param {readonly string[]} before
 * @param {readonly string[]} now
 * @returns {(number | undefined)[]} the index of each line now
 */
function findLines(before, now) {
  const shift = now.length - before.length;
  const most = Math.min(before.length, now.length);
  let start = 0;
  while (start < most && before[start] === now[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === now.at(-1 - end)) end += 1;
  const [countsBefore, countsNow] = [countsOf(before), countsOf(now)];
  const indexes = new Map(now.map((text, index) => [text, index]));
  return before.map((text, index) => {
    if (countsBefore.get(text) !== countsNow.get(text)) return undefined;
    if (index < start) return index;
    if (index >= before.length - end) return index + shift;
    if (now[index] === text) return index;
    return countsNow.get(text) === 1 ? indexes.get(text) : undefined;
  });
}

/** Returns how often each line occurs. @param {readonly string[]} lines */
function countsOf(lines) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

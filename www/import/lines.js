// Finds the rows of a list again after its text was edited. Pure functions.

/**
 * Returns a function that finds where a row of some lines starts after the text was edited; nothing where its text has changed, or
 * where it isn't known which of several rows it is that start with the same line.
 *
 * @param {string} textBefore
 * @param {string} textNow
 * @returns {(line: number, lastLine: number) => number | undefined} with lines from 1
 */
export function rowFinder(textBefore, textNow) {
  const before = textBefore.split('\n');
  const now = textNow.split('\n');
  const lineNow = lineFinder(before, now);
  return (line, lastLine) => {
    const found = lineNow(line);
    if (found === undefined) return undefined;
    const lines = before.slice(line - 1, lastLine);
    return lines.every((text, index) => now[found - 1 + index] === text) ? found : undefined;
  };
}

/**
 * Returns a function that finds a line. Lines before the first edit and after the last one are found by their position.
 *
 * @param {readonly string[]} before
 * @param {readonly string[]} now
 * @returns {(line: number) => number | undefined}
 */
function lineFinder(before, now) {
  const shift = now.length - before.length;
  const most = Math.min(before.length, now.length);
  let start = 0;
  while (start < most && before[start] === now[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === now.at(-1 - end)) end += 1;
  const [countsBefore, countsNow] = [countsOf(before), countsOf(now)];
  return (line) => {
    const index = line - 1;
    const text = before[index] ?? '';
    if (countsBefore.get(text) !== countsNow.get(text)) return undefined;
    if (index < start) return line;
    if (index >= before.length - end) return line + shift;
    if (now[index] === text) return line;
    return countsNow.get(text) === 1 ? now.indexOf(text) + 1 : undefined;
  };
}

/** Returns how often each line occurs. @param {readonly string[]} lines */
function countsOf(lines) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

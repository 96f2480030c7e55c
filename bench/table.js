// Tables in plain text.

/** Prints names to the left, figures to the right. */
export function print(title, heads, rows) {
  const table = [[title, ...heads], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  console.log();
  for (const [name, ...cells] of table) {
    const padded = cells.map((cell, column) => cell.padStart(widths[column + 1] + 2));
    // The same width in all tables.
    console.log(`${name.padEnd(50)}${padded.join('')}`.trimEnd());
  }
}

/** A summary as two cells. */
export function timed({ median, spread }, unit) {
  return [figure(median, unit), figure(spread, unit)];
}

export function figure(value, unit) {
  return `${value.toFixed(unit === 'ns' || unit === 'B' ? 0 : 1)} ${unit}`;
}

export function ratio(ours, peer) {
  return (ours / peer).toPrecision(3);
}

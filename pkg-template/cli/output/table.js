// Tables for terminals. Pure functions.
import { visible } from './visible.js';

/** The space between columns. */
const GAP = '  ';

/** What a terminal shows as one character. */
const segmenter = new Intl.Segmenter();

/** A character that takes two columns of a terminal: emoji, and East Asian wide ones. */
const wide =
  /\p{Emoji_Presentation}|\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]/u;

/** Returns the number of a terminal's columns that a text takes. @param {string} text */
export const widthOf = (text) =>
  [...segmenter.segment(text)].reduce((width, { segment }) => width + (wide.test(segment) ? 2 : 1), 0);

/**
 * Returns rows as aligned lines, without spaces at their ends.
 *
 * @param {readonly string[]} heading
 * @param {readonly (readonly string[])[]} rows
 * @param {(text: string, column: number, row: number) => string} [style] of a padded cell; the heading is row -1
 */
export function table(heading, rows, style = (text) => text) {
  const cells = [heading, ...rows].map((row) => row.map(visible));
  const widths = heading.map((_, column) => cells.reduce((most, row) => Math.max(most, widthOf(row[column] ?? '')), 0));
  const lines = cells.map((row, index) =>
    row
      .map((cell, column) => {
        const isLast = row.slice(column + 1).every((other) => other === '');
        const padding = isLast ? '' : ' '.repeat((widths[column] ?? 0) - widthOf(cell));
        return style(cell, column, index - 1) + padding;
      })
      .join(GAP)
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

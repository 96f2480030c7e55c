// The rows of the table of many cards.
import { english } from 'linq-contact-card/element';
import { fields } from '../import/columns.js';
import { badge, element, fullName } from '../shell/page.js';

/** @import { Result, RunRow } from '../run/run.js' */

/** How each result is shown: its text, its tone, and its group in the filter. @type {Record<Result, [string, string, string]>} */
export const shownAs = {
  ready: ['To send', 'quiet', 'open'],
  held: ['No write left yet', 'warn', 'open'],
  waiting: ['Waiting', 'quiet', 'open'],
  sending: ['Sending…', 'quiet', 'open'],
  changed_elsewhere: ['Changed elsewhere', 'warn', 'open'],
  saved: ['Saved', 'good', 'saved'],
  saved_inactive: ['Saved, not active yet', 'warn', 'saved'],
  refused: ['Refused', 'bad', 'failed'],
  unknown: ['Not known whether saved', 'warn', 'failed'],
  not_sent: ['Not sent', 'bad', 'failed'],
  unchanged: ['Unchanged, not sent', 'quiet', 'kept'],
  invalid: ['Invalid, not sent', 'bad', 'kept'],
  cancelled: ['Cancelled, not sent', 'quiet', 'kept'],
};

/** How many characters of a value that isn't sent are shown. */
const SHOWN = 300;

/** Makes the table row of a row. @param {RunRow} row */
export function drawRow(row) {
  const { params, card } = row;
  const lines = row.line === row.lastLine ? `line ${row.line}` : `lines ${row.line} to ${row.lastLine}`;
  /** @param {Node[]} children */
  const cell = (...children) => {
    const made = element('td', {}, ...children);
    made.setAttribute('role', 'cell');
    return made;
  };
  const number = element(
    'th',
    { scope: 'row' },
    element('bdi', { dir: 'ltr', textContent: params.phone_number || 'no number' }),
    element(
      'span',
      { className: 'hint' },
      ...(card ? [element('bdi', { textContent: fullName(card) }), ` · ${lines}`] : [lines.replace('l', 'L')]),
    ),
  );
  number.setAttribute('role', 'rowheader');
  const result = cell();
  const item = element('tr', {}, number, cell(...differences(row)), result);
  item.setAttribute('role', 'row');
  updateResult(row, item, result);
  return { item, result };
}

/** Makes what would change: the old values and the new ones. @param {RunRow} row */
function differences({ params, changes, card }) {
  const values = changes ?? params;
  return fields.flatMap((name) => {
    const value = values[name];
    if (name === 'phone_number' || value === undefined) return [];
    const old = card?.[name];
    return element(
      'p',
      {},
      element('span', { className: 'hint', textContent: `${english.labels[name]}: ` }),
      ...(changes && old ? [element('del', { dir: 'auto', textContent: old }), ' '] : []),
      element(changes ? 'ins' : 'span', { dir: 'auto', textContent: changes ? value : shorten(value) }),
    );
  });
}

/** Returns the start of a value that isn't sent: after an unclosed quote, it is the rest of the list. @param {string} value */
const shorten = (value) => (value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value);

/**
 * Renders the result of a row into its cell.
 *
 * @param {RunRow} row
 * @param {HTMLElement} item
 * @param {HTMLElement} cell
 */
export function updateResult(row, item, cell) {
  const [text, tone, group] = shownAs[row.result];
  item.dataset.result = row.result;
  item.dataset.group = group;
  cell.replaceChildren(
    badge(text, tone),
    ...reasons(row).map((reason) => element('p', { className: 'hint', textContent: reason })),
    ...(row.traceId
      ? [element('p', { className: 'hint' }, 'Trace id ', element('code', { textContent: row.traceId }))]
      : []),
  );
}

/** Returns the texts that explain a row's result. @param {RunRow} row */
function reasons({ reason, retryAt, suggestion, tries }) {
  return [
    reason && (/[.!?]$/.test(reason) ? reason : `${reason}.`),
    retryAt && english.texts.tryAt(retryAt),
    suggestion && `As its digits only: ${suggestion}`,
    tries > 1 && `Sent ${tries} times.`,
  ].flatMap((text) => text || []);
}

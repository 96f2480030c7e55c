// The selects with which the user decides what each column of the list is used for.
import { english } from 'linq-contact-card/element';
import { fields, isAmbiguous, titleOf, undecided } from '../import/columns.js';
import { byId, element } from '../shell/page.js';
import { quoted } from './reading.js';

/** @import { Column, Use } from '../import/columns.js' */
/** @import { Decisions, List } from '../import/list.js' */

/** The names of the columns that are shown. @type {string[]} */
let names = [];

/** The select of each column. */
const selects = () => [...byId('import-columns').querySelectorAll('select')];

/** Wires the selects. @param {() => void} changed is called when the user decides on a column */
export function wireColumns(changed) {
  byId('import-columns').addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement) target.dataset.isDecided = 'true';
    changed();
  });
}

/** Removes the selects, and with them the decisions. */
export function forgetColumns() {
  names = [];
  byId('import-columns-list').replaceChildren();
  byId('import-columns').hidden = true;
  byId('import-columns', HTMLDetailsElement).open = false;
}

/** Returns what the user decided. @returns {Decisions} */
export const decisions = () => ({
  names,
  uses: selects().map(({ value, dataset }) => (dataset.isDecided ? /** @type {Use} */ (value) : undefined)),
});

/** Decides on a column for the user. @param {number} index @param {Use} use */
export function decideColumn(index, use) {
  const select = selects()[index];
  if (!select) return;
  select.value = use;
  select.dataset.isDecided = 'true';
}

/**
 * Draws the selects of a list's columns. They are in view if there is something to decide. The focus stays on the one that was used.
 *
 * @param {List} list
 */
export function drawColumns({ columns, problems, guess }) {
  const focused = document.activeElement?.id;
  names = columns.map(({ name }) => name);
  byId('import-columns-list').replaceChildren(
    ...columns.map((column, index) =>
      drawColumn(column, `import-column-${index}`, column === guess || isAmbiguous(column, columns)),
    ),
  );
  byId('import-columns').hidden = columns.length === 0;
  if (problems.length > 0 || guess || undecided(columns).length > 0)
    byId('import-columns', HTMLDetailsElement).open = true;
  selects()
    .find(({ id }) => id === focused)
    ?.focus();
}

/**
 * Makes the select of a column, with its label and an example.
 *
 * @param {Column} column
 * @param {string} id of the select
 * @param {boolean} isInvalid
 */
function drawColumn(column, id, isInvalid) {
  const { use, isDecided, example } = column;
  const select = element('select', { id });
  select.append(...options(use).map(([value, text]) => new Option(text, value, value === use, value === use)));
  if (isDecided) select.dataset.isDecided = 'true';
  const attributes = { autocomplete: 'off', 'aria-describedby': `${id}-example`, 'aria-invalid': String(isInvalid) };
  for (const [attribute, value] of Object.entries(attributes)) select.setAttribute(attribute, value);
  const label = element('label', { htmlFor: id, textContent: titleOf(column) });
  const hint = element('p', { id: `${id}-example`, className: 'hint' });
  hint.textContent = example ? `Such as ${quoted(example)}` : 'Empty';
  return element('div', { className: 'field' }, label, hint, select);
}

/**
 * Returns the options of a column, as values and texts.
 *
 * @param {Use} use
 * @returns {(readonly [Use, string])[]}
 */
const options = (use) => [
  ...(use === 'undecided' ? [/** @type {const} */ (['undecided', 'Choose a field'])] : []),
  /** @type {const} */ (['unused', 'Not used']),
  ...fields.map((field) => /** @type {const} */ ([field, english.labels[field]])),
];

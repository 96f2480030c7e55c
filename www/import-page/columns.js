// The selects with which the user decides what each column of the list is used for.
import { english } from 'linq-contact-card/element';
import { fields, isAmbiguous, titleOf, undecided } from '../import/columns.js';
import { quoted } from '../import/quoted.js';
import { byId, element } from '../shell/page.js';

/** @import { Column, Use } from '../import/columns.js' */
/** @import { Decisions, List } from '../import/list.js' */

/** The names of the columns that are shown. @type {string[]} */
let names = [];

/** The index of the column that was guessed to be the first name, and that the user has to decide about. */
let guessed = -1;

/** The buttons that decide about it, and what for. @type {readonly (readonly [id: string, use: Use])[]} */
const choices = [
  ['import-names-use', 'first_name'],
  ['import-names-ignore', 'unused'],
];

/** The select of each column. */
const selects = () => [...byId('import-columns').querySelectorAll('select')];

/** Wires the selects, and the buttons for a guess. @param {() => void} changed is called when the user decides on a column */
export function wireColumns(changed) {
  for (const [id, use] of choices)
    byId(id).addEventListener('click', () => {
      // The focus would be lost with the button.
      byId('import-fix-title').focus();
      const select = selects()[guessed];
      if (select) decide(select, use);
      changed();
    });
  byId('import-columns').addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement) decide(target, target.value);
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

/** Notes what the user decided on a column. @param {HTMLSelectElement} select @param {string} use */
function decide(select, use) {
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
  guessed = guess ? columns.indexOf(guess) : -1;
  byId('import-columns-list').replaceChildren(
    ...columns.map((column, index) =>
      drawColumn(column, `import-column-${index}`, column === guess || isAmbiguous(column, columns)),
    ),
  );
  byId('import-columns').hidden = columns.length === 0;
  if (problems.length > 0 || undecided(columns).length > 0) byId('import-columns', HTMLDetailsElement).open = true;
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

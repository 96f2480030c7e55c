// The decision about a column that was guessed to be the first name, although it may have full names. Names are never split, as
// that would be another guess.
import { titleOf } from '../import/columns.js';
import { byId } from '../shell/page.js';
import { decideColumn } from './columns.js';
import { quoted } from './reading.js';

/** @import { Use } from '../import/columns.js' */
/** @import { List } from '../import/list.js' */

/** The buttons that decide, and on what. @type {readonly (readonly [id: string, use: Use])[]} */
const choices = [
  ['import-names-use', 'first_name'],
  ['import-names-ignore', 'unused'],
];

/** The index of the column. */
let index = -1;

/**
 * Wires the buttons.
 *
 * @param {object} listener
 * @param {() => void} listener.decided is called when the user has decided
 * @param {() => void} listener.editPressed is called when the user edits the list instead
 */
export function wireNames({ decided, editPressed }) {
  for (const [id, use] of choices)
    byId(id).addEventListener('click', () => {
      // The focus would be lost with the button.
      byId('import-fix-title').focus();
      decideColumn(index, use);
      decided();
    });
  byId('import-names-edit').addEventListener('click', editPressed);
}

/** Shows what would be saved of such a column, by examples; nothing where there is none. @param {Pick<List, 'columns' | 'guess'>} list */
export function drawNames({ columns, guess }) {
  byId('import-names').hidden = guess === undefined;
  if (!guess) return;
  index = columns.indexOf(guess);
  byId('import-names-title').textContent = `${titleOf(guess)} may have full names`;
  byId('import-names-text').textContent = describe(guess.fullNames);
}

/** Returns what would be saved. @param {string[]} names */
function describe(names) {
  const listed = new Intl.ListFormat('en').format(names.map(quoted));
  const saved = names.length === 1 ? 'would be saved as the first name' : 'would each be saved as a first name';
  return `This is a guess. ${listed} ${saved}, and the last name stays as it is. To change both, edit the list so that it has one column for each name.`;
}

// What the list shows in place of rows, and what can be done about it. It knows no page.

/** @import { AccountState } from '../account/account.js' */

/**
 * A message in place of rows.
 *
 * @typedef {object} Notice
 * @property {'problem' | 'empty'} tone
 * @property {string} title
 * @property {string} text
 * @property {{ label: string, does: 'reload' | 'reopen' | 'create' | 'clear' }} action
 */

/** @type {Notice['action']} */
const reload = { label: 'Try again', does: 'reload' };
/** @type {Notice['action']} */
const reopen = { label: 'Reload the page', does: 'reopen' };

/** What narrows the list. @typedef {{ isSearched: boolean, isFiltered: boolean }} Narrowing */

/**
 * Returns the message; nothing where the rows are enough.
 *
 * @param {AccountState} state
 * @param {number} total the number of all cards
 * @param {number} shown the number of those that the search and the filters leave
 * @param {Narrowing} narrowing
 * @returns {Notice | undefined}
 */
export function describeListState(state, total, shown, narrowing) {
  if (state.kind === 'loading') return undefined;
  if (state.kind !== 'ready') {
    const { kind, title, text } = state;
    const tone = kind === 'failed' ? 'problem' : 'empty';
    return { tone, title, text, action: kind === 'replaced' ? reopen : reload };
  }
  if (total === 0)
    return {
      tone: 'empty',
      title: 'No cards yet',
      text: 'A contact card is the name and picture that people see when one of your numbers writes to them.',
      action: { label: 'New card', does: 'create' },
    };
  if (shown > 0) return undefined;
  const [text, label] = describeNarrowing(narrowing);
  return { tone: 'empty', title: 'No card matches', text, action: { label, does: 'clear' } };
}

/**
 * Returns what else to try, and the label of the button that shows all cards.
 *
 * @param {Narrowing} narrowing
 * @returns {[text: string, label: string]}
 */
function describeNarrowing({ isSearched, isFiltered }) {
  if (!isSearched) return ['Try fewer filters.', 'Clear filters'];
  if (!isFiltered) return ['Try another name or number, or add a new card.', 'Clear search'];
  return ['Try another name or number, or fewer filters.', 'Clear search and filters'];
}

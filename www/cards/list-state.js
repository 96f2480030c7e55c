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

/**
 * Returns the message; nothing where the rows are enough.
 *
 * @param {AccountState} state
 * @param {number} total the number of all cards
 * @param {number} shown the number of those that the search and the filters leave
 * @returns {Notice | undefined}
 */
export function describeListState(state, total, shown) {
  if (state.kind === 'loading') return undefined;
  if (state.kind === 'replaced') return problem(state, { label: 'Reload the page', does: 'reopen' });
  if (state.kind !== 'ready') return problem(state, { label: 'Try again', does: 'reload' });
  if (total === 0)
    return {
      tone: 'empty',
      title: 'No cards yet',
      text: 'A contact card is the name and picture that people see when one of your numbers writes to them.',
      action: { label: 'New card', does: 'create' },
    };
  if (shown > 0) return undefined;
  return {
    tone: 'empty',
    title: 'No card matches',
    text: 'Try another name or number, or fewer filters.',
    action: { label: 'Clear', does: 'clear' },
  };
}

/**
 * Returns the message of a problem.
 *
 * @param {{ title: string, text: string }} state
 * @param {Notice['action']} action
 * @returns {Notice}
 */
const problem = ({ title, text }, action) => ({ tone: 'problem', title, text, action });

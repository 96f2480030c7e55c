// What components see of a state of the state machine.
import { isBusy } from '../editing/saving.js';

/** @typedef {import('../editing/saving.js').State} State */
/** @typedef {import('../types/react.js').ContactCardSnapshot} Snapshot */

/** The snapshot before anything is known, on a server as in a page. @type {Snapshot} */
export const loading = Object.freeze({
  status: 'loading',
  card: undefined,
  error: undefined,
  conflict: undefined,
  budget: undefined,
});

/**
 * Returns the snapshot of a state.
 * @param {State} state
 * @param {import('../types/index.js').WriteBudget | undefined} budget
 */
export const snapshotOf = (state, budget) =>
  /** @type {Snapshot} */ ({
    status: statusOf(state),
    card: state.card,
    error: state.notice?.error,
    conflict: conflictOf(state),
    budget,
  });

/** @param {State} state @returns {Snapshot['status']} */
function statusOf(state) {
  if (state.phase === 'idle' || state.phase === 'loading') return 'loading';
  if (isBusy(state)) return 'saving';
  if (!state.isOpen) return 'failed';
  return state.card ? 'ready' : 'absent';
}

/** @param {State} state */
const conflictOf = ({ differences }) =>
  differences.length > 0
    ? Object.fromEntries(differences.map(({ name, before, now }) => [name, { before, now }]))
    : undefined;

/** Whether the card has the values of a save, by the outcomes that were unknown at first. @type {Record<string, boolean | undefined>} */
const shown = { shown: true, not_shown: false, not_read: undefined };

/**
 * Returns the result of a save, from the state after it.
 * @param {State} state
 * @param {Snapshot} snapshot
 */
export function resultOf({ notice }, { card, conflict, error }) {
  const { kind, outcome = '' } = notice ?? {};
  /** @type {object} */
  let result;
  if (kind === 'gone') result = { status: kind };
  else if (kind === 'unchanged') result = { status: kind, card };
  else if (!error) result = conflict ? { status: 'conflict', conflict } : { status: 'saved', card };
  else if (Object.hasOwn(shown, outcome)) result = { status: 'unknown', error, isShown: shown[outcome] };
  else result = { status: 'failed', error };
  return /** @type {import('../types/react.js').SaveResult} */ (result);
}

/** Whether the card has the values of a save. @param {import('../types/react.js').SaveResult} result */
export const isSaved = (result) =>
  Object.hasOwn(result, 'card') || /** @type {{ isShown?: boolean }} */ (result).isShown;

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
 * @param {Error | undefined} refusal the error that the state's issues are from
 * @param {import('../types/index.js').WriteBudget | undefined} budget
 */
export const snapshotOf = (state, refusal, budget) =>
  /** @type {Snapshot} */ ({
    status: statusOf(state),
    card: state.card,
    error: state.issues.length > 0 ? refusal : state.notice?.error,
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

/**
 * Returns the result of a save, from the state after it.
 * @param {State} state
 * @param {Snapshot} snapshot
 */
export function resultOf({ notice }, { card, conflict, error }) {
  /** @type {object} */
  let result;
  if (notice?.kind === 'gone') result = { status: 'gone' };
  else if (notice?.kind === 'unchanged') result = { status: 'unchanged', card };
  else if (!error) result = conflict ? { status: 'conflict', conflict } : { status: 'saved', card };
  else if (notice?.outcome === 'shown') result = { status: 'unknown', error, isShown: true };
  else if (notice?.outcome === 'not_shown') result = { status: 'unknown', error, isShown: false };
  else if (notice?.outcome === 'not_read') result = { status: 'unknown', error, isShown: undefined };
  else result = { status: 'failed', error };
  return /** @type {import('../types/react.js').SaveResult} */ (result);
}

// The state machine of the editor: an event leads to the next state, and to effects. It knows no page, no clock and no
// network, and has one operation in flight at a time. Each write follows a read that brought no news, so that no change
// from elsewhere is overwritten unseen.
import { errorMembers } from './error-members.js';
import { membersOf } from './members.js';

/** @typedef {import('../types/index.js').SetContactCard} Card */
/** @typedef {import('../types/index.js').Issue} Issue */
/** @typedef {'first_name' | 'last_name' | 'image_url'} Field */
/** @typedef {Record<Field, string>} Values the values of a form */
/** @typedef {Partial<Values>} Changed */
/** @typedef {{ name: Field, before: string, now: string }} Difference */
/**
 * @typedef {object} Notice
 * @property {string} kind
 * @property {unknown} [error]
 * @property {string} [outcome] replaces that of the `error`
 * @property {number | undefined} [retryAt] when another try is worthwhile after the `error`, in milliseconds since 1970
 */

/**
 * @typedef {object} State
 * @property {'idle' | 'loading' | 'ready' | 'checking' | 'saving' | 'rereading'} phase
 * @property {string} number
 * @property {boolean} isOpen whether the card is known, or known not to exist
 * @property {boolean | undefined} [isAsked] whether the user waits for the form, which then gets the focus
 * @property {Card} [card] as it was last seen
 * @property {{ edited: Values, changed: Changed }} [submitted] the values to save: an update, or a new card where there is none
 * @property {Notice} [notice]
 * @property {readonly Difference[]} differences changes from elsewhere while the card was edited here
 * @property {readonly Issue[]} issues those of a client that refused the card
 * @property {number} [retryAt] when another write is worthwhile, in milliseconds since 1970
 */

/**
 * What to do:
 * - `read` the card, `write` what was submitted, `share` the card with the other tabs;
 * - `fill` in the card's values: with `over`, only where the form still has those;
 * - `focus` a part of the form, where it is shown.
 * @typedef {{ do: 'read' | 'write' | 'share' } | { do: 'fill', over?: Values }
 *   | { do: 'focus', part: 'summary' | 'differences' | 'first' }} Effect
 */

/** @typedef {[State, ...Effect[]]} Next */

/** @type {Values} */
const emptyForm = { first_name: '', last_name: '', image_url: '' };

export const fields = /** @type {readonly Field[]} */ (Object.keys(emptyForm));

/**
 * Returns the values of a card in a form, or those of an empty form.
 * @param {Card} [card]
 * @returns {Values}
 */
export const valuesOf = (card) => ({ ...emptyForm, ...membersOf({ __proto__: null, ...card }, emptyForm) });

/** How long to wait after an upstream limit of Linq's, in milliseconds, where the response doesn't set it. */
const UPSTREAM_PAUSE = 30_000;
/** Linq's error code for an upstream limit. */
const UPSTREAM_LIMITED = 4004;

/** The state without a number. @type {State} */
export const closed = { phase: 'idle', number: '', isOpen: false, differences: [], issues: [] };

/** Whether a submission is in flight, from the read before the write to one after it. @param {State} state */
export const isBusy = ({ phase }) => ['checking', 'saving', 'rereading'].includes(phase);

/**
 * The events, by type:
 * @typedef {object} Events
 * @property {{}} close the number was closed
 * @property {{ number: string, card?: Card, isAsked?: boolean | undefined }} open a number was opened, by itself or with its card; `isAsked`: by the user, in the editor itself
 * @property {{ isAsked?: boolean }} reload the card is to be read again; typed values remain
 * @property {{ edited: Values, changed?: Changed | undefined, issues: readonly Issue[] }} submit the form was submitted; `changed`: its values that the card doesn't have
 * @property {{ card: Card | undefined, edited: Values, changed: Changed | undefined, isLocked?: boolean }} read the card was read, or there is none; `changed`: the form's values that it doesn't have; `isLocked`: nothing may be written any more
 * @property {{ error: unknown, retryAt?: number | undefined }} readFailed the card couldn't be read
 * @property {{ card: Card }} written the card was written
 * @property {{ error: unknown, retryAt?: number | undefined }} writeFailed the card couldn't be written
 * @property {{ card: Card, edited: Values, changed: Changed | undefined, isLocked?: boolean, isShared: boolean }} seen the page, or another tab, has a newer card
 * @property {{ issues: readonly Issue[] }} typed a field was edited; `issues`: those of the other fields
 * @property {{}} undone the form was reset
 * @property {{}} waited `retryAt` is over
 * @property {{ error: unknown }} failed something else has failed than a read or a write
 */

/** @typedef {{ [Type in keyof Events]: { type: Type } & Events[Type] }[keyof Events]} Event */

/**
 * Returns the next state and what to do.
 * @param {State} state
 * @param {Event} event
 * @returns {Next}
 */
export function next(state, event) {
  const transition = /** @type {((state: State, event: Event) => Next | undefined) | undefined} */ (
    transitions[event.type]
  );
  return transition?.(state, event) ?? [state];
}

/** The transitions by events; `undefined` where an event means nothing in a state. @type {{ [Type in keyof Events]: (state: State, event: Events[Type]) => Next | undefined }} */
const transitions = {
  close: () => [closed, { do: 'fill' }],

  open: (_, { number, card, isAsked }) =>
    card
      ? [{ ...closed, phase: 'ready', number, card, isOpen: true }, { do: 'fill' }]
      : [{ ...closed, phase: 'loading', number, isAsked, notice: { kind: 'loading' } }, { do: 'fill' }, { do: 'read' }],

  reload: (state, { isAsked }) =>
    isBusy(state) || state.phase === 'idle'
      ? undefined
      : [
          { ...state, phase: 'loading', isAsked: isAsked || state.isAsked, notice: { kind: 'loading' } },
          { do: 'read' },
        ],

  submit(state, { edited, changed, issues }) {
    if (state.phase !== 'ready' || !state.isOpen) return undefined;
    const ready = { ...state, issues: [], notice: undefined };
    if (issues.length > 0) return [ready, { do: 'focus', part: 'summary' }];
    if (!changed && state.card) return [{ ...ready, differences: [], notice: { kind: 'unchanged' } }];
    return [
      { ...ready, phase: 'checking', submitted: { edited, changed: changed ?? {} }, notice: { kind: 'saving' } },
      { do: 'read' },
    ];
  },

  read(state, event) {
    if (state.phase === 'loading') return loaded(state, event);
    if (state.phase === 'checking') return checked(state, event);
    if (state.phase === 'rereading') return reread(state, event);
    return undefined;
  },

  readFailed(state, { error, retryAt }) {
    if (state.phase === 'loading')
      return [
        {
          ...state,
          phase: 'ready',
          isAsked: false,
          notice: { kind: 'error', error, outcome: 'unread', retryAt },
        },
      ];
    if (state.phase === 'checking') {
      const notice = { kind: 'error', error, outcome: 'unchecked', retryAt };
      return [{ ...state, phase: 'ready', notice, retryAt }];
    }
    if (state.phase !== 'rereading') return undefined;
    const { notice } = state;
    return [
      { ...state, phase: 'ready', notice: notice?.outcome === 'reading' ? { ...notice, outcome: 'not_read' } : notice },
    ];
  },

  /** The form shows the card of the response, never what was submitted. */
  written(state, { card }) {
    if (state.phase !== 'saving') return undefined;
    const notice = { kind: card.is_active ? 'saved' : 'waiting' };
    return [
      { ...closed, phase: 'ready', number: state.number, isOpen: true, card, notice },
      { do: 'fill', over: state.submitted?.edited },
    ];
  },

  writeFailed(state, { error, retryAt }) {
    if (state.phase !== 'saving') return undefined;
    const notice = { kind: 'error', error, retryAt };
    const ready = /** @type {State} */ ({ ...state, phase: 'ready', notice, retryAt });
    const { issues, outcome, status } = errorMembers(error);
    if (issues?.length)
      return [
        { ...ready, notice: { kind: 'issues', error }, issues },
        { do: 'focus', part: 'summary' },
      ];
    if (outcome === 'not_sent') return [ready];
    if (outcome !== 'refused')
      return [{ ...ready, phase: 'rereading', notice: { ...notice, outcome: 'reading' } }, { do: 'read' }];
    return status === 409 ? [{ ...ready, phase: 'rereading' }, { do: 'read' }] : [ready];
  },

  seen(state, { card, edited, changed, isLocked, isShared }) {
    if (state.phase === 'checking') return checked(state, { card, changed, isLocked });
    // The response to a write in flight arrives later and is newer.
    if (isBusy(state) || state.phase === 'idle') return undefined;
    if (state.phase === 'loading' || !state.isOpen) return loaded(state, { card, edited });
    const isNew = differ(valuesOf(state.card), valuesOf(card));
    const current = withCard(state, card, edited);
    const kind = current.differences.length > 0 ? 'contested' : 'updated';
    return [
      { ...current, notice: isShared && isNew ? { kind } : state.notice },
      { do: 'fill', over: valuesOf(state.card) },
    ];
  },

  /** Typing removes the notice of a success; that of a failure remains, to be read. */
  typed(state, { issues }) {
    const { notice } = state;
    return [{ ...state, issues, notice: notice?.kind === 'error' || isBusy(state) ? notice : undefined }];
  },

  undone: (state) => (isBusy(state) ? undefined : [{ ...state, issues: [], differences: [], notice: undefined }]),

  waited: (state) => [{ ...state, retryAt: undefined, notice: isBusy(state) ? state.notice : { kind: 'free' } }],

  failed: (state, { error }) => [{ ...state, notice: { kind: 'error', error } }],
};

/** The card as it was read to show it. @type {(state: State, event: { card: Card | undefined, edited: Values }) => Next} */
function loaded(state, { card, edited }) {
  const current = state.isOpen ? withCard(state, card, edited) : state;
  const notice = card ? undefined : { kind: 'absent' };
  const ready = /** @type {State} */ ({ ...current, phase: 'ready', isOpen: true, isAsked: false, card, notice });
  const fill = /** @type {Effect} */ ({ do: 'fill', over: valuesOf(state.card) });
  return state.isAsked ? [ready, fill, { do: 'focus', part: 'first' }] : [ready, fill];
}

/** The card as it was read after a write whose outcome is unknown, or that conflicted. @type {(state: State, event: { card: Card | undefined }) => Next} */
function reread(state, { card }) {
  const { edited, changed } = /** @type {NonNullable<State['submitted']>} */ (state.submitted);
  const { notice } = state;
  const isUnknown = notice?.outcome === 'reading';
  // Linq responds with a picture's URL of its own: that of a new picture differs from the earlier one.
  const isSaved = (/** @type {[string, string]} */ [name, value]) =>
    name === 'image_url' ? card?.[name] !== state.card?.[name] : card?.[/** @type {Field} */ (name)] === value;
  if (isUnknown && card && Object.entries(changed).every(isSaved)) {
    const shown = /** @type {Notice} */ ({ ...notice, outcome: 'shown' });
    return [
      { ...state, phase: 'ready', card, differences: [], notice: shown },
      { do: 'fill', over: edited },
      { do: 'share' },
    ];
  }
  const current = withCard(state, card, edited);
  const ready = /** @type {State} */ ({
    ...current,
    phase: 'ready',
    notice: isUnknown ? { ...notice, outcome: 'not_shown' } : notice,
  });
  const fill = /** @type {Effect} */ ({ do: 'fill', over: valuesOf(card && state.card) });
  return [ready, fill, { do: 'focus', part: 'differences' }];
}

/** The card as it was read right before the write. @type {(state: State, event: { card: Card | undefined, changed: Changed | undefined, isLocked?: boolean | undefined }) => Next} */
function checked(state, { card, changed, isLocked }) {
  const { edited } = /** @type {NonNullable<State['submitted']>} */ (state.submitted);
  const current = withCard(state, card, edited);
  if (!card && state.card) return [{ ...current, phase: 'ready', notice: { kind: 'gone' } }];
  const fill = /** @type {Effect} */ ({ do: 'fill', over: valuesOf(state.card) });
  const seen = valuesOf(state.card);
  const now = valuesOf(card);
  const isNews = fields.some((name) => seen[name] !== now[name] && edited[name] !== now[name]);
  if (isNews || isLocked)
    return [{ ...current, phase: 'ready', notice: undefined }, fill, { do: 'focus', part: 'differences' }];
  // A write of unknown outcome may have arrived meanwhile.
  if (card && !changed) return [{ ...current, phase: 'ready', notice: { kind: 'unchanged' } }, fill];
  return [{ ...state, phase: 'saving', card, submitted: { edited, changed: changed ?? {} } }, { do: 'write' }];
}

/**
 * Returns the state with the card as it is now. Changes to it since it was last seen become differences to show, where
 * saving the typed values would undo them. Without a card, there is nothing to undo.
 * @param {State} state
 * @param {Card | undefined} card
 * @param {Values} edited
 * @returns {State}
 */
function withCard(state, card, edited) {
  const seen = valuesOf(state.card);
  const now = valuesOf(card);
  const isDirty = differ(edited, seen);
  const differences = fields.flatMap((name) => {
    if (!card || !isDirty || edited[name] === now[name]) return [];
    if (seen[name] === now[name]) return state.differences.filter((difference) => difference.name === name);
    return [{ name, before: seen[name], now: now[name] }];
  });
  return { ...state, card, differences };
}

/**
 * Returns when another write is worthwhile after an error, where that is known.
 * @param {unknown} error
 * @param {number} at the time of the error
 * @param {number} [freeAt] when the number's next write is free
 */
export function retryTime(error, at, freeAt) {
  const { code, retryAfter = 0, status } = errorMembers(error);
  if (retryAfter > 0) return at + 1000 * retryAfter;
  if (code === UPSTREAM_LIMITED) return Math.max(at + UPSTREAM_PAUSE, freeAt ?? 0);
  return status === 429 ? freeAt : undefined;
}

/** Whether values differ. @param {Values} one @param {Values} other */
export const differ = (one, other) => fields.some((name) => one[name] !== other[name]);

// What becomes of one card, as a state machine: an event leads to the next state, and to what is to be done. It knows no
// page, no clock and no network, and one thing is under way at a time. A write follows a read that brought nothing new,
// so nothing that somebody else has saved is overwritten unseen.

/** @typedef {{ phone_number: string, first_name: string, is_active: boolean, last_name?: string, image_url?: string }} Card */
/** @typedef {'first_name' | 'last_name' | 'image_url'} Field */
/** @typedef {Record<Field, string>} Values what a form holds */
/** @typedef {Partial<Values>} Changed */
/** @typedef {{ name: Field, before: string, now: string }} Difference */
/** @typedef {{ kind: string, error?: any, outcome?: string }} Notice `error`: described with this outcome */

/**
 * @typedef {object} State
 * @property {'idle' | 'loading' | 'ready' | 'checking' | 'saving' | 'rereading'} phase
 * @property {string} number
 * @property {boolean} isOpen whether the card is known, or known not to exist
 * @property {boolean} [isAsked] whether somebody waits for the form, to be taken to it
 * @property {Card} [card] as it was last seen
 * @property {{ edited: Values, changed: Changed }} [submitted] what is to be saved
 * @property {Notice} [notice]
 * @property {readonly Difference[]} differences what was changed elsewhere while it was edited here
 * @property {readonly any[]} issues what the client refused
 * @property {number} [retryAt] when a write is worth another try, in milliseconds
 */

/**
 * What is to be done:
 * - `read` the card, `write` it, `share` it with the other tabs;
 * - `fill` in the card's values, where the form holds those of `over`, or everywhere;
 * - `focus` a part of the form.
 * @typedef {{ do: 'read' } | { do: 'write', changed: Changed, isCreation: boolean } | { do: 'share', card: Card }
 *   | { do: 'fill', over?: Values } | { do: 'focus', part: 'summary' | 'differences' | 'first' }} Effect
 */

/** @typedef {[State, ...Effect[]]} Next */

/** @type {readonly Field[]} */
export const fields = ['first_name', 'last_name', 'image_url'];

/** What a form shows of a card, or of none. @param {Card} [card] @returns {Values} */
export const valuesOf = (card) =>
  /** @type {any} */ (Object.fromEntries(fields.map((name) => [name, card?.[name] ?? ''])));

/** Milliseconds to leave alone what Linq limits upstream, where it doesn't say how many. */
const UPSTREAM_PAUSE = 30_000;
const UPSTREAM_LIMITED = 4004;

/** @type {State} */
export const closed = { phase: 'idle', number: '', isOpen: false, differences: [], issues: [] };

/** @param {State} state */
export const isBusy = ({ phase }) => phase === 'checking' || phase === 'saving' || phase === 'rereading';

/**
 * @param {State} state
 * @param {any} event
 * @returns {Next}
 */
export const next = (state, event) => transitions[event.type]?.(state, event) ?? [state];

/** What each event leads to; nothing, where it means nothing in this state. @type {Record<string, (state: State, event: any) => Next | undefined>} */
const transitions = {
  close: () => [closed, { do: 'fill' }],

  /** A number is opened, by itself or with its card. `isAsked`: by hand, in the editor itself. */
  open: (_, { number, card, isAsked = false }) =>
    card
      ? [{ ...closed, phase: 'ready', number, card, isOpen: true }, { do: 'fill' }]
      : [{ ...closed, phase: 'loading', number, isAsked, notice: { kind: 'loading' } }, { do: 'fill' }, { do: 'read' }],

  /** The card is to be read once more; what was typed stays. */
  reload: (state, { isAsked = false }) =>
    isBusy(state) || state.phase === 'idle'
      ? undefined
      : [{ ...state, phase: 'loading', isAsked, notice: { kind: 'loading' } }, { do: 'read' }],

  /** `edited`: what the form holds; `changed`: what of it the card doesn't say, `issues`: what is wrong with it. */
  submit(state, { edited, changed, issues }) {
    if (state.phase !== 'ready' || !state.isOpen) return undefined;
    const ready = { ...state, issues: [], notice: undefined };
    if (issues.length > 0) return [ready, { do: 'focus', part: 'summary' }];
    if (!changed && state.card) return [{ ...ready, notice: { kind: 'unchanged' } }];
    return [
      { ...ready, phase: 'checking', submitted: { edited, changed: changed ?? {} }, notice: { kind: 'saving' } },
      { do: 'read' },
    ];
  },

  /** The card was read, or there is none. `changed`: what of the form it doesn't say. */
  read(state, event) {
    if (state.phase === 'loading') return loaded(state, event);
    if (state.phase === 'checking') return checked(state, event);
    if (state.phase === 'rereading') return reread(state, event);
    return undefined;
  },

  readFailed(state, { error, at }) {
    if (state.phase === 'loading')
      return [{ ...state, phase: 'ready', notice: { kind: 'error', error, outcome: 'unread' } }];
    if (state.phase === 'checking') {
      const notice = { kind: 'error', error, outcome: 'unchecked' };
      return [{ ...state, phase: 'ready', notice, retryAt: retryAt(error, at) }];
    }
    if (state.phase !== 'rereading') return undefined;
    const { notice } = state;
    return [
      { ...state, phase: 'ready', notice: notice?.outcome === 'reading' ? { ...notice, outcome: 'not_read' } : notice },
    ];
  },

  /** The form shows what was answered, never what was meant. */
  written(state, { card }) {
    if (state.phase !== 'saving') return undefined;
    const notice = { kind: card.is_active ? 'saved' : 'waiting' };
    return [
      { ...closed, phase: 'ready', number: state.number, isOpen: true, card, notice },
      { do: 'fill', over: submittedIn(state) },
    ];
  },

  /** `freeAt`: when the number's next write is free, where that is known. */
  writeFailed(state, { error, at, freeAt }) {
    if (state.phase !== 'saving') return undefined;
    const ready = /** @type {State} */ ({
      ...state,
      phase: 'ready',
      notice: { kind: 'error', error },
      retryAt: retryAt(error, at, freeAt),
    });
    if (error?.issues?.length > 0)
      return [
        { ...ready, notice: undefined, issues: error.issues },
        { do: 'focus', part: 'summary' },
      ];
    if (error?.outcome === 'not_sent') return [ready];
    if (error?.outcome !== 'refused')
      return [{ ...ready, phase: 'rereading', notice: { kind: 'error', error, outcome: 'reading' } }, { do: 'read' }];
    return error.status === 409 ? [{ ...ready, phase: 'rereading' }, { do: 'read' }] : [ready];
  },

  /** The page, or another tab, has another state of the card. `edited`: what the form holds. */
  seen(state, { card, edited, changed, isShared }) {
    // The answer of a write under way comes later and says more.
    if (state.phase === 'saving' || state.phase === 'rereading' || state.phase === 'idle') return undefined;
    if (state.phase === 'checking') return checked(state, { card, changed });
    if (state.phase === 'loading' || !state.isOpen) return loaded(state, { card, edited });
    const isNew = fields.some((name) => valuesOf(state.card)[name] !== valuesOf(card)[name]);
    const met = meet(state, card, edited);
    const kind = met.differences.length > 0 ? 'contested' : 'updated';
    const notice = isShared && isNew ? { kind } : state.notice;
    return [
      { ...met, notice },
      { do: 'fill', over: valuesOf(state.card) },
    ];
  },

  /** What went well is history once something is typed; what went wrong stays to be read. */
  typed(state, { name }) {
    const { notice } = state;
    const issues = state.issues.filter(({ path }) => path[0] !== name);
    return [{ ...state, issues, notice: notice?.kind === 'error' || isBusy(state) ? notice : undefined }];
  },

  undone: (state) => (isBusy(state) ? undefined : [{ ...state, issues: [], differences: [], notice: undefined }]),

  /** `retryAt` has come. */
  waited: (state) => [{ ...state, retryAt: undefined, notice: isBusy(state) ? state.notice : { kind: 'free' } }],

  tell: (state, { notice }) => [{ ...state, notice }],
};

/** @param {State} state */
const submittedIn = (state) => state.submitted?.edited ?? valuesOf(state.card);

/** @type {(state: State, event: any) => Next} */
function loaded(state, { card, edited }) {
  const met = state.isOpen && card ? meet(state, card, edited) : state;
  const notice = card ? undefined : { kind: 'absent' };
  const ready = /** @type {State} */ ({ ...met, phase: 'ready', isOpen: true, isAsked: false, card, notice });
  const fill = /** @type {Effect} */ ({ do: 'fill', over: valuesOf(state.card) });
  return state.isAsked ? [ready, fill, { do: 'focus', part: 'first' }] : [ready, fill];
}

/** The card right before it is written. @type {(state: State, event: any) => Next} */
function checked(state, { card, changed }) {
  const { edited } = /** @type {any} */ (state.submitted);
  if (!card && state.card) return [{ ...state, phase: 'ready', card, differences: [], notice: { kind: 'gone' } }];
  const met = meet(state, card, edited);
  const fill = /** @type {Effect} */ ({ do: 'fill', over: valuesOf(state.card) });
  const isNews = fields.some((name) => {
    const now = valuesOf(card)[name];
    return now !== valuesOf(state.card)[name] && now !== edited[name];
  });
  if (isNews) return [{ ...met, phase: 'ready', notice: undefined }, fill, { do: 'focus', part: 'differences' }];
  // What isn't known to be saved may arrive late.
  if (card && !changed) return [{ ...met, phase: 'ready', differences: [], notice: { kind: 'unchanged' } }, fill];
  return [
    { ...state, phase: 'saving', card, submitted: { edited, changed: changed ?? {} } },
    { do: 'write', changed: changed ?? {}, isCreation: !card },
  ];
}

/** The card after a write of which it isn't known whether it was saved, or that conflicted. @type {(state: State, event: any) => Next} */
function reread(state, { card }) {
  const { edited, changed } = /** @type {any} */ (state.submitted);
  const { notice } = state;
  const isUnknown = notice?.outcome === 'reading';
  // Linq answers with a picture's URL of its own: that of a new picture is another one than before.
  const isSaid = (/** @type {Field} */ name) =>
    name === 'image_url' ? card[name] !== state.card?.[name] : card[name] === changed[name];
  if (isUnknown && card && fields.every((name) => changed[name] === undefined || isSaid(name))) {
    const shown = { ...notice, outcome: 'shown' };
    return [
      { ...state, phase: 'ready', card, differences: [], notice: shown },
      { do: 'fill', over: edited },
      { do: 'share', card },
    ];
  }
  const met = card ? meet(state, card, edited) : { ...state, card };
  const ready = /** @type {State} */ ({
    ...met,
    phase: 'ready',
    notice: isUnknown ? { ...notice, outcome: 'not_shown' } : notice,
  });
  const fill = /** @type {Effect} */ ({ do: 'fill', over: card ? valuesOf(state.card) : valuesOf() });
  return met.differences.length > 0 ? [ready, fill, { do: 'focus', part: 'differences' }] : [ready, fill];
}

/**
 * Takes the card as it is now. What differs from what was seen before is kept to be shown, where something was typed that
 * would overwrite it.
 * @param {State} state
 * @param {Card | undefined} card
 * @param {Values} edited
 * @returns {State}
 */
function meet(state, card, edited) {
  const seen = valuesOf(state.card);
  const now = valuesOf(card);
  const isDirty = fields.some((name) => edited[name] !== seen[name]);
  const differences = fields.flatMap((name) => {
    if (!isDirty || edited[name] === now[name]) return [];
    if (seen[name] === now[name]) return state.differences.filter((difference) => difference.name === name);
    return [{ name, before: seen[name], now: now[name] }];
  });
  return { ...state, card, differences };
}

/**
 * When a write is worth another try, where somebody says so.
 * @param {any} error
 * @param {number} at now
 * @param {number} [freeAt]
 */
function retryAt({ code, retryAfter, status } = /** @type {any} */ ({}), at, freeAt) {
  if (retryAfter > 0) return at + 1000 * retryAfter;
  if (code === UPSTREAM_LIMITED) return Math.max(at + UPSTREAM_PAUSE, freeAt ?? 0);
  return status === 429 ? freeAt : undefined;
}

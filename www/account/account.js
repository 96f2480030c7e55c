// The account's cards as this page knows them: loaded once, then replaced one by one as responses arrive.
import { describeLoadFailure } from './load-failure.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @import { LoadFailure, SignedOut } from './load-failure.js' */
/** @import { SavedToday } from './saved-today.js' */

/**
 * Whether the cards are loaded. While they are loaded again, and after that has failed, the earlier ones remain.
 *
 * @typedef {{ kind: 'loading' } | { kind: 'ready' } | LoadFailure | SignedOut} AccountState
 */

/**
 * What has changed: the state, all cards, or one card.
 *
 * @typedef {{ type: 'state' } | { type: 'cards' } | { type: 'card', card: SetContactCard }} AccountChange
 */

/** The store of the account's cards. */
export class Account {
  #client;
  #savedToday;
  #now;
  /** @type {AccountState} */
  #state = { kind: 'loading' };
  /** The cards by number; absent until they are loaded. @type {Map<string, SetContactCard> | undefined} */
  #byNumber;
  /** All cards, sorted by number. @type {SetContactCard[] | undefined} */
  #sorted;
  /** The cards that were replaced while the list was loaded: they are newer than the list. @type {Map<string, SetContactCard>} */
  #newer = new Map();
  /** Whether the cards are hidden, as the session has expired: a run that goes on still needs them. */
  #isHidden = false;
  /** When the cards that are stored were read, in milliseconds since the epoch. */
  readAt = 0;
  /** Counts the loads: the results of all but the latest are stale. */
  #load = 0;
  /** @type {Set<(change: AccountChange) => void>} */
  #listeners = new Set();

  /**
   * @param {Pick<ContactCards, 'retrieve'>} client
   * @param {Pick<SavedToday, 'add'>} savedToday
   * @param {() => number} [now] the time in milliseconds since the epoch
   */
  constructor(client, savedToday, now = Date.now) {
    this.#client = client;
    this.#savedToday = savedToday;
    this.#now = now;
  }

  get state() {
    return this.#state;
  }

  /** Returns all cards, sorted by number; nothing until they are loaded. @returns {readonly SetContactCard[] | undefined} */
  cards() {
    return this.#isHidden ? undefined : this.#sorted;
  }

  /** Returns the card of a number. @param {string} phone_number */
  card(phone_number) {
    return this.#isHidden ? undefined : this.#byNumber?.get(phone_number);
  }

  /** Returns all cards, also those that are hidden. @returns {readonly SetContactCard[] | undefined} */
  cardsOfRun() {
    return this.#sorted;
  }

  /** Calls a function after each change. @param {(change: AccountChange) => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** Loads the cards. Those of another user aren't for this page. */
  async load() {
    if (this.#state.kind === 'replaced') return;
    const load = ++this.#load;
    const at = this.#now();
    this.#newer.clear();
    this.#setState({ kind: 'loading' });
    /** @type {readonly SetContactCard[]} */
    let cards = [];
    try {
      cards = (await this.#client.retrieve()).contact_cards;
    } catch (error) {
      if (load !== this.#load) return;
      const failure = describeLoadFailure(error);
      if (failure?.kind === 'signed_out') return this.signOut(failure);
      if (failure) return this.#setState(failure);
    }
    if (load !== this.#load) return;
    const loaded = new Map(cards.map((card) => [card.phone_number, card]));
    for (const [number, card] of this.#newer) loaded.set(number, card);
    this.readAt = at;
    this.#isHidden = false;
    this.#setCards(loaded);
    this.#setState({ kind: 'ready' });
  }

  /**
   * Hides the cards, as the user isn't signed in any more. A load in flight is stale.
   *
   * @param {SignedOut} state
   * @param {{ isFinal?: boolean }} [options] `isFinal`: the cards are forgotten, as no run goes on
   */
  signOut(state, { isFinal = false } = {}) {
    this.#load++;
    this.#isHidden = true;
    this.#setCards(isFinal ? undefined : this.#byNumber);
    this.#setState(state);
  }

  /** Stores a card as the server returned it. Nothing happens where it is known already. @param {SetContactCard} card */
  replace(card) {
    const known = this.#byNumber?.get(card.phone_number);
    if (!known || !isSame(known, card)) this.#store(card);
  }

  /** Stores a card that this page has saved. After the session, its number isn't stored on this device. @param {SetContactCard} card */
  saved(card) {
    if (!this.#isHidden) this.#savedToday.add(card.phone_number);
    this.#store(card);
  }

  /** @param {SetContactCard} card */
  #store(card) {
    this.#newer.set(card.phone_number, card);
    if (!this.#byNumber || !this.#sorted) return;
    const isNew = !this.#byNumber.has(card.phone_number);
    this.#byNumber.set(card.phone_number, card);
    this.#sorted.splice(positionOf(this.#sorted, card.phone_number), isNew ? 0 : 1, card);
    if (!this.#isHidden) this.#emit({ type: 'card', card });
  }

  /** @param {AccountState} state */
  #setState(state) {
    this.#state = state;
    this.#emit({ type: 'state' });
  }

  /** @param {Map<string, SetContactCard> | undefined} cards */
  #setCards(cards) {
    this.#byNumber = cards;
    this.#sorted = cards && [...cards.values()].sort((a, b) => (a.phone_number < b.phone_number ? -1 : 1));
    this.#emit({ type: 'cards' });
  }

  /** @param {AccountChange} change */
  #emit(change) {
    for (const listener of this.#listeners) listener(change);
  }
}

/** Whether two cards of a number have the same fields. @param {SetContactCard} a @param {SetContactCard} b */
const isSame = (a, b) =>
  a.first_name === b.first_name &&
  a.last_name === b.last_name &&
  a.image_url === b.image_url &&
  a.is_active === b.is_active;

/**
 * Returns the position of a number among sorted cards: that of its card, or where one is to be inserted.
 *
 * @param {readonly SetContactCard[]} sorted @param {string} phone_number
 */
function positionOf(sorted, phone_number) {
  let start = 0;
  let end = sorted.length;
  while (start < end) {
    const middle = (start + end) >> 1;
    if (/** @type {SetContactCard} */ (sorted[middle]).phone_number < phone_number) start = middle + 1;
    else end = middle;
  }
  return start;
}

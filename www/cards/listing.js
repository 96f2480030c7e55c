// Which cards the list shows, and in which order: by a search, filters and a sort. It knows no page.
import { search } from './search.js';

/** @import { SetContactCard } from 'linq-contact-card' */

/** @typedef {'name' | 'number' | 'not_active'} Sort */
/** @typedef {'not_active' | 'no_picture' | 'saved_today'} Filter */

const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

/** The cards that are shown. */
export class Listing {
  text = '';
  /** @type {Sort} */
  #sort = 'name';
  /** @type {Set<Filter>} */
  filters = new Set();
  /** @type {Record<Filter, (card: SetContactCard) => boolean>} */
  #tests;
  /** The cards in order; the earlier order is the start of the next one, as few cards change at a time. @type {SetContactCard[]} */
  #ordered = [];

  /** @param {(phone_number: string) => boolean} isSavedToday */
  constructor(isSavedToday) {
    this.#tests = {
      not_active: (card) => !card.is_active,
      no_picture: (card) => !card.image_url,
      saved_today: (card) => isSavedToday(card.phone_number),
    };
  }

  get sort() {
    return this.#sort;
  }
  set sort(sort) {
    this.#sort = sort;
    this.#order();
  }

  /** Whether a search and filters narrow the list. */
  get narrowing() {
    return { isSearched: this.text.trim() !== '', isFiltered: this.filters.size > 0 };
  }

  /** The number of all cards. */
  get total() {
    return this.#ordered.length;
  }

  /** Sets all cards. @param {readonly SetContactCard[]} cards */
  setCards(cards) {
    this.#ordered = [...cards];
    this.#order();
  }

  /** Sets some of the cards, such as those that were saved. @param {ReadonlyMap<string, SetContactCard>} cards by number */
  replaceCards(cards) {
    const added = new Map(cards);
    this.#ordered = this.#ordered.map((card) => {
      const replacement = added.get(card.phone_number);
      added.delete(card.phone_number);
      return replacement ?? card;
    });
    this.#ordered.push(...added.values());
    this.#order();
  }

  /** Returns the cards that the filters and the search leave. @returns {readonly SetContactCard[]} */
  shown() {
    const tests = [...this.filters].map((filter) => this.#tests[filter]);
    const filtered =
      tests.length === 0 ? this.#ordered : this.#ordered.filter((card) => tests.every((test) => test(card)));
    return search(filtered, this.text);
  }

  /** Returns how many cards each filter leaves. */
  counts() {
    const count = (/** @type {Filter} */ filter) => this.#ordered.filter(this.#tests[filter]).length;
    return {
      not_active: count('not_active'),
      no_picture: count('no_picture'),
      saved_today: count('saved_today'),
    };
  }

  #order() {
    this.#ordered.sort(orders[this.#sort]);
  }
}

/** @typedef {(a: SetContactCard, b: SetContactCard) => number} Compare */

/** @type {Compare} */
const byNumber = (a, b) => (a.phone_number < b.phone_number ? -1 : a.phone_number > b.phone_number ? 1 : 0);

/** By name; cards without one come last. @type {Compare} */
const byName = (a, b) =>
  Number(!a.first_name) - Number(!b.first_name) ||
  collator.compare(a.first_name, b.first_name) ||
  collator.compare(a.last_name ?? '', b.last_name ?? '') ||
  byNumber(a, b);

/** @type {Record<Sort, Compare>} */
const orders = {
  name: byName,
  number: byNumber,
  not_active: (a, b) => Number(a.is_active) - Number(b.is_active) || byName(a, b),
};

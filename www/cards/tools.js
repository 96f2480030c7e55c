// What narrows and sorts the list: the search, the filters and the sort.
import { announce, byId } from '../shell/page.js';

/** @import { Filter, Listing, Sort } from './listing.js' */

/** How long typing must pause before the number of cards found is announced, in milliseconds. */
const PAUSE = 500;

/** Formats numbers in the language of the page's texts. */
const number = new Intl.NumberFormat('en');

/**
 * What the tools use of the list.
 *
 * @typedef {object} List
 * @property {Listing} listing
 * @property {() => void} narrowed is called when the listing has other cards or another order
 * @property {() => void} enter moves the focus into the rows
 */

/** The tools. */
export class Tools {
  #list;
  #search = byId('search', HTMLInputElement);
  #found = byId('found');
  #chips = byId('filters').querySelectorAll('button');
  /** @type {number | undefined} */
  #pause;

  /** @param {List} list */
  constructor(list) {
    this.#list = list;
    this.#search.addEventListener('input', () => this.#searchFor(this.#search.value));
    this.#search.addEventListener('keydown', (event) => this.#press(event));
    byId('sort').addEventListener('change', () => {
      list.listing.sort = /** @type {Sort} */ (byId('sort', HTMLSelectElement).value);
      this.#narrow();
    });
    for (const chip of this.#chips) chip.addEventListener('click', () => this.#toggle(filterOf(chip)));
    addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      if (!this.#search.checkVisibility() || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      this.focus();
    });
  }

  /** Focuses the search. */
  focus() {
    this.#search.focus();
    this.#search.select();
  }

  /** Shows all cards again. */
  clear() {
    this.#list.listing.filters.clear();
    this.#searchFor('');
    this.focus();
  }

  /** Shows all cards again, without announcing their number: the user has turned to something else. */
  showAll() {
    const { filters, text } = this.#list.listing;
    if (filters.size === 0 && text === '') return;
    filters.clear();
    this.forgetSearch();
  }

  /** Forgets what was searched for. The number of cards isn't announced, as the list has ended. */
  forgetSearch() {
    this.#search.value = '';
    this.#list.listing.text = '';
    this.#list.narrowed();
  }

  /** Shows how many cards there are. @param {number} shown */
  render(shown) {
    const { total, filters } = this.#list.listing;
    const counts = this.#list.listing.counts();
    this.#found.textContent = total === 0 ? '' : describeCount(shown, total);
    for (const chip of this.#chips) {
      const filter = filterOf(chip);
      chip.ariaPressed = String(filters.has(filter));
      // They aren't known while the cards are loading.
      const count = total === 0 ? '–' : number.format(counts[filter]);
      /** @type {Element} */ (chip.lastElementChild).textContent = count;
    }
  }

  /** @param {Filter} filter */
  #toggle(filter) {
    const { filters } = this.#list.listing;
    if (!filters.delete(filter)) filters.add(filter);
    this.#narrow();
  }

  /** @param {string} text */
  #searchFor(text) {
    this.#search.value = text;
    this.#list.listing.text = text;
    this.#narrow();
  }

  /** Shows other cards, and announces how many when typing pauses. */
  #narrow() {
    this.#list.narrowed();
    clearTimeout(this.#pause);
    this.#pause = window.setTimeout(() => announce(this.#found.textContent), PAUSE);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key === 'ArrowDown') this.#list.enter();
    else if (event.key === 'Escape' && this.#search.value !== '') this.#searchFor('');
    else return;
    event.preventDefault();
  }
}

/** Returns how many of the cards are shown, in words. @param {number} shown @param {number} total */
export function describeCount(shown, total) {
  const all = `${number.format(total)} ${total === 1 ? 'card' : 'cards'}`;
  return shown === total ? all : `${number.format(shown)} of ${all}`;
}

/** @param {HTMLButtonElement} chip */
const filterOf = ({ value }) => /** @type {Filter} */ (value);

/** Whether a key is typed into a field. @param {KeyboardEvent} event */
const isTyping = ({ target }) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

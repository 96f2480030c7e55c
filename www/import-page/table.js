// A table of rows in pages: only the rows of a page are in the document, and each is redrawn alone.
import { byId, element } from '../shell/page.js';

/**
 * A group of rows that can be shown alone.
 *
 * @template Item
 * @typedef {object} Filter
 * @property {string} id
 * @property {string} label
 * @property {(row: Item) => boolean} includes
 * @property {() => number} count
 */

/**
 * A row that is drawn.
 *
 * @typedef {object} DrawnRow
 * @property {HTMLElement} item
 * @property {() => void} update draws it as it is now
 * @property {() => void} focus moves the focus to it
 */

/** How many rows a page has. */
const PAGE = 50;

const { format } = new Intl.NumberFormat('en');

/**
 * A table of rows.
 *
 * @template Item
 * @template {DrawnRow} Drawn
 */
export class RowsTable {
  /** @type {Item[]} */
  #rows = [];
  /** The filters, each with its button. @type {Map<Filter<Item>, { button: HTMLButtonElement, count: HTMLElement }>} */
  #filters = new Map();
  /** @type {Filter<Item> | undefined} */
  #filter;
  /** The rows of the filter. @type {Item[]} */
  #found = [];
  #page = 0;
  /** The rows of the page. @type {Map<Item, Drawn>} */
  #drawn = new Map();
  #box;
  #draw;

  /**
   * @param {HTMLElement} box the element to draw into
   * @param {(row: Item) => Drawn} draw
   */
  constructor(box, draw) {
    this.#box = box;
    this.#draw = draw;
    box.append(byId('import-rows-template', HTMLTemplateElement).content.cloneNode(true));
    for (const button of box.querySelectorAll('.pager button'))
      button.addEventListener('click', () => this.#goTo(button));
  }

  /**
   * Shows rows.
   *
   * @param {Item[]} rows in the order of the table
   * @param {Filter<Item>[]} filters the one to start with first
   */
  open(rows, filters) {
    this.#rows = rows;
    this.#drawn.clear();
    this.#filters = new Map(filters.map((filter) => [filter, this.#button(filter)]));
    this.#find('.filters').replaceChildren(...[...this.#filters.values()].map(({ button }) => button));
    this.#box.hidden = false;
    this.#show(filters[0]);
  }

  /** Removes all rows. */
  close() {
    this.open([], []);
    this.#box.hidden = true;
  }

  /**
   * Draws rows that have changed. A row that no longer belongs to the filter leaves the table, unless the user is in the table: a row
   * that is being fixed stays. Where none is left, all rows are shown.
   *
   * @param {Iterable<Item>} rows
   */
  update(rows) {
    for (const row of rows) this.#drawn.get(row)?.update();
    this.#drawFilters();
    if (this.#find('tbody').contains(document.activeElement)) return;
    this.#choose();
    const [all] = this.#filters.keys();
    if (this.#found.length === 0 && this.#filter !== all) return this.#show(all);
    const shown = this.#shown();
    const isSame = shown.length === this.#drawn.size && shown.every((row) => this.#drawn.has(row));
    if (isSame) this.#drawPagers();
    else this.#drawPage();
  }

  /** Replaces the rows, and keeps the filter and the page. @param {Item[]} rows */
  replace(rows) {
    this.#rows = rows;
    this.#choose();
    this.#drawPage();
    this.#drawFilters();
  }

  /** Returns a row as it is drawn, if it is on the page. @param {Item} row */
  drawn(row) {
    return this.#drawn.get(row);
  }

  /** Moves the focus to a row of the filter, on its page. @param {Item} row */
  focus(row) {
    const index = this.#found.indexOf(row);
    if (index < 0) return;
    this.#page = Math.floor(index / PAGE);
    this.#drawPage();
    this.#drawn.get(row)?.focus();
  }

  /** The rows of the page. @returns {Item[]} */
  get page() {
    return [...this.#drawn.keys()];
  }

  /** Shows the rows of a filter, from the first. @param {Filter<Item> | undefined} filter */
  #show(filter) {
    this.#filter = filter;
    this.#page = 0;
    this.#choose();
    this.#drawPage();
    this.#drawFilters();
  }

  /** Makes the button of a filter. @param {Filter<Item>} filter */
  #button(filter) {
    const count = element('span', { className: 'count' });
    const button = element('button', { type: 'button' }, `${filter.label} `, count);
    button.dataset.filter = filter.id;
    button.addEventListener('click', () => this.#show(filter));
    return { button, count };
  }

  /** Draws how many rows each filter has. One without rows is left out, unless it is the chosen one. */
  #drawFilters() {
    for (const [filter, { button, count }] of this.#filters) {
      const found = filter.count();
      const isChosen = filter === this.#filter;
      count.textContent = format(found);
      button.hidden = found === 0 && !isChosen && filter.id !== 'all';
      button.setAttribute('aria-pressed', String(isChosen));
    }
  }

  /** Chooses the rows of the filter. */
  #choose() {
    const { includes } = this.#filter ?? { includes: () => true };
    this.#found = this.#rows.filter(includes);
    this.#page = Math.max(0, Math.min(this.#page, Math.ceil(this.#found.length / PAGE) - 1));
  }

  /** Returns the rows of the page. */
  #shown() {
    return this.#found.slice(this.#page * PAGE, (this.#page + 1) * PAGE);
  }

  /** Draws the rows of the page. Those that were drawn before are used again. */
  #drawPage() {
    this.#drawn = new Map(this.#shown().map((row) => [row, this.#drawn.get(row) ?? this.#draw(row)]));
    this.#find('tbody').replaceChildren(...[...this.#drawn.values()].map(({ item }) => item));
    this.#find('table').hidden = this.#drawn.size === 0;
    this.#find('.none').hidden = this.#drawn.size > 0;
    this.#drawPagers();
  }

  #drawPagers() {
    const start = this.#page * PAGE;
    const end = start + this.#drawn.size;
    for (const pager of this.#box.querySelectorAll('.pager')) {
      const [previous, range, next] = pager.children;
      if (!previous || !range || !next) continue;
      /** @type {HTMLElement} */ (pager).hidden = this.#found.length <= PAGE;
      range.textContent = `${format(start + 1)}–${format(end)} of ${format(this.#found.length)}`;
      previous.setAttribute('aria-disabled', String(start === 0));
      next.setAttribute('aria-disabled', String(end === this.#found.length));
    }
  }

  /** Shows the next page or the one before it. The focus stays on such a button, at the start of the new page. @param {Element} button */
  #goTo(button) {
    if (!(button instanceof HTMLElement) || button.getAttribute('aria-disabled') === 'true') return;
    this.#page += Number(button.dataset.step);
    this.#drawPage();
    this.#find(`.toolbar [data-step="${button.dataset.step}"]`).focus({ preventScroll: true });
    if (!button.closest('.toolbar')) this.#box.scrollIntoView({ block: 'start' });
  }

  /** @param {string} css */
  #find(css) {
    return /** @type {HTMLElement} */ (this.#box.querySelector(css));
  }
}

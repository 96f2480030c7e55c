// The list's rows. Only those in view are in the page, and Tab reaches one of them: the arrow keys move between them.
import { byId } from '../shell/page.js';
import { fillRow, makeRow, makeSkeletonRow, ROW_HEIGHT } from './row.js';
import { rowsInView } from './window.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Row } from './row.js' */

/** How many rows are drawn while the cards are loading. */
const SKELETON_ROWS = 8;

/**
 * What the rows use of the page.
 *
 * @typedef {object} Page
 * @property {(phone_number: string) => string} addressOf returns the address of a card
 * @property {(phone_number: string) => void} store has this device remember the address of a card
 * @property {() => void} leaveUp is called when the focus moves up from the first row
 */

/** The rows. */
export class Rows {
  #page;
  #items = byId('cards', HTMLUListElement);
  #scroller = byId('list-scroll');
  /** @type {readonly SetContactCard[]} */
  #cards = [];
  /** The rows in the page, by number. @type {Map<string, Row>} */
  #drawn = new Map();
  /** The number of the card that is open. @type {string | undefined} */
  #selected;
  /** The number of the row that Tab reaches. @type {string | undefined} */
  #active;
  #isLoading = false;
  #isScheduled = false;

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
    for (const target of [this.#scroller, window])
      target.addEventListener('scroll', () => this.#drawSoon(), { passive: true });
    new ResizeObserver(() => this.#drawSoon()).observe(this.#scroller);
    addEventListener('resize', () => this.#drawSoon());
    this.#items.addEventListener('keydown', (event) => this.#move(event));
    this.#items.addEventListener('focusin', ({ target }) => {
      this.#active = numberAt(target);
      this.draw();
    });
    // A card may also be opened in another tab, which must know its address.
    for (const type of ['pointerdown', 'click'])
      this.#items.addEventListener(type, ({ target }) => {
        const number = numberAt(target);
        if (number) this.#page.store(number);
      });
  }

  /** Shows these cards, from the first one where the user has chosen others. */
  set(/** @type {readonly SetContactCard[]} */ cards, { fromStart = false } = {}) {
    if (this.#isLoading) {
      this.#isLoading = false;
      this.#items.removeAttribute('aria-busy');
      this.#items.replaceChildren();
    }
    this.#cards = cards;
    if (fromStart) this.#scrollToStart();
    this.draw();
  }

  /** Shows the shape of rows, as the cards are loading. */
  showSkeleton() {
    if (this.#isLoading) return;
    this.#isLoading = true;
    this.#items.setAttribute('aria-busy', 'true');
    this.#drawn.clear();
    this.#items.style.blockSize = '';
    this.#items.replaceChildren(...Array.from({ length: SKELETON_ROWS }, makeSkeletonRow));
  }

  /** Marks the card that is open, and scrolls to its row. @param {string | undefined} phone_number */
  select(phone_number) {
    this.#selected = phone_number;
    if (phone_number !== undefined) this.#active = phone_number;
    this.draw();
    this.scrollToSelected();
  }

  /** Scrolls to the row of the card that is open, where there is one. */
  scrollToSelected() {
    this.#drawn.get(this.#selected ?? '')?.link.scrollIntoView({ block: 'nearest' });
  }

  /** Focuses a row: that of a card, or else the one that Tab reaches. @param {string} [phone_number] */
  focus(phone_number) {
    const index = this.#cards.findIndex((card) => card.phone_number === phone_number);
    this.#focusIndex(index < 0 ? this.#activeIndex() : index);
  }

  /** Draws the rows in view, without making those again that are in the page. */
  draw() {
    if (this.#isLoading) return;
    const focused = this.#items.contains(document.activeElement) ? document.activeElement : null;
    this.#items.style.blockSize = `${this.#cards.length * ROW_HEIGHT}rem`;
    const active = this.#activeIndex();
    /** @type {Map<string, Row>} */
    const drawn = new Map();
    let next = this.#items.firstElementChild;
    for (const index of this.#indexesToDraw(active)) {
      const card = /** @type {SetContactCard} */ (this.#cards[index]);
      const row = this.#rowOf(card);
      this.#place(row, index, index === active);
      drawn.set(card.phone_number, row);
      if (row.item === next) next = next.nextElementSibling;
      else this.#items.insertBefore(row.item, next);
    }
    for (const [number, { item }] of this.#drawn) if (!drawn.has(number)) item.remove();
    this.#drawn = drawn;
    // Moving a row takes the focus from it.
    if (focused instanceof HTMLElement && focused.isConnected && focused !== document.activeElement)
      focused.focus({ preventScroll: true });
  }

  /** Draws the rows in the next frame, as scrolling fires many events. */
  #drawSoon() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.draw();
    });
  }

  /** Scrolls to the first row: the list scrolls on a desk, the page on a phone. */
  #scrollToStart() {
    this.#scroller.scrollTop = 0;
    if (this.#items.getBoundingClientRect().top < 0)
      this.#items.scrollIntoView({ block: 'start', behavior: 'instant' });
  }

  /** Returns the indexes of the rows in view and of the one that Tab reaches, in order. @param {number} active */
  #indexesToDraw(active) {
    const box = this.#scroller.getBoundingClientRect();
    const top = Math.max(box.top, 0);
    const { start, end } = rowsInView({
      count: this.#cards.length,
      rowHeight: ROW_HEIGHT * Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
      top: top - this.#items.getBoundingClientRect().top,
      height: Math.min(box.bottom, innerHeight) - top,
    });
    const indexes = Array.from({ length: end - start }, (_, offset) => start + offset);
    if (active >= 0 && active < start) indexes.unshift(active);
    else if (active >= end) indexes.push(active);
    return indexes;
  }

  /** Returns the row of a card, up to date. @param {SetContactCard} card */
  #rowOf(card) {
    const row = this.#drawn.get(card.phone_number);
    if (!row) return makeRow(card, this.#page.addressOf(card.phone_number));
    if (row.card !== card) fillRow(row, card);
    return row;
  }

  /** Sets what depends on a row's position. @param {Row} row @param {number} index @param {boolean} isActive */
  #place({ item, link, card }, index, isActive) {
    item.style.insetBlockStart = `${index * ROW_HEIGHT}rem`;
    item.ariaSetSize = String(this.#cards.length);
    item.ariaPosInSet = String(index + 1);
    link.tabIndex = isActive ? 0 : -1;
    if (card.phone_number === this.#selected) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }

  /** Returns the index of the row that Tab reaches; -1 in an empty list. */
  #activeIndex() {
    const index = this.#cards.findIndex((card) => card.phone_number === this.#active);
    return index < 0 && this.#cards.length > 0 ? 0 : index;
  }

  /** @param {number} index */
  #focusIndex(index) {
    const card = this.#cards[index];
    if (!card) return;
    this.#active = card.phone_number;
    this.draw();
    const link = this.#drawn.get(card.phone_number)?.link;
    link?.focus({ preventScroll: true });
    link?.scrollIntoView({ block: 'nearest' });
  }

  /** Moves the focus between rows. @param {KeyboardEvent} event */
  #move(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const index = this.#activeIndex();
    const last = this.#cards.length - 1;
    /** @type {Record<string, number>} */
    const targets = {
      ArrowDown: Math.min(index + 1, last),
      ArrowUp: index - 1,
      Home: 0,
      End: last,
      PageDown: Math.min(index + this.#pageSize(), last),
      PageUp: Math.max(index - this.#pageSize(), 0),
    };
    if (!Object.hasOwn(targets, event.key)) return;
    event.preventDefault();
    const target = targets[event.key] ?? 0;
    if (target < 0) this.#page.leaveUp();
    else this.#focusIndex(target);
  }

  /** Returns the number of rows by which Page Up and Page Down move. */
  #pageSize() {
    const rowHeight = this.#items.firstElementChild?.getBoundingClientRect().height ?? 1;
    return Math.max(1, Math.floor(Math.min(this.#scroller.clientHeight, innerHeight) / rowHeight) - 1);
  }
}

/** Returns the number of the row that an event is about. @param {EventTarget | null} target */
const numberAt = (target) => (target instanceof Element ? target.closest('a')?.dataset.number : undefined);

// The list of cards. Only the rows in view are in the page; the search, the filters and the sort decide which there are.
import { announce, byId, element, show } from '../shell/page.js';
import { filterLabels, Listing } from './listing.js';
import { makeRow, makeSkeletonRow } from './row.js';
import { rowsInView } from './window.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Account } from '../account/account.js' */
/** @import { Filter, Sort } from './listing.js' */
/** @import { Row } from './row.js' */

/**
 * What the list uses of the page.
 *
 * @typedef {object} Page
 * @property {Account} account
 * @property {(phone_number: string) => string} addressOf returns the address of a card
 * @property {(phone_number: string) => void} store has this device remember the address of a card
 * @property {() => void} newCard opens the dialog for a new card
 */

/** The height of a row, in rem. The style sheet has the same. */
const ROW_HEIGHT = 4;

/** The rows that are shown while the cards are loading. */
const SKELETON_ROWS = 8;

/** How long typing must pause before the number of cards found is announced, in milliseconds. */
const PAUSE = 500;

/** The list. */
class List {
  #page;
  #listing;
  /** @type {readonly SetContactCard[]} */
  #shown = [];
  /** The rows in the page, by number. @type {Map<string, Row>} */
  #rows = new Map();
  /** The cards that have changed since the list was drawn. @type {Map<string, SetContactCard>} */
  #changed = new Map();
  /** The number of the card that is open. @type {string | undefined} */
  #selected;
  /** The number of the row that Tab reaches. @type {string | undefined} */
  #active;
  #isScheduled = false;
  /** The scroll position of the page when the list was left, in pixels. */
  #scrollTop = 0;

  #items = byId('cards', HTMLUListElement);
  #scroller = byId('list-scroll');
  #search = byId('search', HTMLInputElement);

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
    this.#listing = new Listing((number) => page.account.changedToday(number));
    this.#wireTools();
    this.#wireRows();
    page.account.subscribe((change) => {
      if (change.type === 'card') {
        this.#changed.set(change.card.phone_number, change.card);
        this.#schedule();
      } else if (change.type === 'cards') {
        this.#changed.clear();
        this.#listing.setCards(page.account.cards() ?? []);
        this.#refresh();
      } else this.#renderState();
    });
    this.#refresh();
  }

  /** Marks the card that is open. @param {string | undefined} phone_number */
  select(phone_number) {
    if (phone_number !== undefined) {
      this.#active = phone_number;
      this.#scrollTop = scrollY;
    }
    this.#selected = phone_number;
    this.#draw();
  }

  /** Returns to the list from a card: to its row, and to where the list was scrolled. @param {string | undefined} phone_number */
  returnFrom(phone_number) {
    if (phone_number === undefined) return;
    this.#flush();
    scrollTo({ top: this.#scrollTop, behavior: 'instant' });
    this.#focusRow(this.#shown.findIndex((card) => card.phone_number === phone_number));
  }

  /** Shows all cards that the search and the filters leave. */
  #refresh() {
    this.#shown = this.#listing.shown();
    this.#renderCounts();
    this.#renderState();
    this.#draw();
  }

  /** Shows changed cards in the next frame, as many may change at a time. */
  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => this.#flush());
  }

  #flush() {
    this.#isScheduled = false;
    if (this.#changed.size === 0 || byId('cards-view').hidden) return this.#draw();
    this.#listing.replaceCards(this.#changed);
    this.#changed.clear();
    this.#refresh();
  }

  /** Draws the rows in view, without making those again that are in the page. */
  #draw() {
    const { state } = this.#page.account;
    const isLoading = state.kind === 'loading' && this.#listing.total === 0;
    this.#items.setAttribute('aria-busy', String(isLoading));
    if (isLoading) {
      if (!this.#items.querySelector('.skeleton')) {
        this.#rows.clear();
        this.#items.style.blockSize = '';
        this.#items.replaceChildren(...Array.from({ length: SKELETON_ROWS }, makeSkeletonRow));
      }
      return;
    }
    for (const skeleton of this.#items.querySelectorAll('.skeleton')) skeleton.remove();
    this.#items.style.blockSize = `${this.#shown.length * ROW_HEIGHT}rem`;
    const active = this.#activeIndex();
    const indexes = this.#indexesToDraw(active);
    const drawn = new Map();
    let next = this.#items.firstElementChild;
    for (const index of indexes) {
      const card = /** @type {SetContactCard} */ (this.#shown[index]);
      const row = this.#rowOf(card, index, active);
      drawn.set(card.phone_number, row);
      if (row.item === next) next = next.nextElementSibling;
      else this.#items.insertBefore(row.item, next);
    }
    for (const [number, { item }] of this.#rows) if (drawn.get(number)?.item !== item) item.remove();
    this.#rows = drawn;
  }

  /** Returns the indexes of the rows in view and of the one that Tab reaches, in order. @param {number} active */
  #indexesToDraw(active) {
    const count = this.#shown.length;
    const box = this.#scroller.getBoundingClientRect();
    const top = Math.max(box.top, 0);
    const { start, end } = rowsInView({
      count,
      rowHeight: ROW_HEIGHT * Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
      top: top - this.#items.getBoundingClientRect().top,
      height: Math.min(box.bottom, innerHeight) - top,
    });
    const indexes = Array.from({ length: end - start }, (_, offset) => start + offset);
    if (active >= 0 && active < start) indexes.unshift(active);
    else if (active >= end) indexes.push(active);
    return indexes;
  }

  /** Returns the index of the row that Tab reaches; -1 in an empty list. */
  #activeIndex() {
    const index = this.#shown.findIndex((card) => card.phone_number === this.#active);
    return index < 0 && this.#shown.length > 0 ? 0 : index;
  }

  /** Returns the row of a card, and brings it up to date. @param {SetContactCard} card @param {number} index @param {number} active the row that Tab reaches */
  #rowOf(card, index, active) {
    let row = this.#rows.get(card.phone_number);
    if (row?.card !== card) {
      const made = makeRow(card, this.#page.addressOf(card.phone_number));
      if (row) {
        const hadFocus = row.link === document.activeElement;
        row.item.replaceWith(made.item);
        if (hadFocus) made.link.focus({ preventScroll: true });
      }
      row = made;
    }
    const { item, link } = row;
    item.style.insetBlockStart = `${index * ROW_HEIGHT}rem`;
    item.ariaSetSize = String(this.#shown.length);
    item.ariaPosInSet = String(index + 1);
    link.tabIndex = index === active ? 0 : -1;
    if (card.phone_number === this.#selected) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
    return row;
  }

  /** Focuses a row, and scrolls to it. @param {number} index */
  #focusRow(index) {
    const card = this.#shown[index];
    if (!card) return;
    this.#active = card.phone_number;
    this.#draw();
    const link = this.#rows.get(card.phone_number)?.link;
    link?.focus({ preventScroll: true });
    link?.scrollIntoView({ block: 'nearest' });
  }

  #renderCounts() {
    const { total } = this.#listing;
    const found = this.#shown.length;
    const all = `${total.toLocaleString()} ${total === 1 ? 'card' : 'cards'}`;
    byId('found').textContent = total === 0 ? '' : found === total ? all : `${found.toLocaleString()} of ${all}`;
    const counts = this.#listing.counts();
    for (const chip of byId('filters').querySelectorAll('button')) {
      const filter = /** @type {Filter} */ (chip.value);
      chip.setAttribute('aria-pressed', String(this.#listing.filters.has(filter)));
      /** @type {HTMLElement} */ (chip.lastElementChild).textContent =
        total === 0 ? '' : counts[filter].toLocaleString();
    }
  }

  /** Shows why there are no rows, and what to do. */
  #renderState() {
    const { state } = this.#page.account;
    const notice = byId('list-notice');
    const set = (/** @type {string} */ tone, /** @type {string} */ title, /** @type {string} */ text, action = '') => {
      notice.hidden = false;
      notice.dataset.tone = tone;
      show(byId('list-notice-title'), title);
      show(byId('list-notice-text'), text);
      show(byId('list-notice-action'), action);
    };
    notice.hidden = true;
    if (state.kind === 'failed' || state.kind === 'signed_out') {
      set('bad', state.title, state.text, 'Try again');
      announce(`${state.title}. ${state.text}`);
    } else if (state.kind === 'ready' && this.#listing.total === 0)
      set(
        '',
        'No cards yet',
        'A card is the name and picture that people see when one of your numbers writes to them.',
        'New card',
      );
    else if (state.kind === 'ready' && this.#shown.length === 0)
      set('', 'No card matches', 'Change the search or the filters.', 'Clear');
    byId('list-tools').hidden = state.kind !== 'loading' && this.#listing.total === 0;
  }

  #wireTools() {
    byId('filters').append(
      ...filterLabels.map(([value, label]) => {
        const chip = element('button', { type: 'button', className: 'chip', value }, `${label} `, element('span', {}));
        chip.addEventListener('click', () => {
          const { filters } = this.#listing;
          if (!filters.delete(value)) filters.add(value);
          this.#narrow();
        });
        return chip;
      }),
    );
    byId('sort', HTMLSelectElement).addEventListener('change', ({ currentTarget }) => {
      this.#listing.sort = /** @type {Sort} */ (/** @type {HTMLSelectElement} */ (currentTarget).value);
      this.#narrow();
    });
    this.#search.addEventListener('input', () => {
      this.#listing.text = this.#search.value;
      this.#narrow();
    });
    byId('list-notice-action').addEventListener('click', () => {
      const { kind } = this.#page.account.state;
      if (kind === 'failed' || kind === 'signed_out') this.#page.account.load();
      else if (this.#listing.total === 0) this.#page.newCard();
      else this.#clear();
    });
  }

  /** @type {number | undefined} */
  #pause;

  /** Shows other cards, from the first one, and announces how many when typing pauses. */
  #narrow() {
    this.#scroller.scrollTop = 0;
    this.#refresh();
    clearTimeout(this.#pause);
    this.#pause = window.setTimeout(() => announce(byId('found').textContent), PAUSE);
  }

  /** Shows all cards again. */
  #clear() {
    this.#search.value = '';
    this.#listing.text = '';
    this.#listing.filters.clear();
    this.#narrow();
    this.#search.focus();
  }

  #wireRows() {
    for (const target of [this.#scroller, window])
      target.addEventListener('scroll', () => this.#schedule(), { passive: true });
    addEventListener('resize', () => this.#schedule());
    new ResizeObserver(() => this.#schedule()).observe(this.#scroller);
    this.#items.addEventListener('keydown', (event) => this.#move(event));
    this.#items.addEventListener('focusin', ({ target }) => {
      this.#active = /** @type {HTMLElement} */ (target).dataset.number;
      this.#draw();
    });
    // A card may also be opened in another tab, which must know its address.
    for (const type of ['pointerdown', 'click'])
      this.#items.addEventListener(type, ({ target }) => {
        const number = target instanceof Element && target.closest('a')?.dataset.number;
        if (number) this.#page.store(number);
      });
    this.#search.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        this.#focusRow(this.#activeIndex());
      } else if (event.key === 'Escape' && this.#search.value !== '') {
        event.preventDefault();
        this.#search.value = '';
        this.#listing.text = '';
        this.#narrow();
      }
    });
    addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      if (!this.#search.checkVisibility() || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      this.#search.focus();
      this.#search.select();
    });
  }

  /** Moves the focus between rows. @param {KeyboardEvent} event */
  #move(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const index = this.#activeIndex();
    const last = this.#shown.length - 1;
    const rowHeight = this.#items.firstElementChild?.getBoundingClientRect().height ?? 1;
    const page = Math.max(1, Math.floor(Math.min(this.#scroller.clientHeight, innerHeight) / rowHeight) - 1);
    /** @type {Record<string, number>} */
    const targets = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: last,
      PageDown: Math.min(last, index + page),
      PageUp: Math.max(0, index - page),
    };
    if (!Object.hasOwn(targets, event.key)) return;
    event.preventDefault();
    const target = targets[event.key] ?? 0;
    if (target < 0) this.#search.focus();
    else this.#focusRow(Math.min(target, last));
  }
}

/** Wires the list. @param {Page} page */
export const wireList = (page) => new List(page);

/** Whether a key is typed into a field. @param {KeyboardEvent} event */
const isTyping = ({ target }) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

// The list of cards: it follows the account, and shows the cards that the search and the filters leave.
import { announce, byId } from '../shell/page.js';
import { describeListState } from './list-state.js';
import { Listing } from './listing.js';
import { Rows } from './rows.js';
import { describeCount, Tools } from './tools.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Account, AccountChange } from '../account/account.js' */

/**
 * What the list uses of the page.
 *
 * @typedef {object} Page
 * @property {Account} account
 * @property {(phone_number: string) => string} addressOf returns the address of a card
 * @property {(phone_number: string) => boolean} isSavedToday whether the card of a number was saved here today
 * @property {(phone_number: string) => void} store has this device remember the address of a card
 * @property {() => void} newCard opens the dialog for a new card
 */

/** The list. */
export class List {
  #page;
  #listing;
  #rows;
  #tools;
  /** The cards that have changed since the list was drawn. @type {Map<string, SetContactCard>} */
  #changed = new Map();
  #isScheduled = false;
  /** The number of the card that is open. @type {string | undefined} */
  #selected;
  /** Where the page was scrolled when a card was opened, in pixels. */
  #scrollTop = 0;

  /** @param {Page} page */
  constructor(page) {
    const { account, addressOf, isSavedToday, store } = page;
    this.#page = page;
    this.#listing = new Listing(isSavedToday);
    this.#rows = new Rows({ addressOf, store, leaveUp: () => this.#tools.focus() });
    this.#tools = new Tools({
      listing: this.#listing,
      narrowed: () => this.#refresh({ fromStart: true }),
      enter: () => this.#rows.focus(),
    });
    byId('list-notice-action').addEventListener('click', () => this.#act());
    account.subscribe((change) => this.#follow(change));
    this.#refresh();
  }

  /** Marks the card that is open. @param {string | undefined} phone_number */
  select(phone_number) {
    this.#showChanges();
    this.#selected = phone_number;
    this.#rows.select(phone_number);
  }

  /** Remembers where the list is scrolled, as a card takes its place on a phone. */
  leave() {
    this.#scrollTop = scrollY;
  }

  /** Returns to where the list was scrolled, and from a card to its row. @param {string | undefined} phone_number */
  returnFrom(phone_number) {
    scrollTo({ top: this.#scrollTop, behavior: 'instant' });
    if (phone_number === undefined) return;
    if (this.#listing.total === 0) byId('list').focus();
    else this.#rows.focus(phone_number);
  }

  /** What is searched for. */
  get searched() {
    return this.#listing.text;
  }

  /** Shows all cards, with neither a search nor filters. */
  showAll() {
    this.#tools.showAll();
  }

  /** Forgets what was searched for. */
  forgetSearch() {
    this.#tools.forgetSearch();
  }

  /** @param {AccountChange} change */
  #follow(change) {
    const { account } = this.#page;
    if (change.type === 'card') {
      this.#changed.set(change.card.phone_number, change.card);
      this.#showChangesSoon();
    } else if (change.type === 'cards') {
      this.#changed.clear();
      this.#listing.setCards(account.cards() ?? []);
    } else {
      this.#refresh();
      if (account.state.kind === 'ready') this.#rows.scrollToSelected();
      this.#announceState();
    }
  }

  /** Shows the changed cards in the next frame, as many may change at a time. */
  #showChangesSoon() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      if (!byId('cards-view').hidden) this.#showChanges();
    });
  }

  #showChanges() {
    if (this.#changed.size === 0) return;
    const isSelectedChanged = this.#changed.has(this.#selected ?? '');
    this.#listing.replaceCards(this.#changed);
    this.#changed.clear();
    this.#refresh();
    if (isSelectedChanged) this.#rows.scrollToSelected();
  }

  /** Shows the cards that the search and the filters leave. @param {{ fromStart?: boolean }} [options] */
  #refresh(options) {
    const { state } = this.#page.account;
    const shown = this.#listing.shown();
    if (state.kind === 'loading' && this.#listing.total === 0) this.#rows.showSkeleton();
    else this.#rows.set(shown, options);
    this.#tools.render(shown.length);
    this.#renderNotice(shown.length);
  }

  /** Shows why there are no rows, and what to do. @param {number} shown */
  #renderNotice(shown) {
    const { total } = this.#listing;
    const { state } = this.#page.account;
    const notice = this.#describeState(shown);
    const isEmpty = total === 0 && state.kind !== 'loading';
    byId('list-tools').hidden = isEmpty;
    byId('cards-view').toggleAttribute('data-empty', isEmpty);
    byId('list-notice').hidden = notice === undefined;
    if (!notice) return;
    byId('list-notice').dataset.tone = notice.tone;
    byId('list-notice-title').textContent = notice.title;
    byId('list-notice-text').textContent = notice.text;
    byId('list-notice-action').textContent = notice.action.label;
    byId('list-notice-action').classList.toggle('primary', isEmpty);
  }

  /** @param {number} shown the number of cards that are shown */
  #describeState(shown) {
    const { total, narrowing } = this.#listing;
    return describeListState(this.#page.account.state, total, shown, narrowing);
  }

  #announceState() {
    const { state } = this.#page.account;
    if (state.kind === 'ready') announce(`${describeCount(this.#listing.total, this.#listing.total)} loaded`);
    else if (state.kind !== 'loading') announce(`${state.title}. ${state.text}`);
  }

  /** Loads the cards again. The focus would be lost with the message. */
  #reload() {
    byId('list').focus();
    this.#page.account.load();
  }

  /** Does what the message offers. */
  #act() {
    const actions = {
      reload: () => this.#reload(),
      reopen: () => location.reload(),
      create: this.#page.newCard,
      clear: () => this.#tools.clear(),
    };
    const notice = this.#describeState(this.#listing.shown().length);
    if (notice) actions[notice.action.does]();
  }
}

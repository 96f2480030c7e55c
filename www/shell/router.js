// The page's address: it follows links, Back and Forward, and confirms leaving a card with unsaved changes.
import { listAddress, parseRoute } from './routes.js';

/** @import { Route } from './routes.js' */

/** An entry of the tab's history. @typedef {{ index: number, hash: string }} Entry */

/**
 * What the router uses of the page.
 *
 * @typedef {object} Page
 * @property {() => boolean} isDirty whether leaving loses what is typed
 * @property {() => Promise<boolean>} mayLeave lets the user decide
 * @property {(route: Route) => void} show shows a view
 */

/** The router. Each entry of the history has an index in its state, which shows how far a navigation went. */
export class Router {
  #page;
  /** @type {Entry} */
  #current = { index: 0, hash: '' };
  /** The entry that the user has confirmed to go to. @type {number | undefined} */
  #confirmed;
  /** The entry that the user wants to go to, while the dialog is open. @type {Entry | undefined} */
  #wanted;
  /** Whether the tab is on its way back to the current entry, and the promise for its arrival. */
  #isReturning = false;
  /** @type {Promise<void>} */
  #return = Promise.resolve();
  /** Settles the promise. */
  #arrive = () => {};

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** Shows the view of the address, now and when it changes. The views are scrolled by the page, as it knows what was shown in them. */
  start() {
    history.scrollRestoration = 'manual';
    // Both, as engines differ in which of them a link fires.
    for (const type of ['popstate', 'hashchange']) addEventListener(type, () => this.#follow());
    this.#current = this.#entry(0);
    this.#showCurrent();
  }

  /** Goes to an address of this page. @param {string} hash */
  go(hash) {
    location.hash = hash;
  }

  /** The address that was shown before the current entry was opened; absent where that was another page. @returns {unknown} */
  get from() {
    return history.state?.from;
  }

  /** Returns to a view: by Back where it is the entry before, so that the history doesn't grow. @param {string} hash */
  goBackTo(hash) {
    if (this.from === hash) history.back();
    else this.go(hash);
  }

  /** Shows the list in place of the entry that is shown. This works while the page is being left as well. */
  replaceWithList() {
    history.replaceState(history.state, '', listAddress);
    this.#current.hash = listAddress;
    this.#showCurrent();
  }

  /** Follows a change of the address. */
  #follow() {
    const entry = this.#entry(this.#current.index + 1);
    if (entry.index === this.#current.index && entry.hash === this.#current.hash) {
      this.#isReturning = false;
      this.#arrive();
      return;
    }
    // A second event of the navigation that is being undone.
    if (this.#isReturning) return;
    if (this.#page.isDirty() && entry.index !== this.#confirmed) {
      this.#confirm(entry);
      return;
    }
    this.#current = entry;
    this.#confirmed = undefined;
    this.#showCurrent();
  }

  /** Returns to the current entry, and leaves it once the user has confirmed. @param {Entry} wanted */
  async #confirm(wanted) {
    const isOpen = this.#wanted !== undefined;
    this.#wanted = wanted;
    this.#goBack(wanted);
    if (isOpen) return;
    const mayLeave = await this.#page.mayLeave();
    // One navigation after the other: a second one would start from an entry that is being left.
    await this.#return;
    const { index } = this.#wanted;
    this.#wanted = undefined;
    if (!mayLeave) return;
    this.#confirmed = index;
    history.go(index - this.#current.index);
  }

  /** Goes from an entry back to the current one. @param {Entry} from */
  #goBack(from) {
    this.#isReturning = true;
    this.#return = new Promise((resolve) => {
      this.#arrive = resolve;
    });
    history.go(this.#current.index - from.index);
  }

  /** Returns the history's entry of now. One without an index is new. @param {number} nextIndex @returns {Entry} */
  #entry(nextIndex) {
    if (parseRoute(location.hash) === undefined) history.replaceState(history.state, '', listAddress);
    const { hash } = location;
    const index = history.state?.index;
    if (Number.isInteger(index)) return { index, hash };
    history.replaceState({ index: nextIndex, from: this.#current.hash }, '', hash);
    return { index: nextIndex, hash };
  }

  #showCurrent() {
    const route = parseRoute(this.#current.hash);
    if (route) this.#page.show(route);
  }
}

// The storage of this device, as `Journal` takes it.

/** @import { TextStorage } from './journal.js' */

/** Reads `localStorage` at each call, as a browser may refuse it. @type {TextStorage} */
export const deviceStorage = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, text) => localStorage.setItem(key, text),
  removeItem: (key) => localStorage.removeItem(key),
  keys: () => Object.keys(localStorage),
};

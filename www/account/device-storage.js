// The storage of this device.

/**
 * Where texts are stored, as `localStorage`. Each function may throw, as a browser may refuse it, or be full.
 *
 * @typedef {object} TextStorage
 * @property {(key: string) => string | null} getItem
 * @property {(key: string, text: string) => void} setItem
 * @property {(key: string) => void} removeItem
 * @property {() => string[]} keys
 */

/** The browser's storage. @type {TextStorage} */
export const deviceStorage = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, text) => localStorage.setItem(key, text),
  removeItem: (key) => localStorage.removeItem(key),
  keys: () => Object.keys(localStorage),
};

// The saves that can be undone: the last one of each number. A page that is loaded again within some minutes still has them.
import { fields } from './changes.js';

/** @import { Device } from '../account/device.js' */
/** @import { Save } from './restore.js' */

/** How long a save is stored on this device, in milliseconds. */
const LIFETIME = 10 * 60 * 1000;

/** The saves. */
export class Saves {
  #device;
  /** The last ones that this page knows, by number: they are there as long as the page is. @type {Map<string, Save>} */
  #known = new Map();

  /** @param {Pick<Device, 'get' | 'set' | 'remove'>} device */
  constructor(device) {
    this.#device = device;
  }

  /** Returns the last save of a number; nothing where there is none. @param {string} phone_number @returns {Save | undefined} */
  of(phone_number) {
    const stored = this.#device.get(keyOf(phone_number));
    // Each tab stores its saves, so that this one is the last.
    if (isSave(stored, phone_number)) this.#known.set(phone_number, stored);
    return this.#known.get(phone_number);
  }

  /** Adds a save, in place of an earlier one of its number. @param {Save} save */
  add(save) {
    const { phone_number } = save.after;
    this.#known.set(phone_number, save);
    this.#device.set(keyOf(phone_number), save, LIFETIME);
  }

  /** Whether a save is the last one of its number. @param {Save} save */
  isLast(save) {
    return JSON.stringify(this.of(save.after.phone_number)) === JSON.stringify(save);
  }

  /** Forgets the save of a number. @param {string} phone_number */
  remove(phone_number) {
    this.#known.delete(phone_number);
    this.#device.remove(keyOf(phone_number));
  }

  /** Forgets all saves. What is stored of them is dropped with the rest of the device. */
  clear() {
    this.#known.clear();
  }
}

/** The name of a save among what is stored on this device. @param {string} phone_number */
const keyOf = (phone_number) => `save ${phone_number}`;

/**
 * Whether a stored value is a save of a number.
 *
 * @param {unknown} stored
 * @param {string} phone_number
 * @returns {stored is Save}
 */
function isSave(stored, phone_number) {
  const { before, after, changed } = /** @type {Record<string, unknown>} */ (Object(stored));
  return (
    (before === undefined || isCard(before, phone_number)) &&
    isCard(after, phone_number) &&
    Array.isArray(changed) &&
    changed.every((name) => fields.includes(name))
  );
}

/**
 * Whether a stored value has the fields of a number's card.
 *
 * @param {unknown} stored
 * @param {string} phone_number
 */
function isCard(stored, phone_number) {
  const card = /** @type {Record<string, unknown>} */ (Object(stored));
  return (
    card.phone_number === phone_number && fields.every((name) => ['string', 'undefined'].includes(typeof card[name]))
  );
}

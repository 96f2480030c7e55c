// The saves that can be undone: the last one of each number. A page that is loaded again within some minutes still has them.

/** @import { Device } from '../account/device.js' */
/** @import { Save } from './restore.js' */

/** How long a save is stored on this device, in milliseconds. */
const LIFETIME = 10 * 60 * 1000;

/** The saves. */
export class Saves {
  #device;
  /** Those of this page, by number. @type {Map<string, Save>} */
  #own = new Map();

  /** @param {Pick<Device, 'get' | 'set' | 'remove'>} device */
  constructor(device) {
    this.#device = device;
  }

  /** Returns the last save of a number; nothing where there is none. @param {string} phone_number @returns {Save | undefined} */
  of(phone_number) {
    return this.#own.get(phone_number) ?? asSave(this.#device.get(keyOf(phone_number)), phone_number);
  }

  /** Adds a save, in place of an earlier one of its number. @param {Save} save */
  add(save) {
    const { phone_number } = save.after;
    this.#own.set(phone_number, save);
    this.#device.set(keyOf(phone_number), save, LIFETIME);
  }

  /** Forgets the save of a number. @param {string} phone_number */
  remove(phone_number) {
    this.#own.delete(phone_number);
    this.#device.remove(keyOf(phone_number));
  }

  /** Forgets all saves. What is stored of them is dropped with the rest of the device. */
  clear() {
    this.#own.clear();
  }
}

/** The name of a save among what is stored on this device. @param {string} phone_number */
const keyOf = (phone_number) => `save ${phone_number}`;

/**
 * Returns a stored value as the save of a number; nothing where it is something else.
 *
 * @param {unknown} stored
 * @param {string} phone_number
 */
function asSave(stored, phone_number) {
  const { after, changed } = /** @type {Partial<Save>} */ (Object(stored));
  const isSave = after?.phone_number === phone_number && Array.isArray(changed);
  return isSave ? /** @type {Save} */ (stored) : undefined;
}

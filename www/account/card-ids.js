// Opaque ids of cards, for addresses without a number. An id is random, and only this device knows its number.
import { DAY } from './device.js';
import { randomId } from './random-id.js';

/** @import { Device } from './device.js' */

/** The name of the ids among what is stored on this device. */
const STORED = 'card-ids';

/** So many ids are stored, those of the cards opened last. */
const LIMIT = 1000;

/** The ids of cards: made when they are first used, and stored when the card is opened. */
export class CardIds {
  #device;
  #random;
  /** @type {Map<string, string>} */
  #idByNumber = new Map();
  /** @type {Map<string, string>} */
  #numberById = new Map();

  /**
   * @param {Pick<Device, 'get' | 'set'>} device
   * @param {() => string} [random] returns an id
   */
  constructor(device, random = randomId) {
    this.#device = device;
    this.#random = random;
    for (const [id, number] of this.#stored()) this.#learn(id, number);
  }

  /** Returns the id of a number. @param {string} phone_number */
  idOf(phone_number) {
    return this.#idByNumber.get(phone_number) ?? this.#learn(this.#random(), phone_number);
  }

  /** Returns the number of an id; nothing where this device doesn't know it. @param {string} id */
  numberOf(id) {
    if (!this.#numberById.has(id)) {
      // Another tab may have stored it.
      const entry = this.#stored().find(([stored]) => stored === id);
      if (entry) this.#learn(...entry);
    }
    return this.#numberById.get(id);
  }

  /** Stores an id, so that its address can be opened again. @param {string} id */
  store(id) {
    const number = this.#numberById.get(id);
    if (number === undefined) return;
    const others = this.#stored().filter(([stored]) => stored !== id);
    this.#device.set(STORED, [...others, [id, number]].slice(-LIMIT), DAY);
  }

  /** Forgets all ids but that of one number, which remains until the page is left. @param {string} [remaining] */
  clear(remaining) {
    const id = remaining && this.#idByNumber.get(remaining);
    this.#idByNumber.clear();
    this.#numberById.clear();
    if (remaining && id) this.#learn(id, remaining);
  }

  /** @param {string} id @param {string} phone_number */
  #learn(id, phone_number) {
    this.#idByNumber.set(phone_number, id);
    this.#numberById.set(id, phone_number);
    return id;
  }

  /** Returns the stored ids with their numbers. What isn't of that kind is left out. @returns {[string, string][]} */
  #stored() {
    const stored = this.#device.get(STORED);
    return Array.isArray(stored)
      ? stored.filter(
          (entry) => Array.isArray(entry) && entry.length === 2 && entry.every((text) => typeof text === 'string'),
        )
      : [];
  }
}

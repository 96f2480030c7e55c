// The numbers whose cards were saved today in this browser, by this user.
import { DAY } from './device.js';

/** @import { Device } from './device.js' */

/** The name of the numbers among what is stored on this device. */
const STORED = 'saved-today';

/** The numbers that were saved today. */
export class SavedToday {
  #device;
  #now;
  /** @type {Set<string>} */
  #numbers = new Set();
  /** The day on which they were saved, as the time of its start. */
  #day = 0;

  /**
   * @param {Pick<Device, 'get' | 'set'>} device
   * @param {() => number} [now] the time in milliseconds since 1970
   */
  constructor(device, now = Date.now) {
    this.#device = device;
    this.#now = now;
    this.#read();
  }

  /** Adds a number. @param {string} phone_number */
  add(phone_number) {
    this.#read();
    this.#numbers.add(phone_number);
    this.#device.set(STORED, { day: this.#day, numbers: [...this.#numbers] }, DAY);
  }

  /** Whether a number was saved today. @param {string} phone_number */
  has(phone_number) {
    return this.#numbers.has(phone_number) && this.#day === this.#today();
  }

  /** Forgets all numbers. What is stored of them is dropped with the rest of the device. */
  clear() {
    this.#numbers.clear();
  }

  /** Adds what another tab has stored, and forgets the numbers of another day. */
  #read() {
    const today = this.#today();
    if (this.#day !== today) this.#numbers.clear();
    this.#day = today;
    const { day, numbers } = /** @type {{ day?: unknown, numbers?: unknown }} */ (Object(this.#device.get(STORED)));
    if (day === today && Array.isArray(numbers)) for (const number of numbers) this.#numbers.add(String(number));
  }

  /** Returns the start of the day, in milliseconds since 1970. */
  #today() {
    return new Date(this.#now()).setHours(0, 0, 0, 0);
  }
}

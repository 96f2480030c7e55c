// The client of the editor. It knows more about failures than the editor's events: which card one was about, as the user may have left
// it by then, and when the server accepts the next write.

/** @import { ContactCards } from 'linq-contact-card' */
/** @import { ContactCardClient } from 'linq-contact-card/element' */

/** A second, in milliseconds. */
const SECOND = 1000;

/** A client that notes what has failed, before the editor shows it. */
export class EditorClient {
  #client;
  #now;
  /** The numbers of failed writes, by error. @type {WeakMap<WeakKey, string>} */
  #numbers = new WeakMap();
  /** When the next write is accepted after one that has failed, by number, in milliseconds since 1970. @type {Map<string, number>} */
  #writeTimes = new Map();
  /** The numbers whose last read or write is a read that has failed. @type {Set<string>} */
  #unread = new Set();

  /**
   * @param {Pick<ContactCards, 'retrieve' | 'create' | 'update'>} client
   * @param {() => number} [now] the time in milliseconds since 1970
   */
  constructor(client, now = Date.now) {
    this.#client = client;
    this.#now = now;
  }

  /** @type {ContactCardClient['retrieve']} */
  async retrieve(query, options) {
    const { phone_number } = query;
    try {
      const found = await this.#client.retrieve(query, options);
      this.#unread.delete(phone_number);
      return found;
    } catch (error) {
      // A read that is replaced has not failed.
      if (!options?.signal?.aborted) this.#unread.add(phone_number);
      throw error;
    }
  }

  /** @type {ContactCardClient['create']} */
  create(params) {
    return this.#note(params.phone_number, this.#client.create(params));
  }

  /** @type {ContactCardClient['update']} */
  update(params) {
    return this.#note(params.phone_number, this.#client.update(params));
  }

  /** Returns the number that a failed write was for; nothing for any other error. @param {unknown} error */
  numberOf(error) {
    return this.#numbers.get(Object(error));
  }

  /** Whether the last read or write of a number is a read that has failed. @param {string} phone_number */
  isUnread(phone_number) {
    return this.#unread.has(phone_number);
  }

  /**
   * Returns when the server accepts the next write of a number; nothing where that is now, or not known.
   *
   * @param {string} phone_number
   * @returns {Date | undefined}
   */
  nextWriteAt(phone_number) {
    const time = this.#writeTimes.get(phone_number) ?? 0;
    return time > this.#now() ? new Date(time) : undefined;
  }

  /** Forgets all failures. */
  forget() {
    this.#unread.clear();
    this.#writeTimes.clear();
  }

  /**
   * @template Result
   * @param {string} phone_number
   * @param {Promise<Result>} write
   */
  async #note(phone_number, write) {
    this.#writeTimes.delete(phone_number);
    this.#unread.delete(phone_number);
    try {
      return await write;
    } catch (error) {
      this.#numbers.set(Object(error), phone_number);
      const { retryAfter } = /** @type {{ retryAfter?: number }} */ (Object(error));
      if (retryAfter) this.#writeTimes.set(phone_number, this.#now() + retryAfter * SECOND);
      throw error;
    }
  }
}

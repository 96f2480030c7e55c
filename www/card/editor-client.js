// The client of the editor. Its event about a failed write doesn't name the card, which the user may have left by then.

/** @import { ContactCards } from 'linq-contact-card' */
/** @import { ContactCardClient } from 'linq-contact-card/element' */

/** A client that remembers which number a failed write was for. */
export class EditorClient {
  #client;
  /** The numbers by error. @type {WeakMap<WeakKey, string>} */
  #numbers = new WeakMap();

  /** @param {Pick<ContactCards, 'retrieve' | 'create' | 'update'>} client */
  constructor(client) {
    this.#client = client;
  }

  /** @type {ContactCardClient['retrieve']} */
  retrieve(query, options) {
    return this.#client.retrieve(query, options);
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

  /**
   * @template Result
   * @param {string} phone_number
   * @param {Promise<Result>} write
   */
  async #note(phone_number, write) {
    try {
      return await write;
    } catch (error) {
      this.#numbers.set(Object(error), phone_number);
      throw error;
    }
  }
}

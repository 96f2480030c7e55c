// The lists in flight of one gateway. The core decides how many may be; they are counted here, as an instance of the core may
// be replaced while they are in flight.

/** @typedef {{ user: string, until: number }} List `until`: when it is over at the latest */

export class ConcurrentLists {
  /** @type {Set<List>} */
  #lists = new Set();

  /**
   * Counts another list of a user. Returns it, and how many of theirs, and in all, are in flight with it. One that is over
   * although its end wasn't reported doesn't count: workerd drops the code of a request whose client is gone.
   * @param {string} user
   * @param {number} longest how long a list may last, in milliseconds
   * @param {number} now
   */
  begin(user, longest, now) {
    const list = { user, until: now + longest };
    this.#lists.add(list);
    let ofUser = 0;
    for (const other of this.#lists) {
      if (other.until < now) this.#lists.delete(other);
      else if (other.user === user) ofUser++;
    }
    return { list, ofUser, inAll: this.#lists.size };
  }

  /** Ends a list that was counted; one that has ended may be ended again. @param {List} list */
  end(list) {
    this.#lists.delete(list);
  }
}

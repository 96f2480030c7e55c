// The lists in flight of one gateway. The core decides how many may be; they are counted here, as an instance of the core may
// be replaced while they are in flight.

export class ConcurrentLists {
  /** By user; one without any isn't in it. @type {Map<string, number>} */
  #ofUsers = new Map();
  #inAll = 0;

  /** Counts another list of a user. Returns how many of theirs, and in all, are in flight with it. @param {string} user */
  begin(user) {
    const ofUser = (this.#ofUsers.get(user) ?? 0) + 1;
    this.#ofUsers.set(user, ofUser);
    this.#inAll++;
    return { ofUser, inAll: this.#inAll };
  }

  /** Ends a list that was counted. @param {string} user */
  end(user) {
    const ofUser = (this.#ofUsers.get(user) ?? 1) - 1;
    if (ofUser) this.#ofUsers.set(user, ofUser);
    else this.#ofUsers.delete(user);
    this.#inAll--;
  }
}

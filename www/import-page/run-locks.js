// The locks by which the tabs of a browser know which runs are open. A browser has none for pages without TLS.

/** What the names of the locks start with. After it: the run's id. */
const PREFIX = 'linq-contact-card.run.';

/** The locks of runs. A page holds that of the run it sends, until it is closed. */
export class RunLocks {
  /** The id of the run whose lock this page holds; empty if there is none. */
  held = '';
  #locks;
  #release = () => {};
  /** Settles once the lock of the page's last run is released, or lost. @type {Promise<unknown> | undefined} */
  #ended;

  /** @param {LockManager | undefined} [locks] absent where the browser has none */
  constructor(locks = globalThis.navigator?.locks) {
    this.#locks = locks;
  }

  /** Whether the browser has locks. Without them, no run is known to be open. */
  get areSupported() {
    return this.#locks !== undefined;
  }

  /**
   * Holds the lock of a run, and releases the one before. A tab that holds it loses it.
   *
   * @param {string} id
   * @param {() => void} lost is called when another tab takes the lock
   */
  hold(id, lost) {
    this.release();
    /** @type {Promise<void>} */
    const released = new Promise((settle) => {
      this.#release = settle;
    });
    const release = this.#release;
    this.held = id;
    this.#ended = this.#locks
      ?.request(PREFIX + id, { steal: true }, () => released)
      .catch((error) => {
        if (error.name !== 'AbortError' || this.#release !== release) return;
        this.held = '';
        lost();
      });
  }

  /** Releases the lock that is held. */
  release() {
    this.held = '';
    this.#release();
  }

  /** Returns the ids of the runs that are open in a tab. @returns {Promise<string[]>} */
  async open() {
    // A browser reports a lock until it knows of the release.
    if (!this.held) await this.#ended;
    try {
      const { held = [] } = (await this.#locks?.query()) ?? {};
      return held.flatMap(({ name = '' }) => (name.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
    } catch {
      // The browser refuses, as it may for a page in a frame.
      return [];
    }
  }

  /**
   * Calls back once no tab has a run open, unless the signal is aborted before.
   *
   * @param {string} id
   * @param {AbortSignal} signal
   * @param {() => void} closed
   */
  whenClosed(id, signal, closed) {
    // It is called once the lock is released, as this page has the run open until then.
    this.#locks?.request(PREFIX + id, { signal }, () => {}).then(closed, () => {});
  }
}

// Whether the user is signed in, as responses and the other tabs of this device show.

/**
 * Why the user isn't signed in any more. `expired`: a response has the status 401. `left`: the user has signed out. `replaced`: another
 * user has opened the page.
 *
 * @typedef {'expired' | 'left' | 'replaced'} End
 */

/** The ends, each one more final than those before it. @type {readonly End[]} */
const ends = ['expired', 'left', 'replaced'];

/** A message to the other tabs. @typedef {{ type: 'opened' | 'expired' | 'left', user: string }} Message */

/**
 * A request that has ended.
 *
 * @typedef {object} Ended
 * @property {number} started when it began, in milliseconds since the page was opened
 * @property {number | undefined} [status] absent without a response
 * @property {string | undefined} [traceId] of a response of Linq's, which the gateway passes on only to a user who is signed in
 */

/** What the session uses of a `BroadcastChannel`. @typedef {Pick<BroadcastChannel, 'postMessage' | 'onmessage'>} Channel */

/**
 * What the session reports.
 *
 * @typedef {object} SessionListener
 * @property {(end: End) => void} ended
 * @property {() => void} resumed is called when a response shows that the user has signed in again
 */

/** The channel between the tabs. */
export const sessionChannel = 'contact-cards session';

/** The session of the user whose page this is. */
export class Session {
  #user;
  #channel;
  #listener;
  #now;
  /** Why and when it has ended, as the times of requests; absent while the user is signed in. @type {{ end: End, at: number } | undefined} */
  #ended;
  /** When the latest request began whose response shows that the user was signed in. */
  #confirmed = 0;

  /**
   * @param {string} user empty where there is one user only
   * @param {Channel} channel
   * @param {SessionListener} listener
   * @param {() => number} [now] the time in milliseconds since the page was opened: that of day may be set back
   */
  constructor(user, channel, listener, now = () => performance.now()) {
    this.#user = user;
    this.#channel = channel;
    this.#listener = listener;
    this.#now = now;
    channel.onmessage = ({ data }) => this.#receive(data);
    this.#send('opened');
  }

  /**
   * Follows a request that has ended. A server in front of the gateway may respond as well, such as with the status 403 or 502: that
   * shows nothing about the user.
   *
   * @param {Ended} request
   */
  note({ started, status = 0, traceId }) {
    if (status === 401) this.#expire(started);
    else if ((status >= 200 && status < 300) || traceId !== undefined) this.#confirm(started);
  }

  /** Ends the session in every tab, as the user signs out: also where this tab doesn't know that the user has signed in again. */
  signOut() {
    this.#end('left');
    this.#send('left');
  }

  /** Follows another tab. What it sends isn't trusted to be a message. @param {unknown} data */
  #receive(data) {
    const { type, user } = /** @type {Partial<Message>} */ (Object(data));
    if (user === this.#user && (type === 'expired' || type === 'left')) this.#end(type);
    if (typeof user === 'string' && user !== this.#user && type === 'opened') this.#end('replaced');
  }

  /** Ends the session. Returns whether that is news. @param {End} end */
  #end(end) {
    // A later 401 is of the same sign-out.
    const isNews = this.#ended === undefined || ends.indexOf(end) > ends.indexOf(this.#ended.end);
    if (isNews) {
      this.#ended = { end, at: this.#now() };
      this.#listener.ended(end);
    }
    return isNews;
  }

  /** Ends the session in every tab, unless the user has signed in since the request. @param {number} started */
  #expire(started) {
    if (started >= this.#confirmed && this.#end('expired')) this.#send('expired');
  }

  /** Resumes the session if the request was made since its end. @param {number} started */
  #confirm(started) {
    this.#confirmed = Math.max(this.#confirmed, started);
    if (!this.#ended || this.#ended.end === 'replaced' || started <= this.#ended.at) return;
    this.#ended = undefined;
    this.#listener.resumed();
  }

  /** @param {Message['type']} type */
  #send(type) {
    this.#channel.postMessage({ type, user: this.#user });
  }
}

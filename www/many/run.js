// Many updates, a few at a time. Pure: it knows neither page nor network, only the client that it is given.
//
// Its promise: every row ends with exactly one result, and none is sent twice without being asked.
import { changedFields } from 'linq-contact-card';

/** How many updates are under way at once. */
const CONCURRENCY = 4;

/** What a row may end with. Rows that are `ready`, `waiting` or `sending` haven't ended. */
export const results = [
  'saved',
  'saved_inactive',
  'refused',
  'unknown',
  'not_sent',
  'unchanged',
  'invalid',
  'cancelled',
];

/** What a person may have tried again: all that was sent, or was to be, and isn't known to be saved. */
const failed = ['refused', 'unknown', 'not_sent'];

export const hasFailed = ({ result }) => failed.includes(result);

/** A run of checked rows. `changed` hears of each row that changes, and without one of each change of the run's own state. */
export class Run {
  /** `idle`, `running`, `paused` (what is under way still ends) or `done`. */
  state = 'idle';
  /** Why it paused by itself. */
  halted;
  #queue = [];
  #underWay = 0;
  #lostInARow = 0;

  /**
   * @param rows what `checkRows` gave
   * @param client the package's: `update` and `retrieve`
   */
  constructor(rows, client, changed = () => {}) {
    this.rows = rows.map((row) => ({ ...row, tries: 0 }));
    this.client = client;
    this.changed = changed;
  }

  /** How many rows have each result. */
  get counts() {
    const counts = {};
    for (const { result } of this.rows) counts[result] = (counts[result] ?? 0) + 1;
    return counts;
  }

  /** How many rows are to be sent, and how many of these have ended. */
  get progress() {
    const sent = this.rows.filter(({ changes }) => changes);
    const open = sent.filter(({ result }) => ['ready', 'waiting', 'sending'].includes(result));
    return { all: sent.length, ended: sent.length - open.length };
  }

  /** Whether rows are under way: a paused run may have some. */
  get isBusy() {
    return this.#underWay > 0;
  }

  /** Sends what is ready. Rows that aren't keep their result. */
  start() {
    if (this.state === 'idle') this.#send(this.rows.filter(({ result }) => result === 'ready'));
  }

  /** One more try for the rows that failed; those of a run that has ended. */
  again() {
    if (this.state === 'done') this.#send(this.rows.filter(hasFailed));
  }

  pause() {
    if (this.state === 'running') this.#become('paused');
  }

  resume() {
    if (this.state !== 'paused') return;
    this.#lostInARow = 0;
    this.#become('running');
    this.#fill();
  }

  /** Nothing more is sent. What is under way is heard to its end: broken off, nobody would know what became of it. */
  cancel() {
    if (this.state !== 'running' && this.state !== 'paused') return;
    for (const row of this.#queue.splice(0)) this.#set(row, { result: 'cancelled', reason: 'It was not sent.' });
    this.#become('running');
    this.#fill();
  }

  #send(rows) {
    this.#queue = rows;
    this.#lostInARow = 0;
    for (const row of rows) this.#set(row, { result: 'waiting' });
    this.#become('running');
    this.#fill();
  }

  #fill() {
    while (this.state === 'running' && this.#underWay < CONCURRENCY && this.#queue.length > 0)
      this.#next(this.#queue.shift());
    if (this.state !== 'done' && this.#underWay === 0 && this.#queue.length === 0) this.#become('done');
  }

  async #next(row) {
    this.#underWay += 1;
    this.#set(row, {
      result: 'sending',
      error: undefined,
      reason: undefined,
      traceId: undefined,
      retryAfter: undefined,
    });
    const end = (row.wasUnknown && (await this.#found(row))) || (await this.#update(row));
    this.#underWay -= 1;
    this.#set(row, { ...end, wasUnknown: end.result === 'unknown' });
    this.#fill();
  }

  /** Sends a row once: the package must not try again by itself. */
  async #update(row) {
    row.tries += 1;
    try {
      const card = await this.client.update(row.changes, { maxRetries: 0 });
      this.#lostInARow = 0;
      return ended(card);
    } catch (error) {
      this.#halt(error);
      return failedWith(error);
    }
  }

  /** The end of a row of which nobody knew whether it was saved: saved, where its card says so; unknown, where it can't be read. */
  async #found(row) {
    const { phone_number, ...fields } = row.changes;
    try {
      const {
        contact_cards: [card],
      } = await this.client.retrieve({ phone_number });
      return card && !changedFields(card, fields)
        ? { ...ended(card), reason: 'It was saved the first time.' }
        : undefined;
    } catch (error) {
      this.#halt(error);
      return { ...failedWith(error), result: 'unknown' };
    }
  }

  /** Pauses where every other row would meet the same: nobody is signed in, or nothing answers. */
  #halt(error) {
    // A gateway that nothing answers says 502 or 504.
    const isLost = error?.name === 'APIConnectionError' || error?.status === 502 || error?.status === 504;
    this.#lostInARow = isLost ? this.#lostInARow + 1 : 0;
    const isPointless = error?.name === 'AuthenticationError' || this.#lostInARow >= CONCURRENCY;
    if (!isPointless || this.state !== 'running' || this.#queue.length === 0) return;
    this.#become('paused', isLost ? 'offline' : 'signed_out');
  }

  #set(row, values) {
    Object.assign(row, values);
    this.changed(row);
  }

  #become(state, halted) {
    this.state = state;
    this.halted = halted;
    this.changed();
  }
}

const ended = (card) => ({
  card,
  result: card.is_active ? 'saved' : 'saved_inactive',
  reason: card.is_active ? undefined : 'Linq has not applied it to the device yet.',
});

const failedWith = (error) => ({
  error,
  result: error?.outcome ?? 'unknown',
  reason: String(error?.message ?? error),
  traceId: error?.traceId,
  retryAfter: error?.retryAfter,
});

// The card of one number, for all components that show it: a driver of the state machine in editing/saving.js. Its operations
// run one after the other, so that a save starts from the state in which the one before it has ended.
import { joinTabs } from '../element/broadcast.js';
import { plain } from '../element/plain-card.js';
import { blank, emptyIfNoCard } from '../editing/absent-card.js';
import { errorMembers } from '../editing/error-members.js';
import { closed, isBusy, next, valuesOf } from '../editing/saving.js';
import { ContactCards, changedFields, load, previewUpdate, writeBudget } from '../index.js';
import { ownMembers } from '../shared.js';
import { isSaved, loading, resultOf, snapshotOf } from './snapshot.js';

/** @typedef {import('../types/index.js').ContactCardFields} Fields */
/** @typedef {import('../types/react.js').ContactCardClient} Client */
/** @typedef {import('../types/react.js').ContactCardOptions} Options */
/** @typedef {import('../types/react.js').SaveResult} SaveResult */
/** @typedef {import('../editing/saving.js').Card} Card */
/** @typedef {import('../editing/saving.js').Event} Event */

/** The longest time that a timer can be set to, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

export class CardStore {
  /** What components see: a new object after each change. */
  snapshot = loading;
  /** @type {string} */
  #number;
  #state = closed;
  /** @type {import('../types/index.js').WriteBudget | undefined} */
  #budget;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #budgetTimer;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #isOpened = false;
  /** The latest save, until it has ended. @type {Promise<SaveResult> | undefined} */
  #saving;
  /** The end of the latest operation. @type {Promise<unknown>} */
  #latest = Promise.resolve();
  /** Whether another tab has saved the card since the latest read began, which isn't shown yet. */
  #isStale = false;
  /** Aborts reads once no component shows the card. */
  #closing = new AbortController();
  #tabs;
  #remove;

  /**
   * @param {string} number
   * @param {string} baseURL `''` for the default one
   * @param {() => void} remove is called once no component shows the card
   */
  constructor(number, baseURL, remove) {
    this.#number = number;
    this.#remove = remove;
    this.#tabs = joinTabs(baseURL, (card) => {
      if (card.phone_number !== number) return;
      // A read before a write begins again, and the response to a write is newer. A conflict is to be seen first.
      this.#isStale = isBusy(this.#state) || !!this.snapshot.conflict;
      if (!this.#isStale)
        this.#run({ type: 'seen', card, edited: valuesOf(this.#state.card), changed: undefined, isShared: true });
    });
  }

  /**
   * Adds a component. The first one has the card read.
   * @param {() => void} listener
   * @param {Options | undefined} options
   */
  subscribe(listener, options) {
    this.#listeners.add(listener);
    this.#open(options);
    return () => {
      this.#listeners.delete(listener);
      this.#closeIfUnused();
    };
  }

  /** Reads the card again. @param {Options | undefined} options */
  async reload(options) {
    if (this.#isOpened) await this.#enqueue(() => this.#run({ type: 'reload' }, clientOf(options)));
    else await this.#open(options);
    this.#closeIfUnused();
  }

  /**
   * Saves fields, after the operations that were started before. Where an earlier save fails, its result is that of this one,
   * too, as its caller hasn't seen what the card has become.
   * @param {Fields} edited
   * @param {Options | undefined} options
   */
  async save(edited, options) {
    const earlier = this.#saving;
    // Copied now, so that later changes by the caller don't count. What a getter throws is reported by the save itself.
    const copy = (async () => ownMembers(edited))();
    copy.catch(() => {});
    this.#open(options);
    const saving = this.#enqueue(async () => {
      const result = await earlier;
      return result && !isSaved(result) ? result : this.#save(copy, options);
    });
    this.#saving = saving;
    const result = await saving;
    if (this.#saving === saving) this.#saving = undefined;
    this.#closeIfUnused();
    return result;
  }

  /** Reads the card, unless that has begun. @param {Options | undefined} options */
  async #open(options) {
    if (this.#isOpened) return;
    this.#isOpened = true;
    await this.#enqueue(() => this.#run({ type: 'open', number: this.#number }, clientOf(options)));
  }

  async #closeIfUnused() {
    // Another component may subscribe in the same commit.
    await undefined;
    const { signal } = this.#closing;
    if (this.#listeners.size > 0 || this.#saving || signal.aborted) return;
    this.#closing.abort();
    this.#tabs?.close();
    clearTimeout(this.#budgetTimer);
    this.#remove();
  }

  /**
   * Starts an operation, which never rejects, after the earlier ones.
   * @template Value
   * @param {() => Promise<Value>} operation
   */
  #enqueue(operation) {
    const end = this.#latest.then(operation);
    this.#latest = end;
    return end;
  }

  /**
   * Saves fields. Where the card isn't known, it is read first.
   * @param {Promise<Fields>} copy
   * @param {Options | undefined} options
   */
  async #save(copy, options) {
    const client = clientOf(options);
    if (!this.#state.isOpen) await this.#run({ type: 'reload' }, client);
    if (this.#state.isOpen) await this.#run(await this.#submission(copy, options), client);
    return resultOf(this.#state, this.snapshot);
  }

  /**
   * Returns the event of a save, or of one that can't be sent.
   * @param {Promise<Fields>} copy
   * @param {Options | undefined} options
   * @returns {Promise<Event>}
   */
  async #submission(copy, options) {
    try {
      await load();
      const { card } = this.#state;
      const changed = changedFields(card ?? blank(this.#number), await copy);
      // Throws what the update would reject with. A client of the caller's has its own checks.
      const { client, ...rest } = split(options);
      if (changed && !client) previewUpdate({ phone_number: this.#number, ...changed }, rest);
      return { type: 'submit', edited: { ...valuesOf(card), ...changed }, changed, issues: [] };
    } catch (thrown) {
      return { type: 'failed', error: errorOf(thrown) };
    }
  }

  /**
   * Performs a transition, and its effects to their end. Effects on a form are the component's own.
   * @param {Event} event
   * @param {Client} [client] for reads and writes
   * @returns {Promise<void>}
   */
  async #run(event, client = clientOf(undefined)) {
    const [state, ...effects] = next(this.#state, event);
    this.#state = state;
    this.#publish();
    for (const effect of effects) {
      if (effect.do === 'read') await this.#run(await this.#read(client), client);
      else if (effect.do === 'write') await this.#run(await this.#write(client), client);
      else if (effect.do === 'share') this.#tabs?.postMessage({ card: state.card });
    }
  }

  /** Reads the card, and returns the event for the result. @param {Client} client @returns {Promise<Event>} */
  async #read(client) {
    const { signal } = this.#closing;
    const phone_number = this.#number;
    this.#isStale = false;
    try {
      signal.throwIfAborted();
      const { contact_cards } = await client.retrieve({ phone_number }, { signal }).catch(emptyIfNoCard);
      if (this.#isStale) return this.#read(client);
      const found = contact_cards.find((card) => card.phone_number === phone_number);
      const card = found && copyOf(found);
      const { card: known, submitted } = this.#state;
      // Between two saves, the values that a person edits are known to the component alone.
      const edited = (isBusy(this.#state) && submitted?.edited) || valuesOf(known);
      return { type: 'read', card, edited, changed: changedFields(card ?? blank(phone_number), edited) };
    } catch (thrown) {
      return { type: 'readFailed', error: errorOf(thrown) };
    } finally {
      this.#refreshBudget();
    }
  }

  /**
   * Creates or updates the card, and returns the event for the result.
   * @param {Client} client
   * @returns {Promise<Event>}
   */
  async #write(client) {
    const { card: known, submitted } = this.#state;
    const params = { phone_number: this.#number, ...submitted?.changed };
    try {
      const card = copyOf(
        await (known
          ? client.update(params)
          : client.create(/** @type {import('../types/index.js').ContactCardCreateParams} */ (params))),
      );
      this.#tabs?.postMessage({ card });
      return { type: 'written', card };
    } catch (thrown) {
      return { type: 'writeFailed', error: errorOf(thrown) };
    } finally {
      this.#refreshBudget();
    }
  }

  /** Reads the write budget, now and when it has a write again. */
  #refreshBudget() {
    clearTimeout(this.#budgetTimer);
    this.#budget = budgetOf(this.#number);
    const freeAt = this.#budget?.nextWriteAt?.getTime();
    if (freeAt === undefined || this.#closing.signal.aborted) return;
    const wait = Math.min(freeAt - Date.now(), LONGEST_TIMER);
    this.#budgetTimer = setTimeout(() => {
      this.#refreshBudget();
      this.#publish();
    }, wait);
  }

  #publish() {
    this.snapshot = snapshotOf(this.#state, this.#budget);
    for (const listener of this.#listeners) listener();
  }
}

/**
 * Returns the client and the options of its calls.
 * @param {Options | undefined} options
 * @returns {Options}
 */
export const split = (options) => /** @type {Options} */ ({ __proto__: null, ...options });

/** Returns the client that these options are for. @param {Options | undefined} options @returns {Client} */
function clientOf(options) {
  const { client, ...rest } = split(options);
  return client ?? new ContactCards(rest);
}

/**
 * Returns a copy of a client's card.
 * @param {Card} card
 */
function copyOf(card) {
  const copy = plain(card);
  if (!copy?.first_name) throw new TypeError('The client has resolved with no contact card');
  return copy;
}

/** Returns the write budget of a number, as far as this page knows it. @param {string} number */
function budgetOf(number) {
  try {
    return writeBudget(number);
  } catch {
    return undefined;
  }
}

/** Returns what was thrown, as an error. An error may be of another realm. @param {unknown} thrown @returns {Error} */
function errorOf(thrown) {
  if (errorMembers(thrown).message !== undefined) return /** @type {Error} */ (thrown);
  return new Error('The client has rejected with no error: see its cause', { cause: thrown });
}

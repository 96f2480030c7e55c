// What is stored of a run on this device, so that it can be continued after the page was loaded again, and no row is sent twice.
//
// The rows are stored once, and an entry of each row before it is sent and when it has ended. What is read is never trusted: it may
// be of another user, another version, or edited.
import { changedFields } from 'linq-contact-card';
import { Check } from '../import/check.js';
import { fields } from '../import/columns.js';
import { compare } from './compare.js';
import { hasEnded, results, Run } from './run.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { CheckedRow } from '../import/check.js' */
/** @import { Row, RowParams } from '../import/rows.js' */
/** @import { Result, RunOptions, RunRow } from './run.js' */

/**
 * Where texts are stored, as `localStorage`. Each function may throw.
 *
 * @typedef {object} TextStorage
 * @property {(key: string) => string | null} getItem
 * @property {(key: string, text: string) => void} setItem
 * @property {(key: string) => void} removeItem
 * @property {() => string[]} keys
 */

/**
 * A row as it is stored: one that is to be sent has its card as it was, another one its result.
 *
 * @typedef {{ line: number, lastLine: number, params: RowParams, card?: SetContactCard, result?: Result, reason?: string }} StoredRow
 */

/**
 * What is stored of a run besides its rows.
 *
 * @typedef {object} Header
 * @property {number} version
 * @property {string} user
 * @property {number} at when it was started, in milliseconds since 1970
 * @property {boolean} wait
 * @property {number} all how many rows are to be sent
 */

/**
 * What a row has come to. Times are milliseconds since 1970.
 *
 * @typedef {{ result: Result, tries: number, reason?: string, traceId?: string, retryAt?: number, heldUntil?: number }} Entry
 */

/** A run that can be continued. @typedef {{ at: Date, all: number, ended: number }} Found */

/** What the keys start with. After it: the run's id, then `.rows`, `.owner` or the index of a row. */
const PREFIX = 'linq-contact-card.run.';
const VERSION = 1;

/** The number of rows after which {@link Journal.restoring} pauses. */
const SLICE = 50;

/** How long a run can be continued, in milliseconds. */
const LIFETIME = 86_400_000;

/** @type {readonly Result[]} */
const known = [...results, 'held', 'waiting', 'sending', 'changed_elsewhere'];

/** The journal of a user's run. A device has one at a time. */
export class Journal {
  /** Whether the run can be continued after the page was loaded again. It can't be where the storage is full or refuses. */
  isResumable = true;
  #storage;
  #user;
  #now;
  #newId;
  /** The run's id, and the mark of the page that continues it. */
  #id = '';
  #owner = '';
  /** @type {Map<RunRow, number>} */
  #indexes = new Map();

  /**
   * @param {TextStorage} storage
   * @param {string} user who is signed in. What is stored of others is dropped
   * @param {{ now?: () => number, newId?: () => string }} [options]
   */
  constructor(storage, user, { now = () => Date.now(), newId = () => crypto.randomUUID() } = {}) {
    this.#storage = storage;
    this.#user = user;
    this.#now = now;
    this.#newId = newId;
  }

  /** Returns the run that can be continued, without continuing it. @returns {Found | undefined} */
  find() {
    const found = this.#load();
    if (!found) return undefined;
    const { id, header } = found;
    const ended = [...this.#entriesOf(id)].filter(([, entry]) => entry && hasEnded(entry)).length;
    return { at: new Date(header.at), all: header.all, ended };
  }

  /**
   * Continues the run that is stored, paused. A page that has continued it before sends nothing more. Each row that isn't sent yet is
   * checked again with the account's cards; one that was being sent is `unknown`, unless its card shows that it was saved. It yields
   * between slices.
   *
   * @param {readonly SetContactCard[]} cards
   * @param {Run['client']} client
   * @param {(row?: RunRow) => void} [changed] as in {@link Run}
   * @param {Omit<RunOptions, 'journal'>} [options]
   * @returns {Generator<void, Run | undefined, void>}
   */
  *restoring(cards, client, changed, options) {
    const found = this.#load();
    if (!found) return undefined;
    this.#id = found.id;
    this.#claim();
    yield;
    const stored = yield* readRows(this.#read(`${PREFIX}${found.id}.rows`));
    yield;
    const entries = this.#entriesOf(found.id);
    if (!stored || !isComplete(entries, stored.length)) {
      this.finish();
      return undefined;
    }
    yield;
    const check = new Check(stored.map(rowOf), cards);
    for (const _ of check.slices()) yield;
    const rows = [];
    for (const [index, row] of check.rows.entries()) {
      rows.push(restored(row, /** @type {StoredRow} */ (stored[index]), entries.get(index), this.#now()));
      if (index % SLICE === SLICE - 1) yield;
    }
    const run = new Run(rows, client, changed, { ...options, journal: this });
    this.#indexes = new Map(run.rows.map((row, index) => [row, index]));
    run.continue({ wait: found.header.wait });
    return run;
  }

  /** Notes the rows of a run before the first is sent. @param {Run} run */
  start({ rows, wait }) {
    this.finish();
    this.isResumable = true;
    this.#id = this.#newId();
    this.#indexes = new Map(rows.map((row, index) => [row, index]));
    const stored = rows.map(storedRow);
    const all = stored.filter(({ card }) => card).length;
    this.#claim();
    this.#write(`${PREFIX}${this.#id}.rows`, stored);
    for (const row of rows) if (row.result === 'held') this.record(row);
    /** @type {Header} */
    const header = { version: VERSION, user: this.#user, at: this.#now(), wait, all };
    this.#write(`${PREFIX}${this.#id}`, header);
  }

  /**
   * Notes that a row is about to be sent.
   *
   * @param {RunRow} row
   * @returns {boolean} `false` where it must not be, as the run is continued in another tab, or the user has signed out there
   */
  begin(row) {
    if (!this.isResumable) return true;
    if (this.#read(`${PREFIX}${this.#id}.owner`) !== this.#owner) return false;
    this.#note(row, { result: 'sending', tries: row.tries });
    return true;
  }

  /** Notes what a row has come to. @param {RunRow} row */
  record(row) {
    const { result, tries, reason, traceId, retryAt, heldUntil } = row;
    this.#note(row, { result, tries, reason, traceId, retryAt: retryAt?.getTime(), heldUntil: heldUntil?.getTime() });
  }

  /** Forgets the run, as every row has ended. */
  finish() {
    if (this.#id !== '') this.#drop(this.#id);
    this.#id = '';
  }

  /** Forgets every run on this device, as the user signs out. */
  forget() {
    this.#id = '';
    this.#remove((key) => key.startsWith(PREFIX));
  }

  /** Makes this page the one that continues the run. */
  #claim() {
    this.#owner = this.#newId();
    this.#write(`${PREFIX}${this.#id}.owner`, this.#owner);
  }

  /**
   * @param {RunRow} row
   * @param {Entry} entry
   */
  #note(row, entry) {
    const index = this.#indexes.get(row);
    if (this.#id !== '' && index !== undefined) this.#write(`${PREFIX}${this.#id}.${index}`, entry);
  }

  /**
   * Writes a value. Where that fails, the run goes on without being stored: half of it would have rows sent twice.
   *
   * @param {string} key
   * @param {unknown} value
   */
  #write(key, value) {
    if (!this.isResumable) return;
    try {
      this.#storage.setItem(key, JSON.stringify(value));
    } catch {
      this.isResumable = false;
      this.#drop(this.#id);
    }
  }

  /** Returns a value that was stored. @param {string} key @returns {unknown} */
  #read(key) {
    try {
      return JSON.parse(this.#storage.getItem(key) ?? 'null');
    } catch {
      return null;
    }
  }

  /** Removes what is stored of a run. @param {string} id */
  #drop(id) {
    this.#remove((key) => key === `${PREFIX}${id}` || key.startsWith(`${PREFIX}${id}.`));
  }

  /** @param {(key: string) => boolean} isChosen */
  #remove(isChosen) {
    for (const key of this.#keys()) {
      try {
        if (isChosen(key)) this.#storage.removeItem(key);
      } catch {
        // A storage that refuses has nothing to remove.
      }
    }
  }

  #keys() {
    try {
      return this.#storage.keys();
    } catch {
      return [];
    }
  }

  /**
   * Returns the latest run of the user, and drops all others, those that are too old, and what can't be read.
   *
   * @returns {{ id: string, header: Header } | undefined}
   */
  #load() {
    /** @type {{ id: string, header: Header } | undefined} */
    let latest;
    for (const key of this.#keys()) {
      const id = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : '.';
      const header = id.includes('.') ? undefined : readHeader(this.#read(key));
      if (header && this.#isUsable(header) && header.at > (latest?.header.at ?? 0)) latest = { id, header };
    }
    const chosen = `${PREFIX}${latest?.id ?? ''}`;
    this.#remove((key) => key.startsWith(PREFIX) && key !== chosen && !key.startsWith(`${chosen}.`));
    return latest;
  }

  /** @param {Header} header */
  #isUsable({ user, at }) {
    const age = this.#now() - at;
    return user === this.#user && age >= 0 && age < LIFETIME;
  }

  /**
   * Returns the entries of a run by the index of their row; `undefined` for one that can't be read.
   *
   * @param {string} id
   * @returns {Map<number, Entry | undefined>}
   */
  #entriesOf(id) {
    const start = `${PREFIX}${id}.`;
    const keys = this.#keys().filter(
      (key) => key.startsWith(start) && key !== `${start}owner` && key !== `${start}rows`,
    );
    return new Map(keys.map((key) => [Number(key.slice(start.length)), readEntry(this.#read(key))]));
  }
}

/**
 * Whether every entry can be read and is of a row. Else the row of one may have been sent.
 *
 * @param {Map<number, Entry | undefined>} entries
 * @param {number} count of rows
 * @returns {entries is Map<number, Entry>}
 */
const isComplete = (entries, count) =>
  [...entries].every(([index, entry]) => entry && Number.isInteger(index) && index >= 0 && index < count);

/** Returns a row as it is stored. @param {RunRow} row @returns {StoredRow} */
const storedRow = ({ line, lastLine, params, changes, card, before, result, reason }) =>
  changes && (result === 'waiting' || result === 'held' || before)
    ? { line, lastLine, params, card: before ?? card }
    : { line, lastLine, params, result, reason };

/** Returns a stored row as a row of a list. @param {StoredRow} row @returns {Row} */
const rowOf = ({ line, lastLine, params }) => ({ line, lastLine, params, problems: [] });

/**
 * Returns a row as it continues.
 *
 * @param {CheckedRow} row checked with the cards of now
 * @param {StoredRow} stored
 * @param {Entry | undefined} entry
 * @param {number} now milliseconds since 1970
 * @returns {ConstructorParameters<typeof Run>[0][number]}
 */
function restored(row, { card: before, result, reason }, entry, now) {
  const { line, lastLine, params, problems, issues, card } = row;
  const base = { line, lastLine, params, problems, issues, card, tries: entry?.tries ?? 0 };
  // It wasn't part of the run.
  if (!before) return { ...base, result: result ?? 'cancelled', reason };
  const { phone_number, ...values } = params;
  const changed = changedFields(before, values);
  const changes = changed && { phone_number, ...changed };
  const sent = { ...base, changes, before };
  if (entry?.result === 'sending' || entry?.result === 'unknown') {
    if (card && compare(params, before, card).kind === 'saved')
      return {
        ...sent,
        result: card.is_active ? 'saved' : 'saved_inactive',
        reason: 'It was saved before the page was loaded again.',
      };
    return { ...sent, card: before, before: undefined, result: 'unknown', wasUnknown: true, reason: lost };
  }
  if (entry && hasEnded(entry)) {
    const { retryAt } = entry;
    const isSaved = entry.result === 'saved' || entry.result === 'saved_inactive';
    return {
      ...sent,
      card: isSaved ? card : before,
      before: isSaved ? before : undefined,
      result: entry.result,
      reason: entry.reason,
      traceId: entry.traceId,
      retryAt: retryAt === undefined ? undefined : new Date(retryAt),
    };
  }
  return { ...base, changes, ...remaining(row, before, entry, now) };
}

const lost = 'The page was loaded again before the response arrived.';

/**
 * Returns the state of a row that wasn't sent.
 *
 * @param {CheckedRow} row
 * @param {SetContactCard} before its card when the run was started
 * @param {Entry | undefined} entry
 * @param {number} now milliseconds since 1970
 * @returns {Pick<RunRow, 'result'> & Partial<RunRow>}
 */
function remaining({ result, reason, changes, params, card }, before, entry, now) {
  if (result === 'invalid' || !card) return { result: 'not_sent', reason };
  if (!changes) return { result: 'unchanged', reason };
  if (compare(params, before, card).kind === 'elsewhere')
    return {
      result: 'changed_elsewhere',
      changes,
      reason: 'The card was changed elsewhere since the list was checked. Send it anyway, or skip it.',
    };
  const { heldUntil = 0 } = entry ?? {};
  return heldUntil > now ? { result: 'held', changes, heldUntil: new Date(heldUntil) } : { result: 'waiting', changes };
}

/** Returns a value as an object, of which own properties alone are read. @param {unknown} value */
const record = (value) =>
  /** @type {Record<string, unknown>} */ (
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.assign(Object.create(null), value)
      : {}
  );

/** @param {unknown} value @returns {value is string | undefined} */
const isOptionalText = (value) => value === undefined || typeof value === 'string';

/** @param {unknown} value @returns {value is number | undefined} */
const isOptionalTime = (value) => value === undefined || Number.isFinite(value);

/** @param {unknown} value @returns {Header | undefined} */
function readHeader(value) {
  const { version, user, at, wait, all } = record(value);
  if (version !== VERSION || typeof user !== 'string' || typeof wait !== 'boolean') return undefined;
  if (typeof at !== 'number' || typeof all !== 'number') return undefined;
  return { version, user, at, wait, all };
}

/** Reads the rows; nothing if one of them can't be read. @param {unknown} value @returns {Generator<void, StoredRow[] | undefined, void>} */
function* readRows(value) {
  if (!Array.isArray(value)) return undefined;
  const rows = [];
  for (const each of value) {
    const row = readRow(each);
    if (!row) return undefined;
    if (rows.push(row) % (SLICE * 10) === 0) yield;
  }
  return rows;
}

/** @param {unknown} value @returns {StoredRow | undefined} */
function readRow(value) {
  const { line, lastLine, params, card, result, reason } = record(value);
  const values = readParams(params);
  const before = card === undefined ? undefined : readCard(card);
  if (!values || typeof line !== 'number' || typeof lastLine !== 'number' || !isOptionalText(reason)) return undefined;
  if (card === undefined ? !results.some((each) => each === result) : before?.phone_number !== values.phone_number)
    return undefined;
  return { line, lastLine, params: values, card: before, result: /** @type {Result | undefined} */ (result), reason };
}

/** @param {unknown} value @returns {RowParams | undefined} */
function readParams(value) {
  const read = record(value);
  /** @type {RowParams} */
  const params = { phone_number: '' };
  for (const field of fields) {
    const text = read[field];
    if (!isOptionalText(text)) return undefined;
    if (text !== undefined) params[field] = text;
  }
  return params;
}

/** @param {unknown} value @returns {SetContactCard | undefined} */
function readCard(value) {
  const { first_name, is_active } = record(value);
  const params = readParams(value);
  if (!params || typeof first_name !== 'string' || typeof is_active !== 'boolean') return undefined;
  return { ...params, first_name, is_active };
}

/** @param {unknown} value @returns {Entry | undefined} */
function readEntry(value) {
  const { result, tries, reason, traceId, retryAt, heldUntil } = record(value);
  const known = knownResult(result);
  if (!known || typeof tries !== 'number' || !isOptionalText(reason) || !isOptionalText(traceId)) return undefined;
  if (!isOptionalTime(retryAt) || !isOptionalTime(heldUntil)) return undefined;
  return { result: known, tries, reason, traceId, retryAt, heldUntil };
}

/** @param {unknown} value */
const knownResult = (value) => known.find((each) => each === value);

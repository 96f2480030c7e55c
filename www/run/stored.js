// The format in which a run is stored on this device. What is read is never trusted: it may be of another version, or edited.
import { fields } from '../import/columns.js';
import { results } from './row.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { RowParams } from '../import/rows.js' */
/** @import { Result, RunRow } from './row.js' */
/** @import { Undoing } from './run-options.js' */

/**
 * What is stored of a run besides its rows.
 *
 * @typedef {object} Header
 * @property {number} version
 * @property {string} user
 * @property {number} at when it was started, in milliseconds since 1970
 * @property {boolean} wait
 * @property {number} all how many rows are to be sent
 * @property {number} ended how many of them had ended before
 * @property {{ at: number, times: number }} [undo] when the run was started that it undoes, in milliseconds since 1970, as in `Undoing`
 */

/**
 * A row as it is stored when the run is started: one that is to be sent has its card as it was, another one has its result.
 *
 * @typedef {object} StoredRow
 * @property {number} line
 * @property {number} lastLine
 * @property {RowParams} params
 * @property {SetContactCard} [card]
 * @property {Entry} [entry] absent if it is to be sent, and wasn't before
 */

/**
 * What a row has come to. Times are milliseconds since 1970.
 *
 * @typedef {object} Entry
 * @property {Result} result
 * @property {number} tries
 * @property {string} [reason]
 * @property {string} [traceId]
 * @property {number} [retryAt]
 * @property {number} [heldUntil]
 * @property {boolean} [wasUnknown] whether an earlier try may have saved it
 * @property {SetContactCard} [before] the card that was overwritten, where it was read again after the start
 */

const VERSION = 1;

/** The latest time of a `Date`, in milliseconds since 1970. */
const LATEST = 8.64e15;

/** How often a run can be undone, and that undone. */
const MOST_UNDONE = 100;

/** The number of rows after which {@link readRows} pauses. */
const SLICE = 500;

/** @type {readonly Result[]} */
const knownResults = [...results, 'held', 'waiting', 'sending', 'changed_elsewhere'];

/** Returns a header. @param {Omit<Header, 'version'>} header @returns {Header} */
export const headerOf = (header) => ({ version: VERSION, ...header });

/** Returns a row as it is stored. @param {RunRow} row @returns {StoredRow} */
export const storedRow = (row) => ({
  line: row.line,
  lastLine: row.lastLine,
  params: row.params,
  card: row.changes && (row.before ?? row.card),
  entry: row.result === 'waiting' && !row.wasUnknown ? undefined : entryOf(row),
});

/** Returns what a row has come to. @param {RunRow} row @returns {Entry} */
export const entryOf = ({ result, tries, reason, traceId, retryAt, heldUntil, wasUnknown, before, knownAt }) => ({
  result,
  tries,
  reason,
  traceId,
  retryAt: retryAt?.getTime(),
  heldUntil: heldUntil?.getTime(),
  wasUnknown: wasUnknown || undefined,
  before: knownAt === undefined ? undefined : before,
});

/** Returns what is noted of a row that is about to be sent. @param {RunRow} row @returns {Entry} */
export const sendingOf = ({ tries, card, knownAt }) => ({
  result: 'sending',
  tries,
  before: knownAt === undefined ? undefined : card,
});

/** Returns what a run undoes. @param {Pick<Header, 'undo'>} header @returns {Undoing | undefined} */
export const undoingOf = ({ undo }) => undo && { ...undo, at: new Date(undo.at) };

/** @param {unknown} value @returns {Header | undefined} */
export function readHeader(value) {
  const { version, user, at, wait, all, ended, ...rest } = ownProperties(value);
  if (version !== VERSION || typeof user !== 'string' || !isBoolean(wait)) return undefined;
  if (!isTime(at) || !isNumber(all) || !isNumber(ended)) return undefined;
  if (rest.undo === undefined) return { version, user, at, wait, all, ended };
  const undo = readUndo(rest.undo);
  return undo && { version, user, at, wait, all, ended, undo };
}

/** Reads what a run undoes. @param {unknown} value @returns {Header['undo']} */
function readUndo(value) {
  const { at, times } = ownProperties(value);
  if (!isTime(at)) return undefined;
  return isNumber(times) && times > 0 && times <= MOST_UNDONE ? { at, times } : undefined;
}

/**
 * Reads the rows; nothing if one of them can't be read. It yields between slices.
 *
 * @param {unknown} value
 * @returns {Generator<void, StoredRow[] | undefined, void>}
 */
export function* readRows(value) {
  if (!Array.isArray(value)) return undefined;
  const rows = [];
  for (const each of value) {
    const row = readRow(each);
    if (!row) return undefined;
    if (rows.push(row) % SLICE === 0) yield;
  }
  return rows;
}

/**
 * Reads a group of entries by the index of their row; one that can't be read is `undefined`.
 *
 * @param {unknown} value
 * @returns {[index: number, entry: Entry | undefined][]}
 */
export const readEntries = (value) =>
  Array.isArray(value) && value.every(Array.isArray)
    ? value.map(([index, entry]) => [Number(index), readEntry(entry)])
    : [[Number.NaN, undefined]];

/** @param {unknown} value @returns {Entry | undefined} */
function readEntry(value) {
  const { result: name, before: card, ...rest } = ownProperties(value);
  const { tries, reason, traceId, retryAt, heldUntil, wasUnknown } = rest;
  const before = card === undefined ? undefined : readCard(card);
  const result = knownResults.find((each) => each === name);
  if (!result || !isNumber(tries) || !isOptional(isText, reason) || !isOptional(isText, traceId)) return undefined;
  if (!isOptional(isNumber, retryAt) || !isOptional(isNumber, heldUntil)) return undefined;
  if (!isOptional(isBoolean, wasUnknown) || (card !== undefined && !before)) return undefined;
  return { result, tries, reason, traceId, retryAt, heldUntil, wasUnknown, before };
}

/** @param {unknown} value @returns {StoredRow | undefined} */
function readRow(value) {
  const stored = ownProperties(value);
  const { line, lastLine } = stored;
  const params = readParams(stored.params);
  const card = stored.card === undefined ? undefined : readCard(stored.card);
  const entry = stored.entry === undefined ? undefined : readEntry(stored.entry);
  if (!params || !isNumber(line) || !isNumber(lastLine)) return undefined;
  if (stored.card !== undefined && card?.phone_number !== params.phone_number) return undefined;
  return card || entry ? { line, lastLine, params, card, entry } : undefined;
}

/** @param {unknown} value @returns {RowParams | undefined} */
function readParams(value) {
  const read = ownProperties(value);
  /** @type {RowParams} */
  const params = { phone_number: '' };
  for (const field of fields) {
    const text = read[field];
    if (!isOptional(isText, text)) return undefined;
    if (text !== undefined) params[field] = text;
  }
  return params;
}

/** @param {unknown} value @returns {SetContactCard | undefined} */
function readCard(value) {
  const { first_name, is_active } = ownProperties(value);
  const params = readParams(value);
  if (!params || !isText(first_name) || !isBoolean(is_active)) return undefined;
  return { ...params, first_name, is_active };
}

/** Returns an object's own properties; none of another value. @param {unknown} value @returns {Record<string, unknown>} */
const ownProperties = (value) =>
  Object.assign(Object.create(null), typeof value === 'object' && !Array.isArray(value) ? value : {});

/** @param {unknown} value @returns {value is number} */
const isNumber = (value) => Number.isFinite(value);

/** Whether a value is a time in milliseconds since 1970. @param {unknown} value @returns {value is number} */
const isTime = (value) => isNumber(value) && value >= 0 && value <= LATEST;

/** @param {unknown} value @returns {value is boolean} */
const isBoolean = (value) => typeof value === 'boolean';

/** @param {unknown} value @returns {value is string} */
const isText = (value) => typeof value === 'string';

/**
 * @template Type
 * @param {(value: unknown) => value is Type} isType
 * @param {unknown} value
 * @returns {value is Type | undefined}
 */
const isOptional = (isType, value) => value === undefined || isType(value);

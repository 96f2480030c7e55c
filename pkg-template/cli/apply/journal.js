// The journal of a list: what was sent, and the outcome. It is written before and after each write, so that a run that ended
// in between is known, and no row is sent twice by accident.
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { CommandError, InputError } from '../command-error.js';

/** The version of the format. */
const VERSION = 1;

/**
 * What the journal has about a row. `open`: it may be sent.
 *
 * @typedef {object} RowHistory
 * @property {'open' | 'unknown' | 'saved'} state
 * @property {number} [notBefore] when Linq allows the next write, in milliseconds since 1970
 */

/** @typedef {ReadonlyMap<string, RowHistory>} History by the ids of rows */

/**
 * A line of the file.
 *
 * @typedef {{ type: 'run', version: number, base_url: string, at: string }} RunEntry a run begins
 * @typedef {{ type: 'write', row: string, at: string }} WriteEntry a write is about to be sent
 * @typedef {{ type: 'result', row: string, state: RowHistory['state'], not_before?: string, at: string }} ResultEntry
 * @typedef {{ type: 'complete', at: string }} CompleteEntry every row is saved: what comes next is about a new application
 * @typedef {RunEntry | WriteEntry | ResultEntry | CompleteEntry} Entry
 */

/** What a file has. */
class Content {
  /** @type {Map<string, RowHistory>} */
  rows = new Map();
  /** The bytes of the whole lines. */
  length = 0;

  /**
   * @param {string} path a file that may be missing
   * @param {string} baseURL where the rows are sent
   */
  constructor(path, baseURL) {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    // A line without an end was being written when the machine stopped, and what it announces wasn't begun.
    const lines = text.slice(0, text.lastIndexOf('\n') + 1);
    this.length = Buffer.byteLength(lines);
    for (const [index, line] of lines.split('\n').slice(0, -1).entries()) {
      const entry = parseEntry(line);
      if (!entry) throw refused(path, `line ${index + 1} can't be read`);
      if (entry.type === 'run' && entry.version !== VERSION)
        throw refused(path, 'it is of another version of the package');
      if (entry.type === 'run' && entry.base_url !== baseURL)
        throw refused(path, `it is of runs with ${entry.base_url}`);
      this.#apply(entry);
    }
  }

  /** @param {Entry} entry */
  #apply(entry) {
    if (entry.type === 'complete') this.rows.clear();
    if (entry.type === 'write') this.rows.set(entry.row, { state: 'unknown' });
    if (entry.type === 'result') {
      const notBefore = entry.not_before === undefined ? undefined : Date.parse(entry.not_before);
      this.rows.set(entry.row, { state: entry.state, notBefore });
    }
  }
}

/**
 * Returns what earlier runs have done, without changing the file.
 *
 * @param {string} path
 * @param {string} baseURL where the rows are sent
 * @returns {History}
 */
export const readHistory = (path, baseURL) => new Content(path, baseURL).rows;

/** A journal that a run writes. One process does at a time. */
export class Journal {
  #file;
  #lock;
  /** Why a line wasn't appended. @type {unknown} */
  #failure;

  /**
   * Opens a journal, and creates it if there is none. The file is the user's alone.
   *
   * @param {string} path
   * @param {string} baseURL where the rows are sent
   */
  constructor(path, baseURL) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.path = path;
    this.#lock = new Lock(`${path}.lock`);
    try {
      const isNew = !existsSync(path);
      const { rows, length } = new Content(path, baseURL);
      /** What earlier runs have done. @type {History} */
      this.history = rows;
      if (!isNew) truncateSync(path, length);
      this.#file = openSync(path, 'a', 0o600);
      chmodSync(path, 0o600);
      this.#append({ type: 'run', version: VERSION, base_url: baseURL, at: now() });
      if (isNew) syncFolder(dirname(path));
    } catch (error) {
      this.#lock.release();
      throw error;
    }
  }

  /** Records that a write is about to be sent. Returns when that is on the disk. @param {string} row its id */
  beginWrite(row) {
    this.#append({ type: 'write', row, at: now() });
  }

  /**
   * Records the outcome of a row.
   *
   * @param {string} row its id
   * @param {RowHistory} outcome
   */
  end(row, { state, notBefore }) {
    const not_before = notBefore === undefined ? undefined : new Date(notBefore).toISOString();
    this.#append({ type: 'result', row, state, not_before, at: now() });
  }

  /** Records that every row of the list is saved, so that the next run compares the list with the cards of then. */
  complete() {
    this.#append({ type: 'complete', at: now() });
  }

  close() {
    closeSync(this.#file);
    this.#lock.release();
  }

  /** Appends a line. After one that failed, which may be there in part, none is appended. @param {Entry} entry */
  #append(entry) {
    if (this.#failure) throw this.#failure;
    try {
      writeFileSync(this.#file, `${JSON.stringify(entry)}\n`);
      fsyncSync(this.#file);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }
}

/**
 * @param {string} path
 * @param {string} reason
 */
const refused = (path, reason) =>
  new InputError(`The journal ${path} can't be used: ${reason}.`, 'Name another one with --journal FILE.');

/** A file that exists while a process uses the journal. */
class Lock {
  #path;

  /** @param {string} path */
  constructor(path) {
    this.#path = path;
    if (!this.#take()) {
      const owner = readFileSync(path, 'utf8');
      if (isRunning(Number(owner))) {
        throw new CommandError(`The journal is in use by another run, process ${owner}.`, {
          hint: `Wait until it has ended. If that process is another program, delete ${path}.`,
        });
      }
      // Its process was killed.
      rmSync(path, { force: true });
      if (!this.#take()) throw new CommandError('The journal is in use by another run, which has just begun.');
    }
  }

  #take() {
    try {
      const file = openSync(this.#path, 'wx', 0o600);
      writeFileSync(file, String(process.pid));
      closeSync(file);
      return true;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
      throw error;
    }
  }

  release() {
    rmSync(this.#path, { force: true });
  }
}

/** Whether a process runs. @param {number} pid */
function isRunning(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** Returns a line's entry; `undefined` if it isn't one. @param {string} line @returns {Entry | undefined} */
function parseEntry(line) {
  try {
    const entry = JSON.parse(line);
    return ['run', 'write', 'result', 'complete'].includes(entry?.type) ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Makes sure that a new file in a folder is found after a crash. Windows can't, and needn't. @param {string} folder */
function syncFolder(folder) {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  fsyncSync(file);
  closeSync(file);
}

const now = () => new Date().toISOString();

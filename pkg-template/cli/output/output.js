// What the command prints: results on stdout, everything else on stderr.
import { styleFor } from './style.js';
import { visible } from './visible.js';

/** @typedef {import('./style.js').Style} Style */

/** The output of a command. With `--json`, stdout has one line of JSON and nothing else. */
export class Output {
  #stdout;
  #stderr;
  #hasProgress = false;

  /**
   * @param {Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'>} process
   * @param {boolean} isJSON
   */
  constructor({ stdout, stderr, env }, isJSON) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.isJSON = isJSON;
    this.style = styleFor(stdout, env);
    this.noteStyle = styleFor(stderr, env);
    // A reader that has gone, such as `head`, ends neither a run nor its journal.
    for (const stream of [stdout, stderr]) stream.on('error', () => {});
  }

  /** Whether stderr is a terminal, where a line of progress can be replaced. */
  get isInteractive() {
    return this.#stderr.isTTY === true;
  }

  /**
   * Prints a result: JSON for programs, else a text.
   *
   * @param {unknown} value
   * @param {string | (() => string)} text
   */
  result(value, text) {
    if (this.isJSON) this.#stdout.write(`${JSON.stringify(value)}\n`);
    else this.#stdout.write(withLineEnd(typeof text === 'function' ? text() : text));
  }

  /** Prints a note for people. @param {string} text */
  note(text) {
    this.#clearProgress();
    this.#stderr.write(withLineEnd(text));
  }

  /** Prints a warning for people, whose text may be of others. @param {string} text */
  warn(text) {
    this.note(`${this.noteStyle.yellow('Note:')} ${visible(text)}`);
  }

  /** Replaces the line of progress, on a terminal. @param {string} text */
  progress(text) {
    if (!this.isInteractive) return;
    this.#stderr.write(`\r\x1b[K${text}`);
    this.#hasProgress = true;
  }

  #clearProgress() {
    if (this.#hasProgress) this.#stderr.write('\r\x1b[K');
    this.#hasProgress = false;
  }
}

/** @param {string} text */
const withLineEnd = (text) => (text.endsWith('\n') ? text : `${text}\n`);

// The time: a clock, an alarm that is set to a time, and a stopwatch.

/**
 * The time, which tests replace.
 *
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since 1970
 * @property {(callback: () => void, delay: number) => () => void} setTimer calls back after a delay in milliseconds, unless the
 * returned function is called before
 */

/** The longest timer, in milliseconds: a time is still met soon after the device has slept. */
const LONGEST_TIMER = 30_000;

/** @type {Clock} */
export const systemClock = {
  now: () => Date.now(),
  setTimer(callback, delay) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};

/** Calls back when a time has come. */
export class Alarm {
  #clock;
  #callback;
  /** The time that it is set to. @type {number | undefined} */
  #at;
  #stop = () => {};

  /** @param {Clock} clock @param {() => void} callback */
  constructor(clock, callback) {
    this.#clock = clock;
    this.#callback = callback;
  }

  /** Sets the alarm to a time, instead of the one before. @param {Date | undefined} time nothing is called without one */
  set(time) {
    const at = time?.getTime();
    if (at === this.#at) return;
    this.#stop();
    this.#at = at;
    if (at !== undefined) this.#wait(at);
  }

  /** @param {number} at */
  #wait(at) {
    const left = Math.max(0, at - this.#clock.now());
    this.#stop = this.#clock.setTimer(() => this.#wake(at), Math.min(left, LONGEST_TIMER));
  }

  /** @param {number} at */
  #wake(at) {
    if (at > this.#clock.now()) {
      this.#wait(at);
      return;
    }
    this.#at = undefined;
    this.#callback();
  }
}

/** Measures how long something is active. */
export class Stopwatch {
  #clock;
  /** How long it was active before, in milliseconds. */
  #before = 0;
  /** Since when it is active. @type {number | undefined} */
  #since;

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** How long it has been active, in milliseconds. */
  get elapsed() {
    const now = this.#clock.now();
    return this.#before + now - (this.#since ?? now);
  }

  /** Notes whether it is active now. @param {boolean} isActive */
  note(isActive) {
    this.#before = this.elapsed;
    this.#since = isActive ? this.#clock.now() : undefined;
  }

  reset() {
    this.#before = 0;
    this.#since = undefined;
  }
}

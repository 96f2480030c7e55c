// The numbers that have a card, and which of them digits may be of.

/** The numbers of an account's cards. */
export class KnownNumbers {
  #numbers;
  /** The digits of each number as a value, in ascending order: at most 15 digits, which a double has. */
  #values;

  /** @param {Iterable<string>} numbers in E.164 form */
  constructor(numbers) {
    this.#numbers = new Set(numbers);
    this.#values = Float64Array.from(this.#numbers, Number).sort();
  }

  /** Returns the number if a card has it. @param {string} number */
  find(number) {
    return this.#numbers.has(number) ? number : undefined;
  }

  /**
   * Returns the only number whose digits, as a value, are from `low` to below `high`.
   *
   * @param {number} low
   * @param {number} high
   */
  onlyBetween(low, high) {
    const index = this.#indexOf(low);
    const [value, next] = [this.#values[index], this.#values[index + 1]];
    if (value === undefined || value >= high || (next !== undefined && next < high)) return undefined;
    return this.find(`+${value}`);
  }

  /** Returns the only number that ends with these digits. @param {string} digits */
  onlyEnding(digits) {
    /** @type {string | undefined} */
    let found;
    for (const number of this.#numbers) {
      if (!number.endsWith(digits)) continue;
      if (found) return undefined;
      found = number;
    }
    return found;
  }

  /** Returns the index of the first value that isn't below another one. @param {number} value */
  #indexOf(value) {
    let [from, to] = [0, this.#values.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (/** @type {number} */ (this.#values[middle]) < value) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

// Interleaved rounds: every peer is measured once per round, in random order, so that noise affects all of them alike.
// Benchmark libraries measure one peer to its end before they start the next.

/**
 * A benchmark of one peer: it runs once and returns the sample.
 * @template [Sample=number]
 * @typedef {() => Sample | Promise<Sample>} Benchmark
 */

/** @typedef {{ warmUp: number, measured: number }} Rounds the number of rounds of each kind; those that warm up don't count */

/** @typedef {{ median: number, spread: number }} Summary `spread` is half the distance between the quartiles */

/**
 * Runs all benchmarks in interleaved rounds and returns the samples of each.
 *
 * @template {string} Name
 * @template Sample
 * @param {Record<Name, Benchmark<Sample>>} benchmarks
 * @param {Rounds} rounds
 * @returns {Promise<Record<Name, Sample[]>>}
 */
export async function interleave(benchmarks, { warmUp, measured }) {
  const names = /** @type {Name[]} */ (Object.keys(benchmarks));
  const samples = mapValues(benchmarks, () => /** @type {Sample[]} */ ([]));
  for (let round = 0; round < warmUp + measured; round++) {
    for (const name of shuffled(names)) {
      const sample = await benchmarks[name]();
      if (round >= warmUp) samples[name].push(sample);
    }
  }
  return samples;
}

/**
 * @param {readonly number[]} samples at least one
 * @returns {Summary}
 */
export function summary(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const quantile = (/** @type {number} */ share) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { median: quantile(0.5), spread: (quantile(0.75) - quantile(0.25)) / 2 };
}

/**
 * Returns a record with the same names and other values.
 *
 * @template {string} Name
 * @template Before
 * @template After
 * @param {Record<Name, Before>} record
 * @param {(value: Before, name: Name) => After} change
 */
export function mapValues(record, change) {
  const entries = /** @type {[Name, Before][]} */ (Object.entries(record));
  return /** @type {Record<Name, After>} */ (
    Object.fromEntries(entries.map(([name, value]) => [name, change(value, name)]))
  );
}

/**
 * @template Item
 * @param {readonly Item[]} items
 */
const shuffled = (items) =>
  items
    .map((item) => ({ item, rank: Math.random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

// Interleaved rounds: each peer is measured once a round, in an order that changes, so that noise hits all alike. The
// libraries for benchmarks measure one peer to its end before the next.

/**
 * The samples of each peer. Rounds that warm up are left out.
 *
 * @template {string} Name
 * @param {Record<Name, () => number | Promise<number>>} peers each measures once
 * @param {{ warmUp: number, kept: number }} rounds
 * @returns {Promise<Record<Name, number[]>>}
 */
export async function interleave(peers, { warmUp, kept }) {
  const samples = Object.fromEntries(Object.keys(peers).map((name) => [name, []]));
  for (let round = 0; round < warmUp + kept; round++) {
    for (const name of shuffled(Object.keys(peers))) {
      const sample = await peers[name]();
      if (round >= warmUp) samples[name].push(sample);
    }
  }
  return samples;
}

/** The median, and half the distance between the quartiles. */
export function summary(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return { median: at(0.5), spread: (at(0.75) - at(0.25)) / 2 };
}

function shuffled(names) {
  for (let last = names.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [names[last], names[other]] = [names[other], names[last]];
  }
  return names;
}

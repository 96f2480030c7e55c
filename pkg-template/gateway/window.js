// @ts-check
// What a sliding window is: a place is taken for its window, then free again. For the stores that count in JavaScript;
// the script in redis.js says the same in Lua, and the same cases are tried on all of them.

/** @typedef {import('./index.js').Place} Place */
/** @typedef {import('./index.js').Reservation} Reservation */

/**
 * Takes one place under every key, or none where one of them is full.
 * @param {readonly Place[]} places no key twice
 * @param {readonly (readonly number[])[]} taken for each key, when its places are free again, the soonest first
 * @param {number} now in whole milliseconds, as those moments
 * @returns {{ reservation: Reservation, taken: number[][] }} with what is taken from now on
 */
export function take(places, taken, now) {
  const left = places.map(({ window }, index) => stillTaken(taken[index], now, now + window));
  const granted = places.every(({ limit }, index) => left[index].length < limit);
  if (granted) places.forEach(({ window }, index) => left[index].push(now + window));
  const counts = left.map((moments) => ({ used: moments.length, reset: moments.length && moments[0] - now }));
  return { reservation: { granted, places: counts }, taken: left };
}

/**
 * No place is taken for longer than a window from now, except after the clock was set back: it would stay taken until the
 * clock has caught up.
 * @param {readonly number[]} moments
 * @param {number} now
 * @param {number} latest
 */
function stillTaken(moments, now, latest) {
  return moments.filter((moment) => moment > now).map((moment) => Math.min(moment, latest));
}

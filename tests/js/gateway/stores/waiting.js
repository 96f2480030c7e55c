// Waiting for a store as its users do: until it says so.
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until a place is granted, each time after the wait that the store asked for. */
export async function granted(store, places) {
  for (;;) {
    const reservation = await store.reserve(places);
    if (reservation.granted) return reservation;
    await sleep(Math.max(...reservation.places.map(({ reset }) => reset)));
  }
}

/** What is used of a key, and its reset: no place is within a limit of none, so this takes none. */
export async function look(store, key, window) {
  const {
    places: [place],
  } = await store.reserve([{ key, limit: 0, window }]);
  return place;
}

/** Looks at a key until so many milliseconds or less are left of its oldest place. */
export async function left(store, key, window, most) {
  for (;;) {
    const { reset } = await look(store, key, window);
    if (reset <= most) return;
    await sleep(reset - most);
  }
}

/** Asks until the answer is as it has to be. The test's own timeout ends it. */
export async function until(ask, isSo) {
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    await sleep(20);
  }
}

/** How many of so many reservations at once are granted. */
export async function race(count, reserve) {
  const reservations = await Promise.all(Array.from({ length: count }, (_, index) => reserve(index)));
  return reservations.filter((reservation) => reservation.granted).length;
}

// What runs are tested with: a clock that moves only when it is moved, Linq behind `fetch`, and a storage.

/** A clock with timers, as `Run` takes it. */
export class FakeClock {
  time = Date.UTC(2026, 0, 1);
  #timers = new Set();

  now = () => this.time;

  setTimer = (callback, delay) => {
    const timer = { at: this.time + delay, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** Moves on, and calls the timers on the way. */
  advance(ms) {
    const end = this.time + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (!next) break;
      this.time = Math.max(this.time, next.at);
      this.#timers.delete(next);
      next.callback();
    }
    this.time = end;
  }
}

/** Linq, with the cards of an account. `respond` may return a fault for a request. */
export class FakeLinq {
  /** The requests, in the order in which they were sent. */
  requests = [];
  respond = () => undefined;

  constructor(cards) {
    this.cards = new Map(cards.map((card) => [card.phone_number, card]));
  }

  get writes() {
    return this.requests.filter(({ method }) => method === 'PATCH');
  }

  /** The account's cards as they are now. */
  all = () => [...this.cards.values()];

  /** Changes a card elsewhere. */
  change(phone_number, fields) {
    this.cards.set(phone_number, { ...this.cards.get(phone_number), ...fields });
  }

  fetch = async (url, { method, body }) => {
    const phone_number = new URL(url).searchParams.get('phone_number');
    const request = { method, phone_number, fields: body && JSON.parse(body) };
    this.requests.push(request);
    const { apply = true, hold, lost, status, error, headers } = this.respond(request) ?? {};
    request.mayRepeat = [401, 429].includes(status);
    if (method === 'PATCH' && apply && status === undefined) this.#save(phone_number, request.fields);
    await hold;
    if (lost) throw new TypeError('fetch failed');
    if (status) return Response.json({ error: { status, message: 'No', ...error } }, { status, headers });
    const card = this.cards.get(phone_number);
    return Response.json(method === 'GET' ? { contact_cards: card ? [card] : [] } : card);
  };

  #save(phone_number, { image_url, ...names }) {
    this.change(phone_number, {
      ...names,
      ...(image_url && { image_url: `https://cdn.linqapp.com/${this.writes.length}` }),
    });
  }
}

/** A storage, as `Journal` and `Device` take it. */
export class FakeStorage {
  texts = new Map();
  getItem = (key) => this.texts.get(key) ?? null;
  setItem = (key, text) => void this.texts.set(key, text);
  removeItem = (key) => void this.texts.delete(key);
  keys = () => [...this.texts.keys()];
  /** The function that each tab is called back with. */
  #tabs = new Map();

  /** The storage as a tab has it: `changed` is called with the keys that other tabs write. */
  tab(changed) {
    const tab = Object.create(this);
    this.#tabs.set(tab, changed);
    const notify = (key) => {
      for (const [other, call] of this.#tabs) if (other !== tab) call(key);
    };
    tab.setItem = (key, text) => {
      this.setItem(key, text);
      notify(key);
    };
    tab.removeItem = (key) => {
      this.removeItem(key);
      notify(key);
    };
    return tab;
  }

  /** A copy, as another page finds it. */
  copy() {
    const copy = new FakeStorage();
    copy.texts = new Map(this.texts);
    return copy;
  }
}

/** The locks that the tabs of a browser share, as `RunLocks` takes them. */
export class FakeLocks {
  /** The functions that take a lock from its tab, by its name. */
  #held = new Map();

  query = async () => ({ held: [...this.#held.keys()].map((name) => ({ name })) });

  request = async (name, options, callback) => {
    const lose = this.#held.get(name);
    if (lose && !options.steal) throw new Error('not part of this fake');
    lose?.(new DOMException('stolen', 'AbortError'));
    const lost = new Promise((_, fail) => this.#held.set(name, fail));
    const own = this.#held.get(name);
    try {
      await Promise.race([callback(), lost]);
    } finally {
      if (this.#held.get(name) === own) this.#held.delete(name);
    }
  };
}

/** Makes cards with the numbers +14440000000, +14440000001 and so on, or from a later one on. */
export const makeCards = (count, first = 0) =>
  Array.from({ length: count }, (_, index) => ({
    phone_number: numberAt(first + index),
    first_name: 'Old',
    last_name: 'Doe',
    is_active: true,
  }));

/** Returns the number of a card that {@link makeCards} makes. */
export const numberAt = (index) => `+1444${String(index).padStart(7, '0')}`;

/** Makes the rows of a list that renames these cards. */
export const renaming = (cards, first_name = 'New') =>
  cards.map(({ phone_number }, index) => ({
    line: index + 1,
    lastLine: index + 1,
    params: { phone_number, first_name },
    problems: [],
  }));

/** Returns the rows of a list once every number that is only written in another way is accepted, as the import does it in bulk. */
export function acceptFormats({ Check }, rows, cards) {
  const check = new Check(rows, cards);
  const slices = check.slices();
  while (!slices.next().done);
  for (const row of check.reformattable) check.accept(row);
  return check.rows;
}

/** Settles when all that doesn't wait for a timer has ended. */
export async function settled() {
  for (let step = 0; step < 20; step += 1) await new Promise((settle) => setImmediate(settle));
}

/** Returns the processor time of this process in milliseconds, which other processes don't add to. */
export const processorTime = () => process.cpuUsage().user / 1_000;

/**
 * Returns how many times the processor time a function takes for a text that is ten times as long: about 10 where it is in proportion, and
 * about 100 where it is quadratic.
 *
 * @param {(length: number) => void} run
 */
export function growth(run) {
  const timeFor = (length) => {
    const started = processorTime();
    for (let time = 0; time < 20; time += 1) run(length);
    return processorTime() - started;
  };
  // The shortest of several: whatever else the process does makes a time longer.
  const shortest = (length) => Math.min(timeFor(length), timeFor(length), timeFor(length));
  timeFor(1_000);
  // Less than a millisecond is too short to be measured.
  return shortest(40_000) / Math.max(shortest(4_000), 1);
}

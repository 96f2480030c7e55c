// Random cases, as data: what is called with what, how the server responds, what the caller's functions do.
// A seed and a number always make the same case.
import { draws } from './random.mjs';
import {
  bodies,
  codes,
  failures,
  images,
  keys,
  moments,
  names,
  noEdits,
  noInputs,
  numberValues,
  optionValues,
  otherBodies,
  otherFields,
  retryAfter,
  sentences,
  separators,
  statuses,
  verdicts,
  writeBudgets,
} from './values.mjs';

const WRITES = ['updateContactCard', 'updateContactCard', 'createContactCard', 'ensureContactCard'];

/** Makes a case. @param {number} seed @param {number} index */
export function makeCase(seed, index) {
  const draw = draws(seed, index);
  const { pick, chance, random } = draw;
  // Numbers of the case's own: what is known of their write budgets comes from this case alone.
  const own = `+1555${String(index).padStart(7, '0')}`;
  const numbers = {
    own,
    other: `+4477${String(index).padStart(8, '0')}`,
    short: `+${index + 10}`,
    shown: `+1 (555) ${own.slice(5, 8)}-${own.slice(8)}`,
  };
  const isPage = chance(0.25);
  const input = inputs(draw, numbers);
  const server = responses(draw, numbers, input);
  const calls = [];
  for (let count = pick([1, 1, 1, 1, 2, 3]); calls.length < count; ) {
    calls.push(makeCall(draw, { numbers, isPage, input, server, place: calls.length }));
  }
  return {
    index,
    isPage,
    jitter: pick([0, 0.25, 0.5, 0.999999, random()]),
    numbers: [numbers.own, numbers.other, numbers.short],
    calls,
    synchronous: makeSynchronous(draw, input, own),
  };
}

/** Draws of what callers give. */
function inputs({ pick, chance, below }, numbers) {
  const { own, other, short, shown } = numbers;
  const made = {
    number: () => pick(numberValues(numbers)),

    /** A number with something put into it, or taken out of it. */
    changedNumber() {
      const characters = [...pick([own, shown, short, other, `tel:${own}`])];
      for (let changes = below(4); changes > 0; changes--) {
        characters.splice(below(characters.length + 1), pick([0, 0, 1]), pick(separators));
      }
      return characters.join('');
    },

    fields(share, oddShare) {
      const fields = {};
      for (const [name, values] of [
        ['first_name', names],
        ['last_name', names],
        ['image_url', images],
      ]) {
        if (!chance(share)) continue;
        const usual = name === 'image_url' ? ['https://q/', 'https://a.b/c'] : ['Ann', 'John', 'é😀'];
        fields[name] = pick(chance(oddShare) ? values : usual);
      }
      return fields;
    },

    usual(call, number) {
      const one = { phone_number: number };
      if (call === 'retrieveContactCards') return pick([one, one, {}, undefined]);
      return { ...one, first_name: pick(['Ann', 'John', 'é😀']), ...made.fields(0.4, 0) };
    },

    odd() {
      if (chance(0.06)) return pick(noInputs(own));
      const input = chance(0.95) ? { phone_number: chance(0.5) ? own : made.number() } : {};
      Object.assign(input, made.fields(0.5, 0.5));
      if (chance(0.12)) input[pick([other, ...otherFields])] = 1;
      return input;
    },

    /** @param {boolean} isFirst whether the host's own `fetch` may be used: it is that of the first call */
    oddOptions(isFirst) {
      if (isFirst && chance(0.03)) return pick([null, 5, 'x', [], undefined, () => {}]);
      const options = {};
      for (const [name, values] of Object.entries(optionValues())) if (chance(0.08)) options[name] = pick(values);
      if (!isFirst && !options.fetch) delete options.fetch;
      return options;
    },

    /** A card as a server sends it. */
    card(number, oddShare) {
      const card = {
        phone_number: chance(oddShare) ? pick([other, made.number()]) : number,
        first_name: pick(chance(oddShare) ? names : ['Ann', 'John']),
        is_active: chance(oddShare) ? pick(names) : chance(0.6),
      };
      if (chance(0.5)) card.last_name = pick(chance(0.5) ? ['Ann', 'é😀'] : names);
      if (chance(0.4)) card.image_url = chance(0.5) ? 'https://a.b/c' : pick(images);
      if (chance(0.05)) delete card[pick(Object.keys(card))];
      if (chance(0.1)) card.extra = { deep: [1] };
      return card;
    },
  };
  return made;
}

/** What the functions get that return at once. */
function makeSynchronous({ pick, chance }, input, own) {
  const schema = {};
  if (chance(0.6)) schema.current = input.card(own, 0.1);
  if (chance(0.3)) schema.sendEmpty = true;
  if (chance(0.4)) {
    const empty = (issue) => `empty: ${issue.path.join('.')}`;
    schema.messages = { required: 'needed', empty, [pick(['leading_zero', 'unknown_field', 'cannot_clear'])]: 'other' };
  }
  const edited = input.fields(0.7, 0.5);
  if (chance(0.2)) edited[pick(['x', 'is_active', 'phone_number'])] = own;
  const options = input.oddOptions(true);
  if (options && typeof options === 'object' && chance(0.6)) options.baseURL = 'https://x.y/';
  return {
    input: input.odd(),
    options,
    current: input.card(own, 0.2),
    edited: chance(0.9) ? edited : pick(noEdits()),
    number: chance(0.5) ? input.number() : input.changedNumber(),
    schema: chance(0.2) ? undefined : schema,
  };
}

/** Draws of a server's responses. `place` is the call's among those of its case. */
function responses({ pick, chance }, numbers, input) {
  const { own } = numbers;
  const digits = own.slice(1);
  // No timeout and no abort is due at the same moment, as builds may start their timers in another order.
  const delay = (place) => pick([0, 5, 7, 131, 907, 2503, 31_013]) + place * 17;

  function headers(share) {
    const headers = {};
    if (chance(share)) headers['retry-after'] = pick(retryAfter);
    if (chance(0.2)) headers.date = pick([{ dateIn: 0 }, 'x']);
    if (chance(0.2)) headers['x-trace-id'] = pick(['h-1', `h-${digits}`, '']);
    if (chance(share / 2)) headers['x-should-retry'] = pick(['true', 'false', 'x', 'TRUE']);
    if (chance(share)) headers['x-write-budget'] = pick(writeBudgets);
    if (chance(0.1)) headers['content-type'] = pick(['application/json', 'text/html']);
    return headers;
  }

  /** The body of a failure. */
  function envelope(codes) {
    const error = {
      status: pick([undefined, 400]),
      code: pick(codes),
      message: pick(sentences(numbers)),
      doc_url: pick([`https://d/${digits}`, '', undefined, undefined, 5]),
      retry_after: chance(0.3) ? pick([0, 1, 30, 100_000, -1, 1.5, '7', null, 1e12]) : undefined,
      outcome: chance(0.15) ? pick(['refused', 'unknown', 'x', 5]) : undefined,
    };
    return JSON.stringify({ success: false, error, trace_id: pick([undefined, `tr-${digits}`, '', 5, 'trace-1']) });
  }

  const refusal = (place, status, codes) => ({ status, after: delay(place), headers: {}, text: envelope(codes) });

  function success(number, place) {
    const oddShare = chance(0.15) ? 0.3 : 0;
    const cards = Array.from({ length: pick([0, 1, 1, 1, 2]) }, () => input.card(number, oddShare));
    // Whether the card or the cards are sent depends on the request.
    const card = input.card(number, oddShare);
    return { status: pick([200, 200, 200, 201]), after: delay(place), headers: headers(0.15), card, cards };
  }

  const networkFailure = (place) => ({ throws: pick(failures), after: delay(place) });

  /** A failure that may be followed by another attempt. */
  function passing(place) {
    if (chance(0.2)) return networkFailure(place);
    const text = envelope([2022, 3001, 3002, 3003, 3004, 3004, 1007, 4004, undefined]);
    return { status: pick([500, 500, 502, 503, 503, 503, 504, 429]), after: delay(place), headers: headers(0.3), text };
  }

  function anything(number, place) {
    if (chance(0.1)) return networkFailure(place);
    if (chance(0.04)) return { hangs: true };
    if (chance(0.03)) return { gives: pick(['undefined', 'null', 'object', 'text']), after: delay(place) };
    const response = { status: pick(statuses), after: delay(place), headers: headers(0.3) };
    if (chance(0.05)) response.isOpaqueRedirect = true;
    if (chance(0.4)) response.body = pick(bodies);
    if (chance(0.005)) response.body = pick(['longest list', 'too long list']);
    const isSuccess = response.status < 300;
    if (isSuccess && chance(0.5)) return { ...success(number, place), ...response };
    response.text = chance(isSuccess ? 0.8 : 0.15) ? pick(otherBodies(own)) : envelope(codes);
    return response;
  }

  return {
    /** The responses to one call's requests; the last one is for all further requests, too. */
    script(call, number, place) {
      const script = [];
      const fail = (times) => {
        for (let count = pick(times); count > 0; count--) script.push(passing(place));
      };
      // An ensured card is read before it is written; the write may find that somebody was faster.
      if (call === 'ensureContactCard' && chance(0.8)) {
        fail([0, 0, 1, 2]);
        const found = { ...success(number, place), status: 200 };
        script.push(chance(0.7) ? found : refusal(place, 404, [2001, 2012, 2019, 1002]));
        if (chance(0.3)) script.push(refusal(place, 409, [2014, 2014, 2014, 1002]));
      }
      fail([0, 0, 0, 1, 1, 2, 3]);
      if (chance(0.1)) script.push(anything(number, place));
      if (chance(0.65)) script.push(success(number, place));
      else script.push(chance(0.3) ? passing(place) : anything(number, place));
      return script;
    },

    /** A failure that another attempt never helps. */
    outage: (place) => [{ status: 503, after: 5 + place, headers: {}, text: envelope([3004]) }],
  };
}

/** When and with what a call is aborted, if it is. */
function makeSignal({ pick, chance }, place) {
  if (!chance(0.25)) return undefined;
  const when = pick(moments);
  const signal = { when, reason: pick(['default', 'error', 'text', 'null', 'ContactCardError']) };
  if (when === 'in fetch') signal.attempt = pick([1, 1, 2, 3]);
  if (when === 'later') signal.ms = pick([3, 601, 1507, 3109, 5003]) + place;
  return signal;
}

/** One of a case's calls. */
function makeCall(draw, { numbers, isPage, input, server, place }) {
  const { pick, chance } = draw;
  const name = chance(0.2) ? 'retrieveContactCards' : pick(WRITES);
  const number = chance(0.85) ? numbers.own : pick([numbers.other, numbers.short]);
  const isOdd = chance(0.18);
  const isOutage = !isOdd && chance(0.03);
  const options = isOdd ? input.oddOptions(place === 0) : {};
  // Until the longest wait is reached.
  if (isOutage) Object.assign(options, { maxRetries: 8, timeout: pick([30_001, 700_001]) });
  /** What the caller's functions and signal do. */
  const caller = {};
  if (options && typeof options === 'object') complete(draw, { name, isPage, options, caller, place });
  const face = chance(0.8) ? 'function' : pick(['class', 'sdk']);
  return {
    name,
    face: name === 'ensureContactCard' && face === 'sdk' ? 'class' : face,
    at: place === 0 ? 0 : pick([0, 0, 2, 1500, 30_000, 650_000]),
    input: isOdd && chance(0.7) ? input.odd() : input.usual(name, number),
    options,
    caller,
    isDeaf: chance(0.15),
    script: isOutage ? server.outage(place) : server.script(name, number, place),
  };
}

/** Adds usual options, and what the caller's functions do. */
function complete(draw, { name, isPage, options, caller, place }) {
  const { pick, chance } = draw;
  const given = new Set(Object.keys(options));
  /** For a share of the calls that don't have the option yet. */
  const isDue = (option, share) => !given.has(option) && chance(share);
  if (isDue('baseURL', isPage ? 0.4 : 0.97)) {
    options.baseURL = chance(0.9) ? 'https://x.y/' : pick(optionValues().baseURL);
  }
  if (isDue('apiKey', isPage ? 0.3 : 0.6)) {
    if (chance(0.3)) caller.apiKey = pick(keys);
    else options.apiKey = pick(['Bearer-long-key-1234', 'k']);
  }
  if (isPage && isDue('dangerouslyAllowBrowser', 0.5)) options.dangerouslyAllowBrowser = true;
  if (isDue('maxRetries', 0.7)) options.maxRetries = pick([0, 1, 1, 2, 2, 2, 7]);
  if (isDue('maxRetryAfter', 0.2)) options.maxRetryAfter = pick([0, 1000, 5000, 1_000_000]);
  if (isDue('timeout', 0.25)) options.timeout = pick([43, 777, 1999, 5011, 60_000, 700_001, 4000.5]);
  if (isDue('headers', 0.15)) {
    const key = { 'x-app': 'page', Authorization: 'secret-token-99' };
    options.headers = pick([
      key,
      { 'x-app': 'é' },
      [
        ['x-app', 'page'],
        ['accept', null],
      ],
    ]);
  }
  if (isDue('sendEmpty', 0.1)) options.sendEmpty = true;
  if (name === 'ensureContactCard' && isDue('replaceImage', 0.3)) options.replaceImage = true;
  if (isDue('keepalive', 0.1)) options.keepalive = true;
  if (isDue('shouldRetry', 0.35)) caller.shouldRetry = pick(verdicts);
  if (isDue('onAttempt', 0.9)) caller.onAttempt = chance(0.9) ? 'records' : pick(['throws', 'rejects']);
  if (isDue('signal', 1)) caller.signal = makeSignal(draw, place);
  if (isDue('fetch', 1)) caller.fetch = place > 0 || chance(0.9) ? 'option' : 'global';
}

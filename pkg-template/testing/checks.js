// The checks of what tests pass: types and ranges, so that a mistake in a test is an error that names it. What a value means,
// such as whether a number is in E.164 format, the rules check.

/** @typedef {import('../types/testing.js').EmulatorOptions} EmulatorOptions */
/** @typedef {import('../types/testing.js').EmulatorCard} EmulatorCard */
/** @typedef {import('../types/testing.js').EmulatorResponse} EmulatorResponse */
/** @typedef {import('../types/testing.js').TestErrorDetails} Details */
/** @typedef {[accepts: (value: unknown) => boolean, expected: string]} Check */

/** The highest number of 32 bits, and the longest delay of timers, in milliseconds. */
const U32 = 2 ** 32 - 1;
const LONGEST_DELAY = 2 ** 31 - 1;

/** @param {string} name */
const quoted = (name) => `'${name}'`;
/** Whether a value is a string that UTF-8 can encode. `isWellFormed` is younger than some hosts. @type {(value: unknown) => boolean} */
const isText = (value) => typeof value === 'string' && !/\p{Surrogate}/u.test(value);
/** @type {(low: number, high: number) => (value: unknown) => boolean} */
const isWhole = (low, high) => (value) => Number.isInteger(value) && Number(value) >= low && Number(value) <= high;
/** @type {(names: string[]) => Check} */
const oneOf = (names) => [(value) => names.includes(/** @type {string} */ (value)), names.map(quoted).join(' or ')];
/** @type {Check} */
const text = [isText, 'a well-formed string'];
/** @type {Check} */
const textOrNull = [(value) => value === null || isText(value), 'a well-formed string'];
/** @type {Check} */
const boolean = [(value) => typeof value === 'boolean', 'true or false'];
/** @type {Check} */
const code = [isWhole(0, U32), 'a code of Linq, such as 2022'];
/** @type {Check} */
const seconds = [isWhole(0, U32), 'a whole number of seconds'];
/** @type {Check} */
const status = [isWhole(200, 599), 'an HTTP status from 200 to 599'];
/** @type {Check} */
const body = [isJSON, 'a well-formed string, or a value that JSON can have'];

/** @type {Record<keyof EmulatorOptions, Check>} */
const OPTIONS = {
  cards: [Array.isArray, 'a list of cards'],
  budget: [(value) => value === null || isWhole(0, U32)(value), 'a whole number of writes, or null for no limit'],
  clock: [(value) => typeof value === 'function', 'a function that returns milliseconds since 1970'],
  apiKey: [(value) => isText(value) && value !== '', 'a well-formed string that is not empty'],
  alsoCounts: oneOf(['scripted_5xx', 'nothing']),
  missingCard: code,
  emptyValue: code,
  unknownFields: oneOf(['ignored', 'refused']),
};

/** @type {Record<keyof EmulatorCard, Check>} */
const CARD = {
  phone_number: text,
  first_name: text,
  last_name: textOrNull,
  image_url: textOrNull,
  is_active: boolean,
  status: oneOf(['active', 'pending', 'inactive', 'foreign']),
};

/** @type {Record<keyof EmulatorResponse, Check>} */
const RESPONSE = {
  status,
  code,
  message: text,
  retryAfter: seconds,
  body,
  headers: [isHeaders, 'an object of header names and their values'],
  delay: [isWhole(0, LONGEST_DELAY), `a whole number of milliseconds up to ${LONGEST_DELAY}`],
  fault: oneOf(['stall_head', 'stall_body', 'truncate', 'reset', 'slow_drip']),
  times: [isWhole(1, U32), 'a whole number from 1'],
  method: oneOf(['GET', 'POST', 'PATCH']),
  phone_number: text,
  apply: boolean,
};

const operation = oneOf(['update', 'create', 'retrieve']);
/** @type {Check} */
const anything = [() => true, ''];
/** The details of every error of Linq's. */
const ofAPI = { operation, code, message: text, retryAfter: seconds, traceId: text, docURL: text };

/** @type {{ [Name in keyof Details]: Record<keyof Details[Name], Check> }} */
const DETAILS = {
  ValidationError: { operation, params: anything, options: [isObject, 'an object'] },
  APIError: { ...ofAPI, status: [isWhole(400, 499), 'an HTTP status from 400 to 499'] },
  BadRequestError: ofAPI,
  AuthenticationError: ofAPI,
  PermissionDeniedError: ofAPI,
  NotFoundError: ofAPI,
  ConflictError: ofAPI,
  UnprocessableEntityError: ofAPI,
  RateLimitError: ofAPI,
  InternalServerError: {
    ...ofAPI,
    status: [isWhole(500, 599), 'an HTTP status from 500 to 599'],
    outcome: oneOf(['refused']),
  },
  APIConnectionError: { operation, cause: anything },
  APIConnectionTimeoutError: { operation },
  InvalidResponseError: { operation, status, body },
  UnsafeKeyError: { reason: oneOf(['page', 'http']) },
  WasmUnavailableError: { cause: anything },
  WasmTrapError: { outcome: oneOf(['not_sent', 'unknown']), cause: anything },
};

/** Returns the options of an emulator; throws a `TypeError` for a mistake. @param {EmulatorOptions} [options] */
export function checkedOptions(options = {}) {
  const own = checked('createEmulator: ', 'options', options, OPTIONS);
  return { ...own, cards: own.cards?.map(checkedCard) };
}

/** @param {EmulatorCard} card @param {number} index */
function checkedCard(card, index) {
  const path = `cards[${index}]`;
  const own = checked('createEmulator: ', path, card, CARD);
  for (const name of /** @type {const} */ (['phone_number', 'first_name'])) {
    if (own[name] === undefined) throw new TypeError(`createEmulator: ${path}.${name} is missing: it must be a string`);
  }
  return own;
}

/** Returns scripted responses as the rules read them; throws a `TypeError` for a mistake. @param {EmulatorResponse[]} responses */
export function checkedResponses(responses) {
  return responses.map((response, index) => {
    const path = responses.length > 1 ? `responses[${index}]` : 'response';
    const { retryAfter, delay, ...rest } = checked('respondNext: ', path, response, RESPONSE);
    for (const name of /** @type {const} */ (['message', 'retryAfter'])) {
      const isOfError = response.code !== undefined || (rest.status ?? 0) >= 300;
      if (response[name] !== undefined && !isOfError) {
        throw new TypeError(`respondNext: ${path}.${name} needs the status or the code of an error next to it`);
      }
    }
    return { ...rest, retry_after: retryAfter, delay_ms: delay };
  });
}

/**
 * Returns the details of an error; throws a `TypeError` for a mistake.
 * @template {keyof Details} Name
 * @param {Name} name
 * @param {Details[Name]} [details]
 * @returns {Details[Name]}
 */
export function checkedDetails(name, details = {}) {
  if (!Object.hasOwn(DETAILS, name)) {
    throw new TypeError(`createTestError: there is no such error class: use ${Object.keys(DETAILS).join(', ')}`);
  }
  return checked(
    'createTestError: ',
    'details',
    details,
    /** @type {Record<keyof Details[Name], Check>} */ (DETAILS[name]),
  );
}

/** Throws a `TypeError` where a value isn't a budget. @param {unknown} value */
export function checkBudget(value) {
  const [accepts, expected] = OPTIONS.budget;
  if (!accepts(value)) throw new TypeError(`budget must be ${expected}`);
}

/** Throws a `TypeError` where a value isn't what `advance` takes. @param {unknown} value */
export function checkAdvance(value) {
  if (!isWhole(0, U32)(value)) throw new TypeError(`advance: ms must be a whole number from 0 to ${U32}`);
}

/**
 * Returns an object's own members that are not `undefined`. Throws a `TypeError` where one is unknown, or isn't what is
 * expected.
 * @template {object} Value
 * @param {string} caller the start of the error
 * @param {string} path
 * @param {Value} value
 * @param {Record<keyof Value, Check>} checks
 * @returns {Value}
 */
function checked(caller, path, value, checks) {
  if (!isObject(value)) {
    throw new TypeError(`${caller}${path} must be an object`);
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  for (const [name, member] of members) {
    if (!Object.hasOwn(checks, name)) {
      throw new TypeError(`${caller}${path} has no ${quoted(name)}: use ${Object.keys(checks).join(', ')}`);
    }
    const [accepts, expected] = /** @type {Record<string, Check>} */ (checks)[name] ?? [];
    if (!accepts?.(member)) throw new TypeError(`${caller}${path}.${name} must be ${expected}`);
  }
  return /** @type {Value} */ (Object.fromEntries(members));
}

/** @param {unknown} value */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
function isJSON(value) {
  try {
    let isWellFormed = true;
    const json = JSON.stringify(value, (_, member) => {
      isWellFormed &&= typeof member !== 'string' || isText(member);
      return member;
    });
    return isWellFormed && json !== undefined;
  } catch {
    return false;
  }
}

/** @param {unknown} value */
function isHeaders(value) {
  const pairs = Object.entries(Object(value));
  try {
    new Headers(/** @type {[string, string][]} */ (pairs));
    return pairs.every(([, text]) => isText(text)) && Object.getPrototypeOf(value) !== Headers.prototype;
  } catch {
    return false;
  }
}

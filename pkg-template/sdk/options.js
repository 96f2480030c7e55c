// The SDK's options, as this package's calls take them. One that can't work here is an issue that names what to use.
import { emptyObject, ownMembers } from '../shared.js';
import { createValidationError, issueOf } from './issues.js';
import { Log } from './log.js';
import { present } from './members.js';

/** @typedef {import('./exchange.js').Exchange} Exchange */
/** @typedef {import('../types/index.js').FetchInit} FetchInit */
/** @typedef {import('../types/index.js').RequestOptions} CallOptions */
/** @typedef {import('../types/sdk.js').ClientOptions} ClientOptions */
/** @typedef {import('../types/sdk.js').RequestOptions} RequestOptions */

/** The SDK's options that can't work here, each with what to do instead. */
const absent = {
  body: 'pass the fields in the params',
  defaultBaseURL: 'use baseURL',
  defaultQuery: 'the endpoint has no parameter but the phone number, which is in the params',
  idempotencyKey: 'Linq has none for contact cards',
  method: 'call update, retrieve or create',
  path: 'call update, retrieve or create',
  query: 'pass the phone number in the params',
  stream: 'a response is read as a whole',
  webhookSecret: 'use the official SDK, @linqapp/sdk, on a server',
};
const absentInClient = { ...absent, headers: 'use defaultHeaders' };
const absentInCall = { ...absent, defaultHeaders: 'use headers' };

/** The members of `fetch`'s second argument that the core decides about. @type {Record<keyof FetchInit, string>} */
const absentInFetch = {
  body: 'pass the fields in the params',
  cache: 'responses are never cached',
  credentials: 'use the option credentials',
  headers: 'use the option headers',
  keepalive: 'use the option keepalive',
  method: 'call update, retrieve or create',
  redirect: 'redirects are never followed',
  referrerPolicy: 'a referrer is never sent',
  signal: 'use the option signal',
};

/**
 * Returns the options of a call. Throws a `ValidationError` for those of the SDK that can't work; the core checks all others.
 * @param {ClientOptions} client own members, as of the call's
 * @param {RequestOptions} call its options that aren't `undefined` replace the client's
 * @param {Exchange} exchange observes the requests
 * @returns {CallOptions}
 */
export function mergeOptions(client, call, exchange) {
  /** @type {ClientOptions & RequestOptions & { webhookSecret?: null }} */
  const merged = Object.assign(Object.create(null), client, present(call));
  const { defaultHeaders, fetchOptions, logger, logLevel, webhookSecret, ...own } = merged;
  const { fetch, onAttempt } = merged;
  const log = new Log(logger, logLevel);
  const members = [client.fetchOptions, call.fetchOptions].map((options) => ownMembers(options ?? emptyObject));
  const issues = [
    ...issuesOf(client, absentInClient),
    ...issuesOf(call, absentInCall),
    ...members.flatMap(checkFetchOptions),
    ...log.check(),
  ];
  if (issues.length) throw createValidationError(issues);
  return {
    ...own,
    headers: [...pairs(client.defaultHeaders), ...pairs(call.headers)],
    // What isn't a function is for the core to refuse.
    fetch: isOptionalFunction(fetch) ? exchange.observe(Object.assign({}, ...members), fetch) : fetch,
    onAttempt: isOptionalFunction(onAttempt) ? log.observe(onAttempt) : onAttempt,
  };
}

/** @param {unknown} value */
const isOptionalFunction = (value) => value === undefined || typeof value === 'function';

/** @param {unknown} options own members */
function checkFetchOptions(options) {
  return options && typeof options === 'object' && !Array.isArray(options)
    ? issuesOf(options, absentInFetch, ['fetchOptions'])
    : [issueOf(['fetchOptions'], 'invalid_option', 'must be an object')];
}

/**
 * Returns the issues of options that can't work. `null` is no option.
 * @param {object} options own members
 * @param {Record<string, string>} names of the options, with what to do instead
 * @param {readonly string[]} [path] of the options
 */
const issuesOf = (options, names, path = []) =>
  Object.keys(names)
    .filter((name) => Object.hasOwn(options, name) && Reflect.get(options, name) != null)
    .map((name) => issueOf([...path, name], 'unknown_option', `is not an option here; ${names[name]}`));

/**
 * Returns headers as pairs, so that they can be merged: the core uses the last pair of a name. What isn't an object becomes
 * an item that isn't a pair, which the core refuses.
 * @param {CallOptions['headers']} headers
 * @returns {readonly (readonly [string, string | null | undefined])[]}
 */
function pairs(headers) {
  if (typeof (headers ?? emptyObject) !== 'object') return /** @type {never[]} */ ([headers]);
  if (headers && Symbol.iterator in headers) return [...headers];
  // As in an object that isn't merged, a header that is `undefined` is absent.
  return Object.entries(headers ?? emptyObject).filter((pair) => pair[1] !== undefined);
}

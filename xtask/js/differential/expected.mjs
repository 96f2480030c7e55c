// The differences that are intended. Any other difference is a failure.
import { isObject } from './cases.mjs';

/** @import { CallCase, Case } from './cases.mjs' */
/** @import { Difference } from './compare.mjs' */
/** @import { Observation } from './observe.mjs' */

/**
 * A difference with the case that it belongs to, and what was observed of that.
 *
 * @typedef {Difference & { testCase: Case, old: Observation, observed: Observation }} DifferenceInCase
 */

/**
 * The expected differences: why they are intended, and whether a difference is one of them.
 *
 * @type {{ why: string, accepts: (difference: DifferenceInCase) => boolean }[]}
 */
export const expected = [
  {
    why: 'the old package sent a request at its deadline or after it, which changes what follows in the case',
    accepts: ({ testCase, old }) =>
      testCase.calls.some(({ at, options }, index) => {
        const timeout = isObject(options) ? options.timeout : undefined;
        const deadline = at + Math.ceil(Number(timeout ?? 60_000));
        return old.calls[index]?.sent.some((request) => request.at >= deadline);
      }),
  },
  {
    why: "the old errors' JSON had neither the name nor the message",
    accepts: ({ path, before, after }) =>
      /«as JSON»\.(name|message)$/.test(path) && before === undefined && typeof after === 'string' && after !== '',
  },
  {
    why: 'the old errors did not report which 404 means that there is no card',
    accepts: ({ path, before, after }) => /\.noCard$/.test(path) && before === undefined && after === true,
  },
  {
    why: "the old package left a path to the page's base URL, which may be of another origin",
    accepts: ({ path, before, after }) =>
      path.endsWith('.url') && typeof before === 'string' && before.startsWith('/') && after === ORIGIN + before,
  },
  {
    why: 'the old changedFields took anything for an object without fields',
    accepts: ({ path, after }) =>
      path === 'synchronous.changed.returned' || (path === 'synchronous.changed.threw' && isNotAnObject(after)),
  },
  {
    why: 'the old suggestions knew no other digits, plus signs and dashes, and some were another number',
    accepts: ({ path, before, after }) =>
      /\.suggestion$/.test(path) &&
      [before, after].every((number) => number === undefined || /^\+/.test(String(number))),
  },
  {
    why: "the old /sdk took an empty text for a base URL, unlike the SDK, which changes what follows for the call's number",
    accepts: (difference) =>
      mayFollowFrom(difference, ({ api, options }) => api === 'sdk' && isObject(options) && options.baseURL === ''),
  },
  {
    why: "the old /sdk rejected aborted calls with the signal's reason, unlike the SDK",
    accepts: (difference) => endsOfSDK(difference)?.[1]?.includes('"name":"APIUserAbortError"') ?? false,
  },
  {
    why: 'the old /sdk reported a relative base URL where the key was missing, and options in another order',
    accepts(difference) {
      const [before, after] = endsOfSDK(difference) ?? [];
      if (!/\.issues\b/.test(difference.path) || !before || !after) return false;
      const isKeyMissing = before.includes('"baseURL"') && after.includes('"apiKey"');
      return isKeyMissing || issuesIn(before) === issuesIn(after);
    },
  },
  {
    why: 'the old package read options from the members of a list',
    accepts: (difference) => mayFollowFrom(difference, ({ options }) => Array.isArray(options)),
  },
  {
    why: 'the old package masked no number that is written with separators',
    accepts: ({ path, before, after }) => /message$/.test(path) && isMaskedFurther(String(before), String(after)),
  },
  {
    why: 'the old package missed the plus behind an invisible character',
    accepts: ({ path, before, after }) =>
      (/\.code$/.test(path) && before === 'missing_plus' && after === 'invalid_character') ||
      (/\.offset$/.test(path) && before === undefined && after === 0),
  },
  {
    why: 'the old package sent blank names, which changes what follows for their number',
    accepts(difference) {
      const { path, observed } = difference;
      const [root, name = ''] = path.split('.');
      if (root === 'synchronous') return hasBlankIssue(observed.synchronous[name]);
      return mayFollowFrom(difference, (_, index) => hasBlankIssue(observed.calls[index]?.end));
    },
  },
  {
    why: "the old ensure created a card after every 404, also of a server that isn't Linq, which changes what follows for its number",
    accepts: (difference) =>
      mayFollowFrom(
        difference,
        ({ name }, index) => name === 'ensureContactCard' && hasFoundNothing(difference.observed.calls[index]),
      ),
  },
];

/** The origin of the pages in world.mjs. */
const ORIGIN = 'https://app.example';

/**
 * Returns what a call through the SDK's interface threw with the old and the new package, as JSON; `undefined` for any other
 * difference.
 * @param {DifferenceInCase} difference
 */
function endsOfSDK({ path, testCase: { calls }, old, observed }) {
  const index = Number(/^calls\.(\d+)\.end\.threw\b/.exec(path)?.[1]);
  if (calls[index]?.api !== 'sdk') return undefined;
  return [old, observed].map((one) => JSON.stringify(one.calls[index]?.end));
}

/** Returns the paths and codes of the issues in a text of JSON, in one order. @param {string} json */
const issuesIn = (json) => (json.match(/"path":\[[^\]]*\],"code":"\w+"/g) ?? [json]).sort().join();

/** Whether a thrown value has the issue that an input isn't an object. @param {unknown} thrown */
const isNotAnObject = (thrown) => JSON.stringify(thrown).includes('"not_an_object"');

/**
 * Whether a text is another one with more digits masked, after a plus.
 * @param {string} before
 * @param {string} after
 */
const isMaskedFurther = (before, after) =>
  before.length === after.length &&
  /\+[\d•]+[-. ()]/.test(before) &&
  [...before].every((character, index) => character === after[index] || (/\d/.test(character) && after[index] === '•'));

/** Whether a result has the issue that a name is blank. @param {unknown} result */
const hasBlankIssue = (result) => !!JSON.stringify(result)?.includes('"blank"');

/** Whether a call was rejected after a read with a 404. @param {Observation['calls'][number] | undefined} call */
const hasFoundNothing = (call) =>
  call?.sent.at(-1)?.method === 'GET' && !!JSON.stringify(call.end)?.includes('"NotFoundError"');

/**
 * Whether a difference may follow from one of certain calls: it is in a call for the same number, or in what is left of all
 * calls.
 * @param {DifferenceInCase} difference
 * @param {(call: CallCase, index: number) => boolean} isCause
 */
function mayFollowFrom({ path, testCase: { calls } }, isCause) {
  const [root, index] = path.split('.');
  if (root === 'synchronous') return false;
  const number = root === 'calls' && numberOf(calls[Number(index)]);
  return calls.filter(isCause).some((call) => !number || numberOf(call) === number);
}

/** Returns the number that a call is about, if it has one. @param {CallCase | undefined} call */
const numberOf = (call) => (isObject(call?.input) ? call.input.phone_number : undefined);

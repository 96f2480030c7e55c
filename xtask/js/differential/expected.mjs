// The differences that are intended. Any other difference is a failure.
import { isObject } from './cases.mjs';

/** @import { Case } from './cases.mjs' */
/** @import { Difference } from './compare.mjs' */
/** @import { Observation } from './observe.mjs' */

/**
 * A difference with the case and the old package's observation that it belongs to.
 *
 * @typedef {Difference & { testCase: Case, old: Observation }} DifferenceInCase
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
    why: 'the old package missed the plus behind an invisible character',
    accepts: ({ path, before, after }) =>
      (/\.code$/.test(path) && before === 'missing_plus' && after === 'invalid_character') ||
      (/\.offset$/.test(path) && before === undefined && after === 0),
  },
  {
    why: 'the old package sent blank names',
    accepts: ({ path, testCase: { calls, synchronous } }) =>
      path.startsWith('synchronous.')
        ? [synchronous.input, synchronous.edited].some(hasBlankName)
        : calls.some(({ input }) => hasBlankName(input)),
  },
];

/** The origin of the pages in world.mjs. */
const ORIGIN = 'https://app.example';

/** Whether a thrown value has the issue that an input isn't an object. @param {unknown} thrown */
const isNotAnObject = (thrown) => JSON.stringify(thrown).includes('"not_an_object"');

/** @param {unknown} input */
function hasBlankName(input) {
  const { first_name, last_name } = /** @type {Record<string, unknown>} */ (isObject(input) ? input : {});
  return [first_name, last_name].some((name) => typeof name === 'string' && /^[\s\p{Cc}\p{Cf}\p{DI}]+$/u.test(name));
}

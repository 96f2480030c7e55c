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
];

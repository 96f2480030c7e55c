// The differences that are meant. Whatever isn't in this list is a failure.

/**
 * @typedef {object} Difference one value that isn't the same
 * @property {string} path where it is among what was seen, such as `calls.0.end.threw.message`
 * @property {any} before of the old package; `undefined` where it has nothing there
 * @property {any} after of the new one
 * @property {any} given the whole case
 */

/**
 * Each with the field report's row, the reason, and a test that accepts these differences and no others. For example:
 *
 *     {
 *       row: 'C15', why: 'errors have toJSON',
 *       accepts: ({ path, before }) => path.endsWith('«as JSON».name') && before === undefined,
 *     },
 *
 * @type {{ row: string, why: string, accepts: (difference: Difference) => boolean }[]}
 */
export const expected = [];

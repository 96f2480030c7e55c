// The differences that are meant. Whatever isn't in this list is a failure.

/**
 * @typedef {object} Difference one value that isn't the same
 * @property {string} path where it is among what was seen, such as `calls.0.end.threw.message`
 * @property {any} before of the old package; `undefined` where it has nothing there
 * @property {any} after of the new one
 * @property {any} given the whole case
 * @property {any} old all that was seen of the old package
 */

/**
 * Each with the field report's row, the reason, and a test that accepts these differences and no others.
 *
 * @type {{ row: string, why: string, accepts: (difference: Difference) => boolean }[]}
 */
export const expected = [
  {
    row: 'C12',
    why: 'the old package sent a request at its deadline or after it, which changes what follows in the case',
    accepts: ({ given, old }) =>
      old.calls.some(({ sent }, index) => {
        const { at, options } = given.calls[index];
        const deadline = at + Math.ceil(options?.timeout ?? 60_000);
        return sent.some((request) => request.at >= deadline);
      }),
  },
  {
    row: 'C15',
    why: "the old errors' JSON had neither the name nor the message",
    accepts: ({ path, before, after }) =>
      /«as JSON»\.(name|message)$/.test(path) && before === undefined && typeof after === 'string' && after !== '',
  },
];

// The option `--timeout`.

/** @typedef {import('./arguments.js').Arguments} Arguments */

/** Seconds. */
const DEFAULT = 60;

/** @type {Record<string, import('./arguments.js').Option>} */
export const timeoutOption = {
  timeout: { value: 'SECONDS', help: `How long a call may take, with its retries; ${DEFAULT} by default` },
};

/** Returns the timeout of a call as the package's option, in milliseconds. @param {Arguments} args */
export const timeoutOf = (args) => ({
  timeout: (args.number('timeout', { from: 1, to: 86_400, unit: 'seconds' }) ?? DEFAULT) * 1000,
});

// What a command is.

/**
 * What a command runs with.
 *
 * @typedef {object} Context
 * @property {import('./arguments.js').Arguments} args
 * @property {import('./output/output.js').Output} output
 * @property {import('./interruption.js').Interruption} interruption
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * A command, such as `list`.
 *
 * @typedef {object} Command
 * @property {string} summary a sentence without a full stop
 * @property {readonly string[]} positionals what they are called in the help
 * @property {Record<string, import('./arguments.js').Option>} options
 * @property {readonly string[]} details further lines of the help
 * @property {(context: Context) => Promise<import('./exit-codes.js').ExitCode>} run
 */

export {};

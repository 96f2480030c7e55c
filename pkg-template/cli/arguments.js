// Reads the arguments of a command.
import { parseArgs } from 'node:util';
import { UsageError } from './command-error.js';
import { nearest } from './nearest.js';

/**
 * An option of a command.
 *
 * @typedef {object} Option
 * @property {string} [value] what its value is called in the help; an option without one is a flag
 * @property {boolean} [isRepeatable]
 * @property {string} help a sentence without a full stop
 */

/** The options that each command has. @type {Record<string, Option>} */
export const commonOptions = {
  json: { help: 'Print JSON on stdout for programs; everything else goes to stderr' },
  help: { help: 'Print this help' },
};

/** The arguments of a command, checked against its options. */
export class Arguments {
  /** @type {Map<string, string[]>} */
  #values = new Map();
  /** @type {string[]} */
  positionals = [];

  /**
   * @param {readonly string[]} argv without the command's name
   * @param {Record<string, Option>} options
   * @param {readonly string[]} positionals what they are called in the help
   */
  constructor(argv, options, positionals) {
    const types = Object.entries(options).map(([name, { value }]) => [name, { type: value ? 'string' : 'boolean' }]);
    const { tokens } = parseArgs({
      args: [...argv],
      options: Object.fromEntries(types),
      allowPositionals: true,
      strict: false,
      tokens: true,
    });
    for (const token of tokens) {
      if (token.kind === 'positional') this.positionals.push(token.value);
      if (token.kind === 'option') this.#add(options, token);
    }
    checkPositionals(this.positionals, positionals);
  }

  /**
   * Checks and stores an option.
   *
   * @param {Record<string, Option>} options
   * @param {{ name: string, rawName: string, value?: string | undefined, inlineValue?: boolean | undefined }} token
   */
  #add(options, { name, rawName, value, inlineValue }) {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) throw unknownOption(rawName, Object.keys(options));
    if (!option.value && value !== undefined) throw new UsageError(`${rawName} takes no value.`);
    if (option.value && (value === undefined || (!inlineValue && value.startsWith('--')))) {
      throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}.`);
    }
    const values = this.#values.get(name) ?? [];
    if (values.length > 0 && !option.isRepeatable) throw new UsageError(`${rawName} is there more than once.`);
    this.#values.set(name, [...values, value ?? '']);
  }

  /** Whether an option is there. @param {string} name */
  has(name) {
    return this.#values.has(name);
  }

  /** Returns the value of an option. @param {string} name */
  text(name) {
    return this.#values.get(name)?.[0];
  }

  /** Returns the values of a repeatable option. @param {string} name */
  texts(name) {
    return this.#values.get(name) ?? [];
  }

  /**
   * Returns the value of an option that is a whole number.
   *
   * @param {string} name
   * @param {{ from: number, to: number, unit?: string }} range
   */
  number(name, { from, to, unit }) {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= from && number <= to) return number;
    throw new UsageError(
      `--${name} must be a whole number${unit ? ` of ${unit}` : ''} from ${from} to ${to}, not ${JSON.stringify(text)}.`,
    );
  }
}

/**
 * @param {string} rawName as it was typed
 * @param {string[]} names
 */
function unknownOption(rawName, names) {
  const suggestion = nearest(rawName.replace(/^-+/, ''), names);
  const hint = suggestion ? ` Did you mean --${suggestion}?` : '';
  return new UsageError(`There is no option ${rawName}.${hint}`);
}

/**
 * @param {string[]} found
 * @param {readonly string[]} expected
 */
function checkPositionals(found, expected) {
  const missing = expected[found.length];
  if (missing) throw new UsageError(`${missing} is missing.`);
  const surplus = found[expected.length];
  if (surplus === undefined) return;
  throw new UsageError(
    `${JSON.stringify(surplus)} is one argument too many. Put a value with spaces in quotes, and -- before one that starts with -.`,
  );
}

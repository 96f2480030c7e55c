// The help. Pure functions.
import { BASE_URL_VARIABLE, KEY_VARIABLE } from './account.js';
import { commonOptions } from './arguments.js';

/** @typedef {import('./command.js').Command} Command */
/** @typedef {import('./arguments.js').Option} Option */

const exits = [
  '0 done, 1 failed, 2 wrong arguments, 3 invalid input, 4 refused by Linq, 5 unknown outcome, 6 not active in time,',
  '130 interrupted',
];

/** Returns the help of all commands. @param {Readonly<Record<string, Command>>} commands */
export function help(commands) {
  const summaries = Object.entries(commands).map(([name, { positionals, summary }]) => [
    [name, ...positionals].join(' '),
    summary,
  ]);
  return [
    'Usage: npx linq-contact-card COMMAND',
    '',
    'Commands:',
    ...aligned(summaries),
    '',
    'npx linq-contact-card COMMAND --help prints the options of a command, --version the version of the package.',
    '',
    'Environment:',
    ...aligned([
      [KEY_VARIABLE, "Linq's API key"],
      [BASE_URL_VARIABLE, "The API's base URL, if it isn't Linq's: such as the one of `dev`"],
    ]),
    '',
    'Exit codes:',
    ...exits.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/**
 * Returns the help of a command.
 *
 * @param {string} name
 * @param {Command} command
 */
export function helpOf(name, { positionals, summary, options, details }) {
  const usage = ['npx linq-contact-card', name, ...positionals, '[OPTION]…'].join(' ');
  const lines = Object.entries({ ...options, ...commonOptions }).map(([option, { value, help }]) => [
    value ? `--${option} ${value}` : `--${option}`,
    help,
  ]);
  return [
    `Usage: ${usage}`,
    '',
    `${summary}.`,
    '',
    'Options:',
    ...aligned(lines),
    ...(details.length > 0 ? ['', ...details] : []),
    '',
  ].join('\n');
}

/** Returns pairs as two columns. @param {string[][]} pairs */
function aligned(pairs) {
  const width = Math.max(...pairs.map(([first = '']) => first.length));
  return pairs.map(([first = '', second]) => `  ${first.padEnd(width)}  ${second}`);
}

// Runs the command that the arguments name.
import { load } from 'linq-contact-card';
import { Arguments, commonOptions } from './arguments.js';
import { UsageError } from './command-error.js';
import { commands } from './commands/index.js';
import { exitCodes } from './exit-codes.js';
import { describeFailure } from './failure.js';
import { help, helpOf } from './help.js';
import { Interruption } from './interruption.js';
import { nearest } from './nearest.js';
import { Output } from './output/output.js';
import { version } from './version.js';

/**
 * Runs a command, and returns its exit code.
 *
 * @param {readonly string[]} argv
 * @param {NodeJS.Process} process
 */
export async function run(argv, process) {
  const output = new Output(process, argv.includes('--json'));
  try {
    return await dispatch(argv, process, output);
  } catch (error) {
    const { exitCode, message, hint, json } = describeFailure(error);
    if (output.isJSON) output.result({ error: { ...json, exit_code: exitCode } }, '');
    output.note(`${output.noteStyle.red('Error:')} ${message}`);
    if (hint) output.note(hint);
    return exitCode;
  }
}

/**
 * @param {readonly string[]} argv
 * @param {NodeJS.Process} process
 * @param {Output} output
 */
async function dispatch(argv, process, output) {
  const index = argv.findIndex((argument) => !argument.startsWith('-'));
  const name = argv[index];
  if (name === undefined) return withoutCommand(argv, output);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw unknownCommand(name);
  const rest = argv.toSpliced(index, 1);
  if (rest.includes('--help')) {
    output.result({ help: helpOf(name, command) }, helpOf(name, command));
    return exitCodes.done;
  }
  const args = new Arguments(rest, { ...command.options, ...commonOptions }, command.positionals);
  await load();
  return command.run({ args, output, interruption: new Interruption(process), env: process.env });
}

/**
 * @param {readonly string[]} argv
 * @param {Output} output
 */
function withoutCommand(argv, output) {
  const args = new Arguments(argv, { ...commonOptions, version: { help: '' } }, []);
  if (args.has('version')) {
    output.result({ version }, version);
    return exitCodes.done;
  }
  if (!args.has('help')) throw new UsageError('A command is missing.', help(commands).trimEnd());
  output.result({ help: help(commands) }, help(commands));
  return exitCodes.done;
}

/** @param {string} name */
function unknownCommand(name) {
  const suggestion = nearest(name, Object.keys(commands));
  const text = suggestion ? ` Did you mean ${suggestion}?` : '';
  return new UsageError(
    `There is no command ${JSON.stringify(name)}.${text}`,
    'npx linq-contact-card --help lists the commands.',
  );
}

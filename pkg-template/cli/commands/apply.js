// `linq-contact-card apply`
import { baseURLOf, openAccount } from '../account.js';
import { Journal, readHistory } from '../apply/journal.js';
import { journalPathOf } from '../apply/journal-path.js';
import { planRows } from '../apply/plan.js';
import { Progress } from '../apply/progress.js';
import { readListFile } from '../apply/read-list.js';
import { counted, countsOf, exitCodeOf, planTable, resultTable, rowJSON } from '../apply/report.js';
import { writeResults } from '../apply/results-file.js';
import { isToBeSent, sendRows } from '../apply/send.js';
import { UsageError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import { reading } from '../read-error.js';
import { timeoutOf, timeoutOption } from '../timeout.js';

/** @import { ContactCards } from 'linq-contact-card' */
/** @typedef {import('../apply/journal.js').History} History */
/** @typedef {import('../apply/plan.js').PlannedRow} PlannedRow */
/** @typedef {import('../apply/read-list.js').CardList} CardList */
/** @typedef {import('../arguments.js').Arguments} Arguments */
/** @typedef {import('../command.js').Context} Context */
/** @typedef {import('../output/output.js').Output} Output */

/** @type {import('../command.js').Command} */
export const apply = {
  summary: 'Sets the contact cards of a list: CSV or JSON',
  positionals: ['FILE'],
  options: {
    'dry-run': { help: 'Only show what would change, which is the default' },
    yes: { help: 'Send what would change' },
    wait: { help: 'Wait where no write is left for a number: Linq allows three in ten minutes' },
    'retry-unknown': { help: 'Send again what may be saved already, as its response was lost' },
    'replace-image': { help: 'Send pictures even where the card has one' },
    results: { value: 'FILE', help: 'Write the result of each row to a file: JSON if it ends with .json, else CSV' },
    journal: { value: 'FILE', help: "Where the run notes what it has sent; by default in the user's folder for state" },
    column: { value: 'HEADING=FIELD', isRepeatable: true, help: 'Name what a column is; can be repeated' },
    encoding: { value: 'NAME', help: 'The encoding of a CSV file, such as windows-1252' },
    ...timeoutOption,
  },
  details: [
    'Nothing is sent while a row is invalid. An interrupted run is continued by the same command: what is saved is not sent',
    'again, and what may be saved is sent again only with --retry-unknown.',
    '',
    'With --json: {"rows": [{"line", "phone_number", "plan", "changes", "result", "action", "reason", "suggestion",',
    '"trace_id"}, …], "counts": {…}, "dry_run": true | false, "journal": path}.',
  ],
  async run(context) {
    const { args, env, output } = context;
    const [file = ''] = args.positionals;
    if (args.has('yes') && args.has('dry-run')) throw new UsageError('Choose --yes or --dry-run.');
    const list = await readListFile(file, { encoding: args.text('encoding'), columns: args.texts('column') });
    for (const note of list.notes) output.warn(note);
    const client = openAccount(env, timeoutOf(args));
    const path = args.text('journal') ?? journalPathOf(file, baseURLOf(env), env);
    if (!args.has('yes'))
      return show(await plan(list, client, readHistory(path, baseURLOf(env)), args), list.unit, output);
    const journal = new Journal(path, baseURLOf(env));
    try {
      const rows = await plan(list, client, journal.history, args);
      if (rows.some(isInvalid)) return show(rows, list.unit, output);
      return await send(rows, list.unit, { client, journal }, context);
    } finally {
      journal.close();
    }
  },
};

/**
 * Plans the rows of a list, with the cards of today.
 *
 * @param {CardList} list
 * @param {ContactCards} client
 * @param {History} history
 * @param {Arguments} args
 */
async function plan({ rows }, client, history, args) {
  const { contact_cards } = await reading(client.retrieve());
  return planRows(rows, contact_cards, history, {
    replaceImage: args.has('replace-image'),
    retryUnknown: args.has('retry-unknown'),
  });
}

/** @param {PlannedRow} row */
const isInvalid = ({ decision }) => decision === 'invalid';

/**
 * Shows what would change, or the rows that are invalid.
 *
 * @param {PlannedRow[]} rows
 * @param {string} unit
 * @param {Output} output
 */
function show(rows, unit, output) {
  const decisions = rows.map(({ decision }) => decision);
  const invalid = rows.filter(isInvalid);
  output.result({ rows: rows.map(rowJSON), counts: countsOf(decisions), dry_run: true }, () =>
    planTable(invalid.length > 0 ? invalid : rows, unit, output.style),
  );
  if (invalid.length > 0) {
    output.note(
      `Nothing was sent: ${invalid.length} of ${rows.length} rows are invalid. Correct them, and run it again.`,
    );
    return exitCodes.invalid;
  }
  output.note(
    `${counted(decisions)}. ${rows.some(isToBeSent) ? 'Nothing was sent. Send it with --yes.' : 'There is nothing to send.'}`,
  );
  return decisions.includes('unknown') ? exitCodes.unknown : exitCodes.done;
}

/**
 * Sends what would change, and shows the results.
 *
 * @param {PlannedRow[]} rows
 * @param {string} unit
 * @param {{ client: ContactCards, journal: Journal }} account
 * @param {Context} context
 */
async function send(rows, unit, { client, journal }, { args, interruption, output }) {
  const progress = new Progress(rows.filter(isToBeSent).length, output);
  interruption.defer(() => output.note('Ending after the writes in flight. Press Ctrl-C again to end at once.'));
  const ended = await sendRows(rows, {
    client,
    journal,
    replaceImage: args.has('replace-image'),
    waitsForBudget: args.has('wait'),
    signal: interruption.signal,
    ended: (row) => progress.ended(row),
    waiting: (row, until) => progress.waiting(row, until),
  });
  const exitCode = exitCodeOf(ended);
  const counts = countsOf(ended.map(({ result }) => result));
  output.result({ rows: ended.map(rowJSON), counts, dry_run: false, journal: journal.path }, () =>
    resultTable(ended, unit, output.style),
  );
  output.note(`${counted(ended.map(({ result }) => result))}.`);
  if (exitCode === exitCodes.done) journal.complete();
  else output.note('The same command continues: what is saved is not sent again.');
  const results = args.text('results');
  if (results !== undefined) await writeResults(results, ended);
  return interruption.isRequested ? exitCodes.interrupted : exitCode;
}

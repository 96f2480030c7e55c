// `linq-contact-card set`
import { openAccount } from '../account.js';
import { CommandError, UsageError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import { cardTable } from '../output/cards.js';
import { phoneNumberOf } from '../phone-number.js';
import { saveCard } from '../save-card.js';
import { sleep } from '../sleep.js';
import { timeoutOf, timeoutOption } from '../timeout.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @typedef {import('../arguments.js').Arguments} Arguments */

/** How long `--wait-active` waits, in seconds. */
const DEFAULT_WAIT = 120;

/** Milliseconds between two reads of `--wait-active`: at first, and at most. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [1000, 10_000];

/** What was done, by the package's actions. */
const done = { created: 'Created.', updated: 'Updated.', unchanged: 'Unchanged: the card has these values already.' };

/** @type {import('../command.js').Command} */
export const set = {
  summary: 'Creates the contact card of a number, or updates what differs',
  positionals: ['NUMBER'],
  options: {
    'first-name': { value: 'NAME', help: 'The first name, which a new card needs' },
    'last-name': { value: 'NAME', help: 'The last name' },
    image: { value: 'URL', help: 'A public https URL of the picture. It is sent if the card has none' },
    'replace-image': {
      help: 'Send the picture even if the card has one: Linq stores a copy, which cannot be compared',
    },
    'wait-active': { help: 'Wait until the card is active on the device' },
    'wait-timeout': { value: 'SECONDS', help: `How long --wait-active waits; ${DEFAULT_WAIT} by default` },
    ...timeoutOption,
  },
  details: ['With --json: {"contact_card": card, "action": "created" | "updated" | "unchanged"}.'],
  async run({ args, env, interruption, output }) {
    const params = { phone_number: phoneNumberOf(args.positionals[0] ?? ''), ...fieldsOf(args) };
    const wait = (args.number('wait-timeout', { from: 1, to: 86_400, unit: 'seconds' }) ?? DEFAULT_WAIT) * 1000;
    const client = openAccount(env, timeoutOf(args));
    interruption.defer(() => output.note('Ending after the request in flight. Press Ctrl-C again to end at once.'));

    const { card: saved, action } = await saveCard(client, params, { replaceImage: args.has('replace-image') });
    const isPatient = args.has('wait-active') && !saved.is_active;
    const card = isPatient ? await waitUntilActive(client, saved, wait, interruption.signal) : saved;
    output.result({ contact_card: card, action }, () => `${done[action]}\n${cardTable([card], output.style)}`);
    if (interruption.isRequested) return exitCodes.interrupted;
    if (!isPatient || card.is_active) return exitCodes.done;
    throw new CommandError(`The card is saved, but not active after ${wait / 1000} s.`, {
      exitCode: exitCodes.notActive,
      hint: `Look again later: npx linq-contact-card get ${params.phone_number}`,
    });
  },
};

/** Returns the fields that the options set. @param {Arguments} args */
function fieldsOf(args) {
  const options = { first_name: 'first-name', last_name: 'last-name', image_url: 'image' };
  const fields = Object.entries(options).filter(([, option]) => args.has(option));
  if (fields.length === 0) throw new UsageError('Nothing to set: add --first-name, --last-name or --image.');
  return Object.fromEntries(fields.map(([field, option]) => [field, args.text(option)]));
}

/**
 * Reads a card until it is active. Returns it as it is after the time that is left.
 *
 * @param {ContactCards} client
 * @param {SetContactCard} saved
 * @param {number} wait milliseconds
 * @param {AbortSignal} signal
 */
async function waitUntilActive(client, saved, wait, signal) {
  const end = performance.now() + wait;
  let card = saved;
  for (let pause = FIRST_PAUSE; !signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const left = end - performance.now();
    if (left <= 0) break;
    await sleep(Math.min(pause, left), signal);
    if (signal.aborted) break;
    const { contact_cards } = await client.retrieve({ phone_number: card.phone_number });
    card = contact_cards[0] ?? card;
    if (card.is_active) break;
  }
  return card;
}

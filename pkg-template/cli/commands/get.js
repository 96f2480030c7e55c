// `linq-contact-card get`
import { NotFoundError } from 'linq-contact-card';
import { openAccount } from '../account.js';
import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import { cardTable } from '../output/cards.js';
import { phoneNumberOf } from '../phone-number.js';
import { reading } from '../read-error.js';
import { timeoutOf, timeoutOption } from '../timeout.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */

/** @type {import('../command.js').Command} */
export const get = {
  summary: 'Shows the contact card of a number',
  positionals: ['NUMBER'],
  options: timeoutOption,
  details: ['With --json: {"contact_card": card}.', `Without a card it ends with code ${exitCodes.refused}.`],
  async run({ args, env, output }) {
    const phone_number = phoneNumberOf(args.positionals[0] ?? '');
    const contact_card = await reading(cardOf(openAccount(env, timeoutOf(args)), phone_number));
    if (!contact_card) {
      throw new CommandError('The number has no contact card.', {
        exitCode: exitCodes.refused,
        hint: `Create it: npx linq-contact-card set ${phone_number} --first-name NAME`,
      });
    }
    output.result({ contact_card }, () => cardTable([contact_card], output.style));
    return exitCodes.done;
  },
};

/**
 * Returns the card of a number, if it has one.
 *
 * @param {ContactCards} client @param {string} phone_number @returns {Promise<SetContactCard | undefined>}
 */
async function cardOf(client, phone_number) {
  try {
    return (await client.retrieve({ phone_number })).contact_cards[0];
  } catch (error) {
    if (error instanceof NotFoundError && error.noCard) return undefined;
    throw error;
  }
}

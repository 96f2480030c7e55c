// `linq-contact-card get`
import { openAccount } from '../account.js';
import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import { cardTable } from '../output/cards.js';
import { phoneNumberOf } from '../phone-number.js';
import { reading } from '../read-error.js';
import { timeoutOf, timeoutOption } from '../timeout.js';

/** @type {import('../command.js').Command} */
export const get = {
  summary: 'Shows the contact card of a number',
  positionals: ['NUMBER'],
  options: timeoutOption,
  details: ['With --json: {"contact_card": card}.', `Without a card it ends with code ${exitCodes.refused}.`],
  async run({ args, env, output }) {
    const phone_number = phoneNumberOf(args.positionals[0] ?? '');
    const { contact_cards } = await reading(openAccount(env, timeoutOf(args)).retrieve({ phone_number }));
    const [contact_card] = contact_cards;
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

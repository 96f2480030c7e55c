// `linq-contact-card list`
import { openAccount } from '../account.js';
import { exitCodes } from '../exit-codes.js';
import { cardTable } from '../output/cards.js';
import { reading } from '../read-error.js';
import { timeoutOf, timeoutOption } from '../timeout.js';

/** @type {import('../command.js').Command} */
export const list = {
  summary: 'Lists the contact cards of the account',
  positionals: [],
  options: timeoutOption,
  details: ['With --json: {"contact_cards": [card, …]}, each with the fields of Linq.'],
  async run({ args, env, output }) {
    const { contact_cards } = await reading(openAccount(env, timeoutOf(args)).retrieve());
    output.result({ contact_cards }, () =>
      contact_cards.length > 0 ? cardTable(contact_cards, output.style) : 'The account has no contact card.',
    );
    return exitCodes.done;
  },
};

// The message after a save, with its Undo.
import { describeError, english } from 'linq-contact-card/element';
import { fullName } from '../shell/page.js';
import { toast } from '../shell/toast.js';
import { describeOld } from './changes.js';
import { oldValues, restore } from './restore.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @import { Budget } from '../account/budgets.js' */
/** @import { Save } from './restore.js' */

/**
 * Is called after Undo with the card as it is now, and whether the old values were written back.
 *
 * @typedef {(card: SetContactCard, isRestored: boolean) => void} Done
 */

/** The texts for errors of Undo, where nothing was typed. */
const messages = {
  ...english,
  outcomes: {
    ...english.outcomes,
    refused: 'Nothing was changed.',
    unknown: 'It is not known whether that was undone. Reload the card to see.',
  },
};

/**
 * Reports a save, and offers to undo it where that is possible and a write is left.
 *
 * @param {object} saved
 * @param {Pick<ContactCards, 'retrieve' | 'update'>} saved.client
 * @param {Save} saved.save
 * @param {Budget | undefined} saved.budget
 * @param {Done} saved.done
 */
export function reportSaved({ client, save, budget, done }) {
  const { after } = save;
  const old = oldValues(save, after);
  const isOffered = Object.keys(old).length > 0 && budget?.remaining !== 0;
  const texts = [];
  // The editor itself reports a card that isn't active yet.
  if (after.is_active) texts.push(`Saved \u2068${fullName(after)}\u2069.`);
  if (isOffered) texts.push(describeOld(old));
  if (texts.length === 0) return;
  const action = { label: 'Undo (1 write)', run: () => undo({ client, save, done }) };
  toast({ text: texts.join(' '), ...(isOffered && { action }) });
}

/** @param {{ client: Pick<ContactCards, 'retrieve' | 'update'>, save: Save, done: Done }} saved */
async function undo({ client, save, done }) {
  try {
    const { isRestored, card } = await restore(client, save);
    if (card) done(card, isRestored);
    toast({ text: isRestored ? 'Undone.' : 'Not undone: the card was changed since you saved it.' });
  } catch (error) {
    const { title, text } = describeError(error, messages);
    toast({ text: `${title}. ${text}` });
  }
}

// The message after a save, with its Undo.
import { describeError, english } from 'linq-contact-card/element';
import { fullName } from '../shell/page.js';
import { toast } from '../shell/toast.js';
import { describeUndo, undoOf } from './changes.js';
import { restore } from './restore.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @import { Budget } from '../account/budgets.js' */
/** @import { Restored } from './changes.js' */

/**
 * Is called after Undo with the card as it is now, and whether the old names were written back.
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
 * @param {SetContactCard | undefined} saved.before the card as it was read right before the write
 * @param {SetContactCard} saved.after
 * @param {Budget | undefined} saved.budget
 * @param {Done} saved.done
 */
export function reportSaved({ client, before, after, budget, done }) {
  const old = budget?.remaining === 0 ? undefined : undoOf(before, after);
  // The editor itself reports a card that isn't active yet.
  const text = [after.is_active && `Saved \u2068${fullName(after)}\u2069.`, old && describeUndo(old)]
    .filter(Boolean)
    .join(' ');
  if (!text) return;
  toast({
    text,
    ...(old && { action: { label: 'Undo (1 write)', run: () => undo({ client, after, old, done }) } }),
  });
}

/** @param {{ client: Pick<ContactCards, 'retrieve' | 'update'>, after: SetContactCard, old: Restored, done: Done }} save */
async function undo({ client, after, old, done }) {
  try {
    const { isRestored, card } = await restore(client, after, old);
    if (card) done(card, isRestored);
    toast({ text: isRestored ? 'Undone.' : 'Not undone: the card was changed since you saved it.' });
  } catch (error) {
    const { title, text } = describeError(error, messages);
    toast({ text: `${title}. ${text}` });
  }
}

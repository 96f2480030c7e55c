// Undo of the last save of each number: in the message after it, and in the card's head as long as it is possible.
import { describeError, english } from 'linq-contact-card/element';
import { fullName } from '../shell/page.js';
import { toast } from '../shell/toast.js';
import { describeOld, describeRemaining } from './changes.js';
import { oldValues, restore } from './restore.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @import { Budget } from '../account/budgets.js' */
/** @import { Save } from './restore.js' */
/** @import { Saves } from './saves.js' */

/**
 * What Undo uses of the page.
 *
 * @typedef {object} Page
 * @property {Pick<ContactCards, 'retrieve' | 'update'>} client
 * @property {Saves} saves those that can be undone
 * @property {(phone_number: string) => Budget | undefined} budgetOf
 * @property {(card: SetContactCard, isRestored: boolean) => void} done is called with the card as it is now, and whether old values
 * were written back
 * @property {() => void} changed is called when something else can be undone
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

/** The text where nothing could be written back. */
const notUndone = 'Not undone: the card was changed since you saved it.';

/** Undoes saves. */
export class Undo {
  #page;
  #saves;
  /** Ends what is being undone, as the session has ended. */
  #session = new AbortController();

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
    this.#saves = page.saves;
  }

  /** Notes a save, and reports it with the offer to undo it. @param {Save} save */
  note(save) {
    const { before, after } = save;
    this.#saves.add(save);
    const offer = this.offer(after);
    const done = `${before ? 'Saved' : 'Created'} \u2068${fullName(after)}\u2069${after.is_active ? '' : ', not active yet'}.`;
    const action = { label: 'Undo (1 write)', run: () => this.#restore(save) };
    toast({ text: `${done} ${offer}`.trim(), ...(offer && { action }) });
  }

  /**
   * Describes what undoing a card's last save restores; empty where it isn't possible, or no write is possible now.
   *
   * @param {SetContactCard} card as it is now
   */
  offer(card) {
    const save = this.#saves.of(card.phone_number);
    const isFree = !this.#page.budgetOf(card.phone_number)?.nextWriteAt;
    return save && isFree ? describeOld(oldValues(save, card)) : '';
  }

  /** Undoes the last save of a number. @param {string} phone_number */
  async run(phone_number) {
    const save = this.#saves.of(phone_number);
    if (save) await this.#restore(save);
  }

  /** Undoes a save, if it is the last one of its number: another tab may have saved the card since. @param {Save} save */
  async #restore(save) {
    const { signal } = this.#session;
    const { phone_number } = save.after;
    // It is being undone: a second press must not write again.
    if (!this.#saves.of(phone_number)) return;
    if (!this.#saves.isLast(save)) {
      toast({ text: notUndone });
      return;
    }
    this.#saves.remove(phone_number);
    this.#page.changed();
    try {
      const { card, isRestored, remaining } = await restore(this.#page.client, save, signal);
      if (signal.aborted) return;
      if (card) this.#page.done(card, isRestored);
      toast({
        text: isRestored ? `Undone. ${describeRemaining(remaining)}`.trim() : notUndone,
      });
    } catch (error) {
      if (signal.aborted) return;
      if (!this.#saves.of(phone_number)) this.#saves.add(save);
      this.#page.changed();
      const { title, text } = describeError(error, messages);
      toast({ text: `${title}. ${text}` });
    }
  }

  /** Forgets all saves. */
  forget() {
    this.#saves.clear();
    this.#session.abort();
    this.#session = new AbortController();
    this.#page.changed();
  }
}

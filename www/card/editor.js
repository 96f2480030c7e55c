// The editor of the card that is open: the package's element, and what surrounds it. Whatever the element or the clock changes, the
// parts around it are rendered again from the element's properties, so that they agree with it.
import { defineContactCardEditor, english } from 'linq-contact-card/element';
import { mayDiscard } from '../shell/discard.js';
import { announce, byId, fullName } from '../shell/page.js';
import { isShortcut } from '../shell/shortcuts.js';
import { describeIssue } from '../shell/issue-text.js';
import { closeToast, toast } from '../shell/toast.js';
import { changedIn, describeSaveBar } from './changes.js';
import { EditorClient } from './editor-client.js';
import { fillForm } from './fill-form.js';
import { wireHeader } from './header.js';
import { covers, postpone } from './next-write.js';
import { Prefill } from './prefill.js';
import { wirePreview } from './preview.js';
import { renderRequest } from './request.js';
import { renderSaveBar, wireSaveBar } from './save-bar.js';
import { Undo } from './undo.js';

/** @import { ContactCardFields, ContactCards, Issue, SetContactCard } from 'linq-contact-card' */
/** @import { ContactCardEditorElement, ContactCardField, ContactCardMessagesInput } from 'linq-contact-card/element' */
/** @import { Budgets } from '../account/budgets.js' */
/** @import { SaveBar, Values } from './changes.js' */
/** @import { Saves } from './saves.js' */

/** How often a countdown is rendered, in milliseconds. */
const SECOND = 1000;

/** @type {Values} */
const blank = { first_name: '', last_name: '', image_url: '' };

/**
 * Returns the texts that go with what surrounds the editor.
 *
 * @param {(time: Date) => boolean} isShown whether the page shows around the editor that it isn't worthwhile before a time to try again
 * @returns {ContactCardMessagesInput}
 */
const makeMessages = (isShown) => ({
  texts: {
    decide: 'Save to keep what you typed, or discard it to keep what is there now.',
    // The save bar has what to do.
    signIn: '',
    tryAt: (time) => (isShown(time) ? '' : english.texts.tryAt(time)),
    // The seconds are rounded up.
    left: (seconds) => (isShown(new Date(Date.now() + (seconds - 1) * SECOND)) ? '' : english.texts.left(seconds)),
  },
  // The head reports that there is no card yet, and a message that one is saved but isn't active.
  notices: {
    absent: ['', 'Enter a first name to create the card.'],
    waiting: ['', ''],
    // It is announced; what has changed is shown above the form.
    contested: ['', 'The card was changed in another tab. What you typed is still here.'],
  },
  errors: { AuthenticationError: 'You are signed out' },
});

/**
 * What the editor uses of the page.
 *
 * @typedef {object} Page
 * @property {ContactCards} client
 * @property {Budgets} budgets
 * @property {Saves} saves those that can be undone
 * @property {(card: SetContactCard) => void} seen is called with each card that was read
 * @property {(card: SetContactCard) => void} saved is called with each card that was saved
 */

/** The editor of the card that is open. */
export class CardEditor {
  #budgets;
  #undo;
  #client;
  #element;
  #renderHeader = wireHeader();
  // In a microtask, as a picture is chosen while a card is opened.
  #preview = wirePreview(() => queueMicrotask(() => this.#render()));
  #prefill = new Prefill();
  /** The values in the form. */
  #edited = blank;
  /** The values that were submitted last, by number. @type {Map<string, Values>} */
  #submitted = new Map();
  /** Why fields can't be saved as they are. @type {readonly string[]} */
  #issues = [];
  #isReading = false;
  /** Whether the card is read as the user checks its state. */
  #isChecking = false;
  /** Whether the card was read, or is known not to exist. */
  #isKnown = false;
  #isSignedOut = false;
  /** Whether the card on the server may be another one since the last save failed. */
  #isOutdated = false;
  /** The card that was passed on last. @type {SetContactCard | undefined} */
  #seen;
  /** @type {SaveBar | undefined} */
  #bar;
  /** The save of the card that is open, until it has failed or it is known to be saved. @type {{ wasSignedOut: boolean } | undefined} */
  #attempt;
  /** Whether the last save was refused as the user is signed out. */
  #isRefusedSignedOut = false;
  /** @type {number | undefined} */
  #timer;
  /** Ends the offer to restore what was discarded. */
  #forgetDiscarded = () => {};
  /** The cards as they were read last, by number: each write follows a read. @type {Map<string, SetContactCard | undefined>} */
  #reads = new Map();
  #page;

  /** @param {Page} page */
  constructor(page) {
    const { client, budgets, saves, seen, saved } = page;
    this.#page = page;
    this.#budgets = budgets;
    this.#client = new EditorClient(client);
    const messages = makeMessages((time) => {
      const { phoneNumber } = this.#element;
      return !this.#client.isUnread(phoneNumber) && covers(this.#budgetOf(phoneNumber), time);
    });
    this.#element = makeEditor(this.#client, messages);
    this.#undo = new Undo({
      client,
      saves,
      budgetOf: (phone_number) => this.#budgetOf(phone_number),
      done: (card, isRestored) => {
        (isRestored ? saved : seen)(card);
        if (card.phone_number === this.#element.phoneNumber) this.#element.card = card;
      },
      changed: () => this.#render(),
    });
    this.#follow();
    budgets.subscribe(() => this.#render());
    wireSaveBar({ save: () => this.#form()?.requestSubmit(), discard: () => this.#discard() });
    byId('card-check').addEventListener('click', () => {
      this.#isChecking = true;
      this.#read();
    });
    byId('card-reload').addEventListener('click', () => {
      // The focus would be lost with the button.
      byId('editor-title').focus({ preventScroll: true });
      this.#read();
    });
    byId('card-undo').addEventListener('click', () => this.#undo.run(this.#element.phoneNumber));
    addEventListener('keydown', (event) => this.#press(event));
  }

  /** Lets the user decide whether what is typed is discarded. */
  mayDiscard() {
    const { card, phoneNumber } = this.#element;
    const name = (card && fullName(card).trim()) || phoneNumber;
    return mayDiscard({
      title: `Discard your changes to \u2068${name}\u2069?`,
      text: 'What you typed is not saved.',
      keep: 'Keep editing',
      discard: 'Discard',
    });
  }

  /** Whether what is typed isn't saved. */
  get isDirty() {
    const { card, phoneNumber, isDirty } = this.#element;
    const isPrefilled = !card && this.#prefill.isAll(phoneNumber, this.#edited);
    // A card that is closed has its values until the element handles that.
    return phoneNumber !== '' && isDirty && !isPrefilled;
  }

  /**
   * Has the form that creates the card of a number filled in when it is opened.
   *
   * @param {string} phone_number
   * @param {ContactCardFields} values
   */
  fillIn(phone_number, values) {
    this.#prefill.note(phone_number, values);
  }

  /**
   * Opens the card of a number, or the form that creates it; or reads the card that is open again.
   *
   * @param {string} phone_number
   * @param {SetContactCard} [known] its card, if one is known
   */
  open(phone_number, known) {
    const editor = this.#element;
    if (editor.phoneNumber === phone_number) return this.#read();
    this.#isReading = true;
    this.#isChecking = false;
    this.#isOutdated = false;
    this.#attempt = undefined;
    this.#isRefusedSignedOut = false;
    this.#seen = known;
    this.#isKnown = known !== undefined;
    this.#edited = { ...blank, ...known };
    if (known) editor.card = known;
    else editor.phoneNumber = phone_number;
    // Not sooner: without a number, the editor would show its own form for one.
    if (!editor.isConnected) byId('card-reload').before(editor);
    if (known) editor.reload();
    this.#preview.render(this.#edited, known, phone_number);
    this.#render();
  }

  /** Closes the card. What is typed and not saved is lost, and nothing of the card remains in the page. */
  close() {
    this.#forgetDiscarded();
    this.#element.phoneNumber = '';
    this.#edited = blank;
    this.#seen = undefined;
    this.#preview.render(blank, undefined, '');
    renderRequest('', undefined, { edited: blank, changed: undefined, issues: [] });
    // The element handles it in a microtask as well, before this one.
    queueMicrotask(() => this.#render());
  }

  /**
   * Shows whether the user is signed in. When the user isn't, cards that were read and saved before are forgotten: what could be undone,
   * and what a new card was to be filled in with. Once the user is signed in again, the card is read, in place of what has failed.
   *
   * @param {boolean} isSignedOut
   */
  setSignedOut(isSignedOut) {
    const isResumed = this.#isSignedOut && !isSignedOut;
    this.#isSignedOut = isSignedOut;
    if (isSignedOut) {
      this.#undo.forget();
      this.#prefill.forget();
      this.#client.forget();
      this.#reads.clear();
      this.#submitted.clear();
    }
    if (isResumed && this.#element.phoneNumber !== '') this.#read();
    this.#render();
  }

  /** Discards what is typed, and offers to restore it as long as the card is open. */
  #discard() {
    if (this.#isSaving) return;
    const { card } = this.#element;
    const typed = Object.fromEntries(changedIn(card, this.#edited).map((name) => [name, this.#edited[name]]));
    this.#form()?.reset();
    const run = () => fillForm(this.#element, typed);
    this.#forgetDiscarded = toast({ text: 'Your changes are discarded.', action: { label: 'Restore', run } });
  }

  /** Returns the write budget of a number, whose next write is no sooner than the server accepts one. @param {string} phone_number */
  #budgetOf(phone_number) {
    return postpone(this.#budgets.of(phone_number), this.#client.nextWriteAt(phone_number));
  }

  /** Follows the editor's events. */
  #follow() {
    const editor = this.#element;
    editor.addEventListener('loaded', ({ detail: { card } }) => {
      this.#reads.set(card?.phone_number ?? editor.phoneNumber, card);
      this.#isReading = false;
      if (!card) this.#startTyping();
      this.#isKnown = true;
      this.#see(card);
      if (this.#isChecking && card?.is_active === false) toast({ text: 'Checked: the card is not active yet.' });
      this.#isChecking = false;
      this.#render();
      if (!card) this.#prefill.fill(editor);
    });
    editor.addEventListener('changed', ({ detail }) => {
      const { card } = editor;
      if (editor.isDirty) this.#forgetDiscarded();
      // A card that was just set has its number sooner than the editor.
      const phone_number = card?.phone_number ?? editor.phoneNumber;
      // Another tab may have saved it.
      this.#see(card);
      this.#edited = detail.edited;
      this.#issues = detail.issues.map(describeFieldIssue);
      this.#isKnown = true;
      this.#preview.render(detail.edited, card, phone_number);
      renderRequest(phone_number, card, detail);
      this.#render();
    });
    editor.addEventListener('saved', ({ detail: { card } }) => {
      const { phone_number } = card;
      const before = this.#reads.get(phone_number);
      // Else another card was opened meanwhile.
      if (phone_number === editor.phoneNumber) {
        this.#isOutdated = false;
        this.#attempt = undefined;
      }
      this.#page.saved(card);
      const submitted = this.#submitted.get(phone_number);
      if (submitted) this.#undo.note({ before, after: card, changed: changedIn(before, submitted) });
      // It was submitted in a session that has ended, whose cards aren't named any more.
      else toast({ text: 'Your last change is saved.' });
      // It was left and opened again since: what was read by then may be older.
      if (phone_number === editor.phoneNumber && card !== editor.card) this.#read();
      this.#render();
      this.#reveal();
    });
    editor.addEventListener('failed', ({ detail: { error, during } }) => {
      this.#noteRefusal(error);
      if (during === 'saving') this.#noteFailedWrite(error);
      else {
        this.#isReading = false;
        this.#isChecking = false;
        this.#isOutdated ||= mayHaveChanged(error);
      }
      this.#render();
      this.#reveal();
    });
    // Enter in a field saves as well.
    editor.addEventListener('submit', (event) => this.#submit(event), { capture: true });
    new MutationObserver(() => this.#render()).observe(editor, {
      subtree: true,
      attributeFilter: ['aria-busy'],
      childList: true,
    });
  }

  /** Notes whether a save was refused as the user is signed out: by its first error, as a later one is of a read. @param {unknown} error */
  #noteRefusal(error) {
    const { phoneNumber } = this.#element;
    if (!this.#attempt || (this.#client.numberOf(error) ?? phoneNumber) !== phoneNumber) return;
    const { wasSignedOut } = this.#attempt;
    this.#attempt = undefined;
    this.#isRefusedSignedOut = isSignedOut(error);
    // The save bar looks as before.
    if (this.#isRefusedSignedOut && wasSignedOut) toast({ text: 'You are still signed out. Nothing was saved.' });
  }

  /** Notes that the card that is open may have changed. The write may be one of a card that was left since. @param {unknown} error */
  #noteFailedWrite(error) {
    if (this.#client.numberOf(error) !== this.#element.phoneNumber) return;
    this.#isOutdated = mayHaveChanged(error);
    // It was left and opened again since: else what was typed is still there, and the user decides.
    if (this.#isOutdated && !this.#element.isDirty) this.#read();
  }

  /** Reads the card that is open again, unless it is being saved: the editor then reads it by itself. */
  #read() {
    if (this.#isSaving) return;
    this.#isReading = true;
    this.#isOutdated = false;
    this.#element.reload();
    this.#render();
  }

  get #isSaving() {
    return this.#form()?.getAttribute('aria-busy') === 'true';
  }

  #form() {
    return /** @type {HTMLFormElement | null} */ (this.#element.querySelector('form.contact-card-form'));
  }

  /** Notes what is submitted, or holds a save back that would be refused. @param {Event} event */
  #submit(event) {
    const reason = this.#bar?.blocked;
    if (!reason) {
      this.#submitted.set(this.#element.phoneNumber, this.#edited);
      // Nothing is sent.
      if (!this.#bar || this.#issues.length > 0) return;
      this.#attempt = { wasSignedOut: this.#isSignedOut };
      // It is about an earlier save.
      closeToast();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    announce(reason);
  }

  /** Saves with the shortcut, wherever the focus is. @param {KeyboardEvent} event */
  #press(event) {
    if (!isShortcut(event, 's')) return;
    if (this.#element.getClientRects().length === 0 || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    if (this.#bar) this.#form()?.requestSubmit();
  }

  /** Moves the focus from the heading, where opening a card has set it, to the first field of a new one. */
  #startTyping() {
    if (document.activeElement !== byId('editor-title')) return;
    const first = this.#element.querySelector('[name="first_name"]');
    if (first instanceof HTMLInputElement) first.focus();
  }

  /** Passes a card on, once: the list may know a newer one by now. @param {SetContactCard | undefined} card */
  #see(card) {
    if (card && card !== this.#seen) this.#page.seen(card);
    this.#seen = card;
  }

  /** Scrolls the editor's notice, and the button below it, out from under the save bar. */
  #reveal() {
    for (const part of [this.#element.querySelector('.contact-card-outcome'), byId('card-reload')])
      part?.scrollIntoView({ block: 'nearest' });
  }

  #render() {
    const { card, isDirty, phoneNumber: phone_number } = this.#element;
    const now = Date.now();
    const budget = this.#budgetOf(phone_number);
    const busy = this.#isSaving ? 'saving' : this.#isReading ? 'reading' : undefined;
    const wasWaiting = this.#bar?.isWaiting;
    const state = {
      card,
      edited: this.#edited,
      isPictureBroken: this.#preview.isBroken,
      issues: this.#issues,
      isSignedOut: this.#isSignedOut,
    };
    const bar = isDirty ? describeSaveBar({ ...state, budget, busy, now }) : undefined;
    this.#bar = bar;
    // The head reports that the card is loading.
    this.#element.toggleAttribute('data-reading', this.#isReading);
    // The save bar reports that the user is signed out.
    this.#element.toggleAttribute(
      'data-signed-out',
      this.#isRefusedSignedOut && this.#isSignedOut && bar !== undefined,
    );
    this.#renderHeader({
      phone_number,
      card,
      isKnown: this.#isKnown,
      isReading: this.#isReading,
      budget,
      undo: card && !isDirty && !busy ? this.#undo.offer(card) : '',
    });
    const reload = byId('card-reload');
    const mayReload = this.#isOutdated && isDirty && !busy && !this.#isSignedOut;
    const isReloadNew = mayReload && reload.hidden;
    reload.hidden = !mayReload;
    renderSaveBar(bar);
    if (isReloadNew) this.#reveal();
    if (wasWaiting && bar && !bar.isWaiting) announce('You can save now');
    clearTimeout(this.#timer);
    if (budget?.nextWriteAt)
      this.#timer = window.setTimeout(() => this.#render(), (budget.nextWriteAt.getTime() - now) % SECOND || SECOND);
  }
}

/** Returns why a field can't be saved as it is. @param {Issue} issue */
const describeFieldIssue = (issue) =>
  describeIssue(english.labels[/** @type {ContactCardField} */ (issue.path[0])], issue);

/** Whether a save was refused as the user is signed out. @param {unknown} error */
const isSignedOut = (error) => Object(error).name === 'AuthenticationError';

/** Whether the card may have changed, although its save failed. @param {unknown} error */
function mayHaveChanged(error) {
  const { name, outcome } = /** @type {{ name?: string, outcome?: string }} */ (Object(error));
  return name === 'ConflictError' || outcome === 'unknown';
}

/** Makes the package's editor. @param {EditorClient} client @param {ContactCardMessagesInput} messages */
function makeEditor(client, messages) {
  defineContactCardEditor();
  return Object.assign(document.createElement('contact-card-editor'), { client, messages });
}

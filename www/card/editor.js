// The pane of one card: the package's editor, and what surrounds it. Whatever the editor or the clock changes, the parts around
// it are rendered again from the editor's properties, so that they agree with it.
import { defineContactCardEditor } from 'linq-contact-card/element';
import { announce, byId } from '../shell/page.js';
import { changedIn, describeSaveBar } from './changes.js';
import { wireHeader } from './header.js';
import { wirePreview } from './preview.js';
import { renderRequest } from './request.js';
import { renderSaveBar, wireSaveBar } from './save-bar.js';
import { Undo } from './undo.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @import { ContactCardEditorElement, ContactCardMessagesInput } from 'linq-contact-card/element' */
/** @import { Budgets } from '../account/budgets.js' */
/** @import { SaveBar } from './changes.js' */

/** How often a countdown is rendered, in milliseconds. */
const SECOND = 1000;

const blank = { first_name: '', last_name: '', image_url: '' };

/** The texts that go with what surrounds the editor. @type {ContactCardMessagesInput} */
const messages = {
  texts: { decide: 'Save to keep what you typed, or discard it to keep what is there now.' },
  // The head reports that there is no card yet.
  notices: { absent: ['', 'Enter a first name to create the card.'] },
};

/** @type {ContactCardEditorElement} */
let editor;

/** @type {Undo} */
let undo;

/** Opens a number in the pane, or reads its card again. @type {(phone_number: string, known: SetContactCard | undefined) => void} */
let show;

/**
 * What the pane uses of the page.
 *
 * @typedef {object} Page
 * @property {ContactCards} client
 * @property {Budgets} budgets
 * @property {(card: SetContactCard) => void} seen is called with each card that was read
 * @property {(card: SetContactCard) => void} saved is called with each card that was saved
 */

/** Adds the editor and what surrounds it. @param {Page} page */
export function wireEditor({ client, budgets, seen, saved }) {
  defineContactCardEditor();
  editor = document.createElement('contact-card-editor');
  editor.client = client;
  editor.messages = messages;

  const renderHeader = wireHeader();
  const renderPreview = wirePreview();
  /** The values in the form. */
  let edited = blank;
  /** Those that were submitted last. */
  let submitted = blank;
  let isReading = false;
  /** Whether the card was read, or is known not to exist. */
  let isKnown = false;
  /** @type {SetContactCard | undefined} */
  let shownCard;
  /** @type {SaveBar | undefined} */
  let bar;
  /** @type {number | undefined} */
  let timer;
  /** The cards as they were read last, by number: each write follows a read. @type {Map<string, SetContactCard | undefined>} */
  const reads = new Map();

  const form = () => editor.querySelector('form.contact-card-form');
  const submit = () => /** @type {HTMLFormElement | null} */ (form())?.requestSubmit();
  const reset = () => /** @type {HTMLFormElement | null} */ (form())?.reset();

  undo = new Undo({
    client,
    budgetOf: (phone_number) => budgets.of(phone_number),
    done(card, isRestored) {
      (isRestored ? saved : seen)(card);
      if (card.phone_number === editor.phoneNumber) editor.card = card;
    },
    changed: () => render(),
  });
  byId('card-undo').addEventListener('click', () => undo.run(editor.phoneNumber));

  const render = () => {
    const { card, phoneNumber: phone_number } = editor;
    const now = Date.now();
    const budget = budgets.of(phone_number);
    const wasWaiting = bar?.isWaiting;
    const busy = form()?.getAttribute('aria-busy') === 'true' ? 'saving' : isReading ? 'reading' : undefined;
    bar = editor.isDirty ? describeSaveBar({ card, edited, budget, busy, now }) : undefined;
    // The head reports that the card is loading.
    editor.toggleAttribute('data-reading', isReading);
    const canUndo = card && !bar && !isReading && !busy;
    renderHeader({ phone_number, card, isKnown, isReading, budget, undo: canUndo ? undo.offer(card) : '' });
    renderSaveBar(bar);
    if (wasWaiting && bar && !bar.isWaiting) announce('You can save now');
    clearTimeout(timer);
    if (budget?.nextWriteAt) timer = window.setTimeout(render, (budget.nextWriteAt.getTime() - now) % SECOND || SECOND);
  };

  /** Scrolls the editor's notice out from under the save bar. */
  const reveal = () => editor.querySelector('.contact-card-outcome')?.scrollIntoView({ block: 'nearest' });

  /** Passes a card on, unless it is as it was. @param {SetContactCard | undefined} card */
  const see = (card) => {
    if (card && JSON.stringify(card) !== JSON.stringify(shownCard)) seen(card);
    shownCard = card;
  };

  editor.addEventListener('loaded', ({ detail: { card } }) => {
    reads.set(card?.phone_number ?? editor.phoneNumber, card);
    isReading = false;
    isKnown = true;
    see(card);
    render();
  });
  editor.addEventListener('changed', ({ detail }) => {
    const { card } = editor;
    // Another tab may have saved it.
    see(card);
    edited = detail.edited;
    isKnown = true;
    renderPreview(edited, card, editor.phoneNumber);
    renderRequest(editor.phoneNumber, card, detail);
    render();
  });
  editor.addEventListener('saved', ({ detail: { card } }) => {
    isReading = false;
    saved(card);
    const before = reads.get(card.phone_number);
    undo.note({ before, after: card, changed: changedIn(before, submitted) });
    render();
    reveal();
  });
  editor.addEventListener('failed', () => {
    isReading = false;
    render();
    reveal();
  });
  budgets.subscribe(render);
  // Enter in a field saves as well.
  editor.addEventListener('submit', submitting, { capture: true });
  new MutationObserver(render).observe(editor, { subtree: true, attributeFilter: ['aria-busy'], childList: true });
  wireSaveBar({ save: submit, discard: reset });
  addEventListener('keydown', (event) => {
    const isSave =
      (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 's';
    if (!isSave || editor.getClientRects().length === 0 || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    if (bar) submit();
  });

  /** Holds a save back that would be refused. @param {Event} event */
  function submitting(event) {
    if (!bar?.blocked) {
      submitted = edited;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    announce(bar.blocked);
  }

  show = (phone_number, known) => {
    isReading = true;
    if (editor.phoneNumber === phone_number) return editor.reload();
    shownCard = known;
    isKnown = known !== undefined;
    edited = { ...blank, ...known };
    if (known) editor.card = known;
    else editor.phoneNumber = phone_number;
    // Not sooner: without a number, the editor would show its own form for one.
    if (!editor.isConnected) byId('editor-place').append(editor);
    if (known) editor.reload();
    renderPreview(edited, known, phone_number);
    render();
  };
}

/**
 * Opens the card of a number, or the form that creates it.
 *
 * @param {string} phone_number
 * @param {SetContactCard} [known] its card, if one is known
 */
export const openCard = (phone_number, known) => show(phone_number, known);

/** Closes the card. What is typed and not saved is lost. */
export function closeCard() {
  editor.phoneNumber = '';
}

/** Whether what is typed isn't saved. */
export const isDirty = () => editor.isDirty;

/** Lets the user decide whether to discard what is typed. @returns {Promise<boolean>} */
export function mayDiscard() {
  const dialog = discardDialog();
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((settle) => {
    dialog.addEventListener('close', () => settle(dialog.returnValue === 'discard'), { once: true });
  });
}

const discardDialog = () => byId('discard', HTMLDialogElement);

for (const choice of ['keep', 'discard'])
  byId(`discard-${choice}`).addEventListener('click', () => discardDialog().close(choice));

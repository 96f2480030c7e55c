// The element: it passes the page's events to the state machine of saving.js, and performs the effects that this returns. The
// class is made when it is defined, as servers have no `HTMLElement` to extend.
import { ContactCards, changedFields, parsePhoneNumber, validateContactCardUpdate, writeBudget } from '../index.js';
import { describeIssue, fieldOf, merge } from './messages.js';
import { adoptStyles } from './styles.js';
import { joinTabs } from './broadcast.js';
import { createView, fill, render, show, valuesIn } from './form.js';
import { plain } from './plain-card.js';
import { blank, emptyIfNoCard } from '../editing/absent-card.js';
import { closed, differ, fields, isBusy, next, retryTime, valuesOf } from '../editing/saving.js';

/** @typedef {import('../types/element.js').ContactCardClient} Client */
/** @typedef {import('../types/element.js').ContactCardMessages} Messages */
/** @typedef {import('../types/index.js').ContactCardCreateParams} CreateParams */
/** @typedef {import('../types/index.js').Issue} Issue */
/** @typedef {import('../editing/saving.js').Card} Card */
/** @typedef {import('../editing/saving.js').Values} Values */
/** @template Result @typedef {Partial<Result> & { error?: unknown }} Attempted */

const SECOND = 1000;

/** Makes the class of the element. */
export const createClass = () =>
  class ContactCardEditor extends HTMLElement {
    static observedAttributes = ['phone-number', 'base-url', 'disabled', 'readonly'];

    #state = closed;
    #view = createView();
    #messages = merge();
    /** The page's client. @type {Client | null | undefined} */
    #client;
    /** The client for `base-url`. @type {Client | undefined} */
    #defaultClient;
    /** What is shown beyond the values: issues of these fields (of all after a submission), what had the focus, such as `summary`, and `unsaved`. @type {Set<string>} */
    #shown = new Set();
    /** The latest read or write: aborts it if it is a read, and marks its result as stale. */
    #operation = new AbortController();
    #isOpening = false;
    /** Whether the form for the phone number is shown. */
    #hasNumberForm = false;
    /** What the last event `changed` was about, so that it isn't emitted twice. */
    #lastChange = '';
    /** Whether a pointer is down in a form: what would move its controls is rendered later. */
    #isPressed = false;
    /** @type {ReturnType<typeof joinTabs> | undefined} */
    #tabs;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #countdown;

    constructor() {
      super();
      const { again, field, form, numberForm, suggestion } = this.#view;
      const number = field.phone_number;
      form.addEventListener('input', (event) => {
        const { name } = controlOf(event);
        this.#dispatch({ type: 'typed', issues: this.#state.issues.filter((issue) => fieldOf(issue) !== name) });
      });
      for (const root of [form, numberForm]) {
        // Programs that fill in a form, and people who leave a field, end with a change.
        root.addEventListener('change', (event) => {
          this.#shown.add(controlOf(event).name);
          if (!this.#isPressed) this.#render();
        });
        // An error that appears when a field is left would move the button away that is being clicked.
        root.addEventListener('pointerdown', () => {
          this.#isPressed = true;
          for (const type of ['pointerup', 'pointercancel'])
            root.ownerDocument.addEventListener(type, this.#release, { once: true });
        });
      }
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        if (this.disabled || this.readOnly) return;
        for (const name of fields) this.#shown.add(name);
        const { error, ...examined } = this.#examine();
        if (error) this.#fail(error, 'saving');
        else this.#dispatch({ type: 'submit', ...examined });
      });
      form.addEventListener('reset', (event) => {
        // The response to a write in flight is about the values in the form.
        if (isBusy(this.#state)) event.preventDefault();
        // The values are reset after the event.
        else
          setTimeout(() => {
            this.#shown.clear();
            this.#dispatch({ type: 'undone' });
          });
      });
      again.addEventListener('click', () => this.#dispatch({ type: 'reload', isAsked: true }));
      // The event `input` follows.
      numberForm.addEventListener('paste', () => this.#shown.add('phone_number'));
      numberForm.addEventListener('input', () => {
        this.#shown.delete('unsaved');
        this.#render();
      });
      suggestion.addEventListener('click', () => this.#goTo('phone_number', suggestion.value));
      numberForm.addEventListener('submit', (event) => {
        event.preventDefault();
        this.#shown.add('phone_number');
        const { value } = parse(number.input.value);
        const isUnsaved = this.isDirty && value !== this.#state.number;
        if (isUnsaved) this.#shown.add('unsaved');
        this.#render();
        if (!value || isUnsaved) number.input.focus();
        else {
          this.#open(value, true);
          this.phoneNumber = value;
        }
      });
    }

    connectedCallback() {
      // What a page has set before the class was defined hides the class's own properties: it is set again.
      const own = { ...this };
      for (const name of Object.keys(own)) Reflect.deleteProperty(this, name);
      Object.assign(this, own);
      const { roots } = this.#view;
      if (roots.some((root) => root.parentNode !== this)) this.replaceChildren(...roots);
      adoptStyles(this.getRootNode());
      this.#joinTabs();
      this.#render();
      this.#openSoon();
    }

    disconnectedCallback() {
      this.#tabs?.close();
      this.#tabs = undefined;
      this.#render();
    }

    /**
     * @param {string} name
     * @param {string | null} before
     * @param {string | null} now
     */
    attributeChangedCallback(name, before, now) {
      if (before === now) return;
      if (name === 'disabled' || name === 'readonly') return this.#render();
      if (name === 'base-url') {
        this.#defaultClient = undefined;
        if (this.isConnected) this.#joinTabs();
        this.reload();
      }
      this.#openSoon();
    }

    get phoneNumber() {
      return this.getAttribute('phone-number') ?? '';
    }
    set phoneNumber(number) {
      this.setAttribute('phone-number', number);
    }

    get baseURL() {
      return this.getAttribute('base-url') ?? '';
    }
    set baseURL(url) {
      this.setAttribute('base-url', url);
    }

    get disabled() {
      return this.hasAttribute('disabled');
    }
    set disabled(isDisabled) {
      this.toggleAttribute('disabled', !!isDisabled);
    }

    get readOnly() {
      return this.hasAttribute('readonly');
    }
    set readOnly(isReadOnly) {
      this.toggleAttribute('readonly', !!isReadOnly);
    }

    /** @returns {Client} */
    get client() {
      this.#defaultClient ??= new ContactCards({ baseURL: this.baseURL || undefined });
      return this.#client ?? this.#defaultClient;
    }
    /** @param {Client | null | undefined} client */
    set client(client) {
      this.#client = client;
      this.reload();
    }

    /** @returns {Card | undefined} */
    get card() {
      return this.#state.card;
    }
    /** @param {Card | null | undefined} value */
    set card(value) {
      const card = plain(value);
      if (!card) this.reload();
      else if (card.phone_number === this.#state.number) this.#see(card, false);
      else {
        this.#operation.abort();
        this.#hasNumberForm = false;
        this.#dispatch({ type: 'open', number: card.phone_number, card });
        this.phoneNumber = card.phone_number;
      }
    }

    /** @returns {Messages} */
    get messages() {
      return this.#messages;
    }
    /** @param {import('../types/element.js').ContactCardMessagesInput | null | undefined} messages */
    set messages(messages) {
      this.#messages = merge(messages);
      this.#render();
    }

    /** Whether typed values aren't saved. */
    get isDirty() {
      return this.#state.isOpen && differ(valuesIn(this.#view), valuesOf(this.#state.card));
    }

    /** Reads the card again; typed values remain. */
    reload() {
      this.#dispatch({ type: 'reload' });
    }

    /** Opens the number of the attribute, after everything that is set at the same time. */
    #openSoon() {
      if (this.#isOpening) return;
      this.#isOpening = true;
      queueMicrotask(() => {
        this.#isOpening = false;
        if (this.isConnected) this.#open(this.phoneNumber);
      });
    }

    /**
     * Opens the card of a number, or shows the form for a valid one.
     * @param {string} text
     * @param {boolean} [isAsked] by the user
     */
    #open(text, isAsked) {
      const { value, error } = parse(text);
      if (value === undefined) {
        this.#hasNumberForm = true;
        if (text) {
          this.#view.field.phone_number.input.value = text;
          this.#shown.add('phone_number');
        }
        this.#operation.abort();
        this.#dispatch({ type: 'close' });
        if (error) this.#fail(error, 'reading');
      } else if (value !== this.#state.number) {
        this.#shown.clear();
        // A number that the page has set is shown without the form for it.
        this.#hasNumberForm = !!isAsked;
        this.#dispatch({ type: 'open', number: value, isAsked });
      }
    }

    #joinTabs() {
      this.#tabs?.close();
      this.#tabs = joinTabs(this.baseURL, (card) => {
        if (card.phone_number === this.#state.number) this.#see(card, true);
      });
    }

    /**
     * Passes on a card that the page or another tab has.
     * @param {Card} card
     * @param {boolean} isShared
     */
    #see(card, isShared) {
      this.#dispatch({ type: 'seen', card, isShared, ...this.#compare(card) });
    }

    /**
     * Returns the form's values, what differs from a card (in the submitted values, or else in the form's), and whether
     * nothing may be written any more.
     * @param {Card | undefined} card
     */
    #compare(card) {
      const edited = valuesIn(this.#view);
      const { number, submitted } = this.#state;
      const changed = changedFields(card ?? blank(number), submitted?.edited ?? edited);
      return { edited, changed, isLocked: this.disabled || this.readOnly || !this.isConnected };
    }

    /** Returns the form's values, the changes among them, and their issues, as the core finds them. */
    #examine() {
      const edited = valuesIn(this.#view);
      const { card, isOpen, number } = this.#state;
      const examined = attempt(() => {
        const changed = isOpen ? changedFields(card ?? blank(number), edited) : undefined;
        return { changed, issues: changed ? validateContactCardUpdate({ phone_number: number, ...changed }) : [] };
      });
      return { edited, issues: [], ...examined };
    }

    /**
     * Performs a transition and its effects: those on the form's values before it is rendered.
     * @param {import('../editing/saving.js').Event} event
     */
    #dispatch(event) {
      const [state, ...effects] = next(this.#state, event);
      this.#state = state;
      for (const effect of effects) {
        if (effect.do === 'fill') fill(this.#view, state.card, effect.over);
        else if (effect.do === 'focus') this.#shown.add(effect.part);
      }
      this.#render();
      // A listener has opened another card meanwhile.
      if (this.#state.number !== state.number) return;
      for (const effect of effects) {
        if (effect.do === 'read') this.#read();
        else if (effect.do === 'write') this.#write();
        else if (effect.do === 'share') this.#tabs?.postMessage({ card: state.card });
        else if (effect.do === 'focus') this.#focus(effect.part);
      }
    }

    /** @param {'summary' | 'differences' | 'first'} part */
    #focus(part) {
      const { field } = this.#view;
      (part === 'first' ? field.first_name.input : this.#view[part].root).focus();
    }

    /** Reads the card. @returns {Promise<void>} */
    async #read() {
      const signal = this.#begin();
      const { number } = this.#state;
      const { client } = this;
      try {
        const { contact_cards } = await client.retrieve({ phone_number: number }, { signal }).catch(emptyIfNoCard);
        if (signal.aborted) return;
        // Another account's card is no reason to write to this one.
        if (client !== this.client) return this.#read();
        const card = plain(contact_cards.find(({ phone_number }) => phone_number === number));
        this.#dispatch({ type: 'read', card, ...this.#compare(card) });
        this.#emit('loaded', { card });
      } catch (error) {
        if (!signal.aborted) this.#fail(error, 'reading', 'readFailed');
      }
    }

    /** Creates or updates the card. */
    async #write() {
      const signal = this.#begin();
      const { card: known, number, submitted } = this.#state;
      const { client } = this;
      const params = { phone_number: number, ...submitted?.changed };
      try {
        const card = plain(await (known ? client.update(params) : client.create(/** @type {CreateParams} */ (params))));
        this.#tabs?.postMessage({ card });
        if (!signal.aborted) {
          this.#shown.clear();
          this.#dispatch({ type: 'written', card });
          // The card of another account.
          if (client !== this.client) this.reload();
        }
        this.#emit('saved', { card, action: known ? 'updated' : 'created' });
      } catch (error) {
        if (signal.aborted) this.#emit('failed', { error, during: 'saving' });
        else this.#fail(error, 'saving', 'writeFailed');
      }
    }

    /** Begins an operation, which replaces an earlier one. */
    #begin() {
      this.#operation.abort();
      this.#operation = new AbortController();
      return this.#operation.signal;
    }

    /**
     * Shows an error, and emits the event `failed`.
     * @param {unknown} error
     * @param {'reading' | 'saving'} during
     * @param {'failed' | 'readFailed' | 'writeFailed'} [type] of the transition
     */
    #fail(error, during, type = 'failed') {
      const retryAt = retryTime(error, Date.now(), freeAt(this.#state.number));
      this.#dispatch({ type, error, retryAt });
      this.#emit('failed', { error, during });
    }

    /**
     * @param {string} type
     * @param {object} detail
     */
    #emit(type, detail) {
      this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
    }

    #render() {
      const view = this.#view;
      const { edited, changed, issues: found } = this.#examine();
      const state = this.#state;
      const known = found.map(fieldOf);
      const issues = [...found, ...state.issues.filter((issue) => !known.includes(fieldOf(issue)))];
      if (issues.length === 0) this.#shown.delete('summary');
      const address = this.#client ? undefined : this.baseURL || '/api/linq';
      render(view, {
        state,
        messages: this.#messages,
        address,
        edited,
        issues,
        shown: this.#shown,
        goTo: this.#goTo,
        isReadOnly: this.readOnly,
      });
      this.#renderNumber();
      for (const root of view.roots)
        for (const control of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll('input, button')))
          control.disabled = this.disabled;
      this.#tick();
      const isGuarded = this.isConnected && this.isDirty;
      (isGuarded ? addEventListener : removeEventListener)('beforeunload', this.#confirmLeaving);

      const change = JSON.stringify([state.number, state.isOpen, edited, changed]);
      const last = this.#lastChange;
      this.#lastChange = change;
      if (state.isOpen && change !== last) this.#emit('changed', { edited, changed, issues: found });
    }

    /** Renders what was held back while a pointer was down, after its click has reached the control under it. */
    #release = () =>
      setTimeout(() => {
        if (!this.#isPressed) return;
        this.#isPressed = false;
        this.#render();
      });

    /** Has the browser confirm before typed values are lost. It listens only while there are some. */
    #confirmLeaving = (/** @type {Event} */ event) => event.preventDefault();

    /** Moves the focus to a field, and sets its value. @type {import('./form.js').Rendered['goTo']} */
    #goTo = (name, value) => {
      const { input } = this.#view.field[name];
      input.focus();
      if (value === undefined) return;
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    };

    /** Renders the form for the phone number. */
    #renderNumber() {
      const { field, numberForm, open, suggestion } = this.#view;
      const number = field.phone_number;
      const { labels, hints, buttons, texts } = this.#messages;
      numberForm.hidden = !this.#hasNumberForm;
      if (!this.#hasNumberForm) return;
      const { issue } = parse(number.input.value);
      const isShown = this.#shown.has('phone_number');
      const problem = this.#shown.has('unsaved')
        ? texts.unsaved
        : issue
          ? `${texts.issue(labels.phone_number, describeIssue(issue, this.#messages))}.`
          : '';
      number.render(labels.phone_number, hints.phone_number, problem, isShown);
      show(suggestion, issue?.suggestion && buttons.use(issue.suggestion));
      suggestion.value = issue?.suggestion ?? '';
      show(open, buttons.open);
    }

    /** Counts down to the time when another write is worthwhile. */
    #tick() {
      clearTimeout(this.#countdown);
      const { retryAt = 0 } = this.#state;
      const left = Math.max(retryAt - Date.now(), 0);
      show(this.#view.wait, left ? this.#messages.texts.left(Math.ceil(left / SECOND)) : '');
      if (!left && retryAt) this.#dispatch({ type: 'waited' });
      else if (left && this.isConnected) this.#countdown = setTimeout(() => this.#tick(), left % SECOND || SECOND);
    }
  };

/**
 * Returns the core's result, or the error where there is none.
 * @template Result
 * @param {() => Result} run
 * @returns {Attempted<Result>}
 */
function attempt(run) {
  try {
    return /** @type {Attempted<Result>} */ (run());
  } catch (error) {
    return /** @type {Attempted<Result>} */ ({ error });
  }
}

/** Parses a phone number. @param {string} text */
const parse = (text) => attempt(() => parsePhoneNumber(text));

/** Returns when the number's next write is free, as far as this page knows. @param {string} number */
const freeAt = (number) => attempt(() => writeBudget(number)).nextWriteAt?.getTime();

/** Returns the control that an event is about. @param {Event} event */
const controlOf = ({ target }) => /** @type {HTMLInputElement} */ (target);

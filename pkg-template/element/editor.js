// The element: it hears what happens in the page, lets the state machine decide, and does what that says. The class is
// made when it is defined, as there is nothing to extend on a server.
import { ContactCards, changedFields, parsePhoneNumber, validateContactCardUpdate, writeBudget } from '../index.js';
import { createView, fill, render, say, show, valuesIn } from './form.js';
import { closed, fields, isBusy, next, valuesOf } from './saving.js';
import { adoptStyles } from './styles.js';
import { joinTabs } from './tabs.js';
import { describeIssue, merge } from './words.js';

const SECOND = 1000;

/** How a pointer leaves. */
const released = ['pointerup', 'pointercancel'];

/** A card that isn't there yet: what is typed is what is changed. @param {string} phone_number */
const blank = (phone_number) => ({ phone_number, first_name: '', is_active: false });

export const createClass = () =>
  class ContactCardEditor extends HTMLElement {
    static observedAttributes = ['phone-number', 'base-url'];

    #state = closed;
    #view = createView();
    #words = merge(undefined);
    /** The page's client, and the one for `base-url`. @type {any} */
    #given;
    /** @type {ContactCards | undefined} */
    #own;
    /** Fields whose issues are shown: those that were left, and all once something was submitted. @type {Set<string>} */
    #told = new Set();
    /** Counts what is begun, so that what was overtaken is known. */
    #turn = 0;
    #isDue = false;
    /** Whether the number is asked for here. */
    #asksNumber = false;
    #lastChange = '';
    /** Whether a pointer is down in a form. */
    #isPressed = false;
    /** @type {ReturnType<typeof joinTabs> | undefined} */
    #tabs;
    /** @type {any} */
    #clock;

    constructor() {
      super();
      this.#wire();
    }

    connectedCallback() {
      for (const name of ['client', 'card', 'messages']) this.#upgrade(name);
      const { roots } = this.#view;
      if (roots.some((root) => root.parentNode !== this)) this.replaceChildren(...roots);
      adoptStyles(this.getRootNode());
      for (const type of released) addEventListener(type, this.#release);
      this.#joinTabs();
      this.#render();
      this.#openSoon();
    }

    disconnectedCallback() {
      this.#tabs?.close();
      this.#tabs = undefined;
      clearTimeout(this.#clock);
      removeEventListener('beforeunload', this.#hold);
      for (const type of released) removeEventListener(type, this.#release);
    }

    attributeChangedCallback(/** @type {string} */ name, /** @type {unknown} */ before, /** @type {unknown} */ now) {
      if (before === now) return;
      if (name === 'base-url') {
        this.#own = undefined;
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

    get client() {
      return this.#given ?? (this.#own ??= new ContactCards(this.baseURL ? { baseURL: this.baseURL } : {}));
    }
    set client(client) {
      this.#given = client;
      this.reload();
    }

    get card() {
      return this.#state.card;
    }
    set card(card) {
      if (!card) this.reload();
      else if (card.phone_number === this.#state.number) this.#see(card, false);
      else {
        this.#turn++;
        this.#asksNumber = false;
        this.#dispatch({ type: 'open', number: card.phone_number, card });
        this.phoneNumber = card.phone_number;
      }
    }

    get messages() {
      return this.#words;
    }
    set messages(messages) {
      this.#words = merge(messages);
      this.#render();
    }

    /** Whether something is typed that isn't saved. */
    get isDirty() {
      const saved = valuesOf(this.#state.card);
      const edited = valuesIn(this.#view);
      return this.#state.isOpen && fields.some((name) => edited[name] !== saved[name]);
    }

    /** Reads the card again; what was typed stays. */
    reload() {
      this.#dispatch({ type: 'reload' });
    }

    /** Takes a property that was set before the class was there. @param {string} name */
    #upgrade(name) {
      if (!Object.hasOwn(this, name)) return;
      const self = /** @type {any} */ (this);
      const value = self[name];
      delete self[name];
      self[name] = value;
    }

    /** Opens the number of the attribute, once everything that is set together is set. */
    #openSoon() {
      if (this.#isDue) return;
      this.#isDue = true;
      queueMicrotask(() => {
        this.#isDue = false;
        if (this.isConnected) this.#open(this.phoneNumber);
      });
    }

    /** @param {string} text @param {boolean} [isAsked] */
    #open(text, isAsked = false) {
      const { value, issue, error } = parse(text);
      if (error) this.#fail(error, 'reading');
      if (value === undefined) {
        this.#asksNumber = true;
        if (text) this.#view.number.input.value = text;
        if (text && issue) this.#told.add('phone_number');
        if (this.#state.phase !== 'idle') this.#dispatch({ type: 'close' });
        this.#render();
      } else if (value !== this.#state.number) {
        this.#told.clear();
        // A number of the page's own needs no field.
        this.#asksNumber = isAsked;
        this.#dispatch({ type: 'open', number: value, isAsked });
      }
    }

    #joinTabs() {
      this.#tabs?.close();
      this.#tabs = joinTabs(this.baseURL, (card) => {
        if (card?.phone_number === this.#state.number) this.#see(card, true);
      });
    }

    /** @param {any} card @param {boolean} isShared */
    #see(card, isShared) {
      this.#dispatch({ type: 'seen', card, isShared, ...this.#compare(card) });
    }

    /** What the form holds, and what of it, or of what was submitted, a card doesn't say. @param {any} card */
    #compare(card) {
      const edited = valuesIn(this.#view);
      const { number, submitted } = this.#state;
      return { edited, changed: changedFields(card ?? blank(number), submitted?.edited ?? edited) };
    }

    /** What the form holds, what of it is changed, and what is wrong with that. The core decides. */
    #examine() {
      const edited = valuesIn(this.#view);
      const { card, isOpen, number } = this.#state;
      /** @type {{ edited: any, changed?: any, issues: readonly any[], error?: unknown }} */
      const examined = { edited, issues: [] };
      if (!isOpen) return examined;
      try {
        examined.changed = changedFields(card ?? blank(number), edited);
        if (examined.changed)
          examined.issues = validateContactCardUpdate({ phone_number: number, ...examined.changed });
      } catch (error) {
        examined.error = error;
      }
      return examined;
    }

    /** @param {any} event */
    #dispatch(event) {
      const [state, ...effects] = next(this.#state, event);
      this.#state = state;
      for (const effect of effects) {
        if (effect.do === 'fill') fill(this.#view, state.card, effect.over);
        else if (effect.do === 'focus' && effect.part === 'summary') this.#told.add('summary');
      }
      this.#render();
      for (const effect of effects) {
        if (effect.do === 'read') this.#read();
        else if (effect.do === 'write') this.#write(effect);
        else if (effect.do === 'share') this.#tabs?.postMessage({ card: effect.card });
        else if (effect.do === 'focus') this.#focus(effect.part);
      }
    }

    async #read() {
      const turn = ++this.#turn;
      const { number } = this.#state;
      try {
        const { contact_cards } = await this.client.retrieve({ phone_number: number }).catch(none);
        if (turn !== this.#turn) return;
        const card = contact_cards.find((/** @type {any} */ { phone_number }) => phone_number === number);
        this.#dispatch({ type: 'read', card, ...this.#compare(card) });
        this.#emit('loaded', { card });
      } catch (error) {
        if (turn === this.#turn) this.#fail(error, 'reading', { type: 'readFailed', error, at: Date.now() });
      }
    }

    /** @param {{ changed: any, isCreation: boolean }} write */
    async #write({ changed, isCreation }) {
      const turn = ++this.#turn;
      const { number } = this.#state;
      const { client } = this;
      const params = { phone_number: number, ...changed };
      try {
        const card = await (isCreation ? client.create(params) : client.update(params));
        this.#tabs?.postMessage({ card });
        if (turn === this.#turn) {
          this.#told.clear();
          this.#dispatch({ type: 'written', card });
        }
        this.#emit('saved', { card, action: isCreation ? 'created' : 'updated' });
      } catch (error) {
        const event = { type: 'writeFailed', error, at: Date.now(), freeAt: freeAt(number) };
        this.#fail(error, 'saving', turn === this.#turn ? event : null);
      }
    }

    /** Shows what went wrong, unless it was overtaken, and tells the page. @param {unknown} error @param {string} during @param {any} [event] */
    #fail(error, during, event = { type: 'tell', notice: { kind: 'error', error } }) {
      if (event) this.#dispatch(event);
      this.#emit('failed', { error, during });
    }

    /** @param {string} type @param {object} detail */
    #emit(type, detail) {
      this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
    }

    /** @param {'summary' | 'differences' | 'first'} part */
    #focus(part) {
      const { summary, differences, field } = this.#view;
      ({ summary: summary.root, differences: differences.root, first: field.first_name.input })[part].focus();
    }

    #render() {
      const view = this.#view;
      const examined = this.#examine();
      const { edited, changed } = examined;
      const state = this.#state;
      const words = this.#words;
      const known = new Set(examined.issues.map(({ path }) => path[0]));
      const issues = [...examined.issues, ...state.issues.filter(({ path }) => !known.has(path[0]))];
      if (issues.length === 0) this.#told.delete('summary');
      render(view, { state, words, edited, issues, told: this.#told, goTo: this.#goTo });
      this.#renderNumber();
      this.#tick();
      const isHeld = this.isConnected && this.isDirty;
      (isHeld ? addEventListener : removeEventListener)('beforeunload', this.#hold);

      const change = JSON.stringify([state.number, state.isOpen, edited, changed]);
      const isNew = state.isOpen && change !== this.#lastChange;
      this.#lastChange = change;
      if (isNew) this.#emit('changed', { edited, changed, issues: examined.issues });
    }

    /** What a click does comes before what it revealed. */
    #release = () =>
      setTimeout(() => {
        if (!this.#isPressed) return;
        this.#isPressed = false;
        this.#render();
      });

    /** Asks before what was typed is lost; heard only while there is some. */
    #hold = (/** @type {Event} */ event) => event.preventDefault();

    /** Takes somebody to a field, and puts a value there. */
    #goTo = (/** @type {string} */ name, /** @type {string} */ value) => {
      const { input } = this.#view.field[name];
      input.focus();
      if (value === undefined) return;
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    };

    #renderNumber() {
      const { number, numberForm, open, suggestion } = this.#view;
      const { labels, hints, buttons, texts } = this.#words;
      numberForm.hidden = !this.#asksNumber;
      if (!this.#asksNumber) return;
      const { issue } = parse(number.input.value);
      const isTold = this.#told.has('phone_number');
      const problem = this.#told.has('unsaved')
        ? texts.unsaved
        : isTold && issue && `${texts.issue(labels.phone_number, describeIssue(issue, this.#words))}.`;
      number.render(labels.phone_number, hints.phone_number, problem || undefined);
      number.input.setCustomValidity(problem || '');
      show(suggestion, issue?.suggestion && buttons.use(issue.suggestion));
      suggestion.value = issue?.suggestion ?? '';
      show(open, buttons.open);
    }

    /** Counts down to the time when a write is worth another try. */
    #tick() {
      clearTimeout(this.#clock);
      const { retryAt = 0 } = this.#state;
      const left = Math.max(retryAt - Date.now(), 0);
      show(this.#view.wait, left ? this.#words.texts.left(Math.ceil(left / SECOND)) : '');
      if (!left && retryAt) this.#dispatch({ type: 'waited' });
      else if (left && this.isConnected) this.#clock = setTimeout(() => this.#tick(), left % SECOND || SECOND);
    }

    #wire() {
      const { again, copy, form, number, numberForm, suggestion, traceId } = this.#view;
      form.addEventListener('input', (event) => this.#dispatch({ type: 'typed', name: nameOf(event) }));
      // Programs that fill in a form, and people who leave a field, end with a change.
      form.addEventListener('change', (event) => {
        this.#told.add(nameOf(event));
        if (!this.#isPressed) this.#render();
      });
      // Leaving a field for a button must not move that button away from under the pointer.
      for (const root of [form, numberForm]) {
        root.addEventListener('pointerdown', () => {
          this.#isPressed = true;
        });
      }
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        for (const name of fields) this.#told.add(name);
        const { edited, changed, issues, error } = this.#examine();
        if (error) this.#fail(error, 'saving');
        else this.#dispatch({ type: 'submit', edited, changed, issues });
      });
      form.addEventListener('reset', (event) => {
        // What is being saved is shown as it is answered.
        if (isBusy(this.#state)) event.preventDefault();
        // The values go back when the event is over.
        else
          setTimeout(() => {
            this.#told.clear();
            this.#dispatch({ type: 'undone' });
          });
      });
      again.addEventListener('click', () => this.#dispatch({ type: 'reload', isAsked: true }));
      copy.addEventListener('click', async () => {
        try {
          await navigator.clipboard.writeText(traceId.textContent ?? '');
          say(this.#view, this.#words.texts.copied);
        } catch {
          getSelection()?.selectAllChildren(traceId);
        }
      });

      numberForm.addEventListener('input', (event) => {
        this.#told.delete('unsaved');
        if (/** @type {InputEvent} */ (event).inputType === 'insertFromPaste') this.#told.add('phone_number');
        this.#render();
      });
      numberForm.addEventListener('change', () => {
        this.#told.add('phone_number');
        if (!this.#isPressed) this.#render();
      });
      suggestion.addEventListener('click', () => {
        number.input.value = suggestion.value;
        number.input.focus();
        this.#render();
      });
      numberForm.addEventListener('submit', (event) => {
        event.preventDefault();
        this.#told.add('phone_number');
        const { value } = parse(number.input.value);
        const isKept = this.isDirty && value !== this.#state.number;
        if (isKept) this.#told.add('unsaved');
        this.#render();
        if (!value || isKept) number.input.focus();
        else {
          this.#open(value, true);
          this.phoneNumber = value;
        }
      });
    }
  };

/** @param {Event} event */
const nameOf = ({ target }) => /** @type {HTMLInputElement} */ (target).name;

/** The core's answer, or why there is none. @param {string} text @returns {any} */
function parse(text) {
  try {
    return parsePhoneNumber(text);
  } catch (error) {
    return { error };
  }
}

/** A number without a card gives an empty list or a 404, as the server does. @param {any} error */
function none(error) {
  if (error?.name === 'NotFoundError') return { contact_cards: [] };
  throw error;
}

/** When the number's next write is free, as far as this page knows. @param {string} number */
function freeAt(number) {
  try {
    return writeBudget(number).nextWriteAt?.getTime();
  } catch {
    return undefined;
  }
}

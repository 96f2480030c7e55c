// The editor's elements: native controls, whose hints and errors are referenced by id. Texts are set as text, never as
// HTML, and only where they differ, so that screen readers announce nothing twice.
import { describeError, describeIssue } from './messages.js';
import { fields, isBusy, valuesOf } from '../editing/saving.js';

/** @typedef {import('../types/element.js').ContactCardField} ControlName */
/** @typedef {import('../types/element.js').ContactCardMessages} Messages */
/** @typedef {import('../types/index.js').Issue} Issue */
/** @typedef {import('../editing/saving.js').Card} Card */
/** @typedef {import('../editing/saving.js').Field} Field */
/** @typedef {import('../editing/saving.js').State} State */
/** @typedef {import('../editing/saving.js').Values} Values */

/** The attributes of each control that help to type in it, or to fill it in. @type {Record<ControlName, Record<string, string>>} */
const purposes = {
  phone_number: { type: 'tel', autocomplete: 'tel', dir: 'ltr' },
  first_name: { type: 'text', autocomplete: 'given-name', autocapitalize: 'words', dir: 'auto' },
  last_name: { type: 'text', autocomplete: 'family-name', autocapitalize: 'words', dir: 'auto' },
  image_url: { type: 'url', inputmode: 'url', autocomplete: 'photo', dir: 'ltr' },
};

let count = 0;

/**
 * Makes an element of a class, with attributes and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} name of the class, after `contact-card-`
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 */
function make(tag, name, attributes = {}, ...children) {
  const element = document.createElement(tag);
  element.className = `contact-card-${name}`;
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

/**
 * Sets a text; without one, the element is hidden.
 * @param {HTMLElement} element
 * @param {string | undefined} text
 */
export function show(element, text = '') {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}

/**
 * Makes a button.
 * @param {string} name of its class, as of `make`
 * @param {string} [type]
 */
const makeButton = (name, type = 'button') => make('button', `button contact-card-${name}`, { type });

/**
 * Makes a label, a hint, a control and an error. Hint and error describe the control, also while they are empty.
 * @param {string} id
 * @param {ControlName} name
 */
function makeField(id, name) {
  const label = make('label', 'label', { for: `${id}-${name}` });
  const hint = make('p', 'hint', { id: `${id}-${name}-hint` });
  const error = make('p', 'error', { id: `${id}-${name}-error` });
  const describedby = { 'aria-describedby': `${hint.id} ${error.id}` };
  const input = make('input', 'input', {
    id: label.htmlFor,
    name,
    spellcheck: 'false',
    ...describedby,
    ...purposes[name],
  });
  const root = make('div', 'field', { 'data-field': name }, make('div', 'head', {}, label), hint, input, error);
  return {
    root,
    input,
    /**
     * @param {string} text
     * @param {string} hintText
     * @param {string} [problem]
     */
    render(text, hintText, problem) {
      show(label, text);
      show(hint, hintText);
      show(error, problem);
      input.setAttribute('aria-invalid', String(!!problem));
    },
  };
}

/** Makes the editor's elements, in no document yet. */
export function createView() {
  const id = `contact-card-${++count}`;
  const number = makeField(id, 'phone_number');
  const open = makeButton('open', 'submit');
  const suggestion = makeButton('suggestion');
  const numberForm = make(
    'form',
    'number',
    { novalidate: '' },
    number.root,
    make('div', 'actions', {}, suggestion, open),
  );

  const which = make('bdi', 'which', { dir: 'ltr' });
  const badge = make('span', 'badge');
  const state = make('p', 'state', {}, which, ' ', badge);
  const group = (/** @type {string} */ name, /** @type {string} */ tone, /** @type {HTMLElement[]} */ ...more) => {
    const title = make('p', 'title', { id: `${id}-${name}` });
    const list = make('ul', 'list');
    const root = make(
      'div',
      name,
      { role: 'group', tabindex: '-1', 'data-tone': tone, 'aria-labelledby': title.id },
      title,
      ...more,
      list,
    );
    return { root, title, list };
  };
  const summary = group('summary', 'bad');
  const decide = make('p', 'text', { id: `${id}-decide` });
  const differences = group('differences', 'warn', decide);
  differences.root.setAttribute('aria-describedby', decide.id);
  const field = {
    first_name: makeField(id, 'first_name'),
    last_name: makeField(id, 'last_name'),
    image_url: makeField(id, 'image_url'),
  };
  const save = makeButton('save', 'submit');
  const undo = makeButton('undo', 'reset');
  const form = make(
    'form',
    'form',
    { novalidate: '' },
    state,
    summary.root,
    differences.root,
    ...fields.map((name) => field[name].root),
    make('div', 'actions', {}, save, undo),
  );

  // Not atomic: additions are announced without the rest.
  const status = make('p', 'status', { role: 'status', 'aria-atomic': 'false' });
  const wait = make('p', 'wait', { role: 'timer' });
  const traceId = make('code', 'trace-id');
  const traceLabel = make('span', 'trace-label');
  const copy = makeButton('copy');
  const trace = make('p', 'trace', {}, traceLabel, ' ', traceId, ' ', copy);
  const again = makeButton('again');
  const outcome = make('div', 'outcome', {}, status, wait, trace, make('div', 'actions', {}, again));
  return {
    roots: [numberForm, form, outcome],
    number,
    numberForm,
    open,
    suggestion,
    which,
    badge,
    summary,
    differences,
    decide,
    field,
    form,
    save,
    undo,
    status,
    wait,
    trace,
    traceId,
    traceLabel,
    copy,
    again,
    outcome,
  };
}

/**
 * Returns the values of the form.
 * @param {View} view
 * @returns {Values}
 */
export const valuesIn = ({ field }) =>
  /** @type {Values} */ (Object.fromEntries(fields.map((name) => [name, field[name].input.value])));

/**
 * Fills in a card's values. With `over`, only the controls that still have their value in it: what was typed remains.
 * @param {View} view
 * @param {Card | undefined} card
 * @param {Values | undefined} over
 */
export function fill({ field }, card, over) {
  const values = valuesOf(card);
  for (const name of fields) {
    const { input } = field[name];
    const isReplaced = !over || input.value === over[name];
    const typed = input.value;
    // The value that `reset` restores.
    input.defaultValue = values[name];
    input.value = isReplaced ? values[name] : typed;
  }
}

/** @typedef {ReturnType<typeof createView>} View */

/**
 * @typedef {object} Rendered what is rendered
 * @property {State} state
 * @property {Messages} messages
 * @property {string | undefined} address the base URL; `undefined` where the page's client decides about it
 * @property {Values} edited
 * @property {readonly Issue[]} issues
 * @property {ReadonlySet<string>} shown the fields whose issues are shown
 * @property {(name: Field, value?: string) => void} goTo moves the focus to a field, and sets its value
 */

/**
 * Renders a state of the editor.
 * @param {View} view
 * @param {Rendered} rendered
 */
export function render(view, { state, messages, address, edited, issues, shown, goTo }) {
  const { labels, hints, buttons, texts, states } = messages;
  const { card, number, isOpen } = state;
  const busy = isBusy(state);
  view.form.hidden = !isOpen;
  view.form.setAttribute('aria-label', texts.form(number));
  view.form.setAttribute('aria-busy', String(busy));

  show(view.which, number);
  const cardState = card ? (card.is_active ? 'active' : 'waiting') : 'absent';
  show(view.badge, states[cardState]);
  view.badge.setAttribute('data-tone', tones[cardState] ?? '');

  const textOf = (/** @type {Issue} */ issue) => {
    const label = labels[/** @type {ControlName} */ (issue.path[0])] ?? issue.path.join(' ');
    const text = describeIssue(issue, messages);
    return label ? texts.issue(label, text) : text;
  };
  for (const name of fields) {
    const issue = issues.find(({ path }) => path[0] === name);
    const problem = issue && `${textOf(issue)}.`;
    view.field[name].render(labels[name], hints[name], shown.has(name) ? problem : undefined);
    view.field[name].input.setCustomValidity(problem ?? '');
  }
  show(view.save, busy ? buttons.busy : card || !isOpen ? buttons.save : buttons.create);
  view.save.setAttribute('aria-disabled', String(busy));
  show(view.undo, buttons.undo);

  show(view.summary.title, texts.summary);
  fillList(
    view.summary,
    issues.map((issue) => {
      const name = fields.find((field) => field === issue.path[0]);
      return { text: textOf(issue), ...(name && { link: `#${view.field[name].input.id}`, act: () => goTo(name) }) };
    }),
    shown.has('summary'),
  );

  show(view.differences.title, texts.differences);
  show(view.decide, texts.decide);
  fillList(
    view.differences,
    state.differences.map(({ name, before, now }) => ({
      text: texts.difference(labels[name], before, now),
      ...(now && edited[name] !== now && { button: buttons.use(now), act: () => goTo(name, now) }),
    })),
    true,
  );

  const { title, text, tone, traceId } = noticeTexts(state, messages, address);
  update(view.status, title + text, () => [make('strong', 'title', {}, title), ' ', make('span', 'text', {}, text)]);
  view.outcome.dataset.tone = tone;
  show(view.traceLabel, texts.traceId);
  show(view.traceId, traceId);
  show(view.copy, buttons.copy);
  view.trace.hidden = !traceId;
  show(view.again, state.phase === 'ready' && !isOpen ? buttons.again : '');
}

/**
 * Adds a text to the status.
 * @param {View} view
 * @param {string} text
 */
export function announce({ status }, text) {
  status.append(' ', make('span', 'text', {}, text));
}

/** @typedef {{ text: string, link?: string, button?: string, act?: () => void }} Item `act`: what its link or button does */

/**
 * Replaces children where their key has changed, so that nothing is announced twice and the focus stays. An empty key removes
 * them.
 * @param {HTMLElement} root
 * @param {string} key
 * @param {() => (Node | string)[]} children
 */
function update(root, key, children) {
  if (root.dataset.key === key) return;
  root.dataset.key = key;
  root.replaceChildren(...(key ? children() : []));
}

/**
 * Fills a list with items, each with its link or button.
 * @param {{ root: HTMLElement, list: HTMLElement }} group
 * @param {Item[]} items
 * @param {boolean} isShown
 */
function fillList({ root, list }, items, isShown) {
  root.hidden = !isShown || items.length === 0;
  update(list, JSON.stringify(items), () =>
    items.map(({ text, link, button, act }) => {
      if (!act) return make('li', 'item', {}, text);
      const control = link ? make('a', 'link', { href: link }) : makeButton('use');
      control.textContent = button ?? text;
      control.onclick = (event) => {
        event.preventDefault();
        act();
      };
      return make('li', 'item', {}, link ? '' : `${text} `, control);
    }),
  );
}

/** The tones of notices and of cards. @type {Record<string, string>} */
const tones = { gone: 'warn', active: 'good', saved: 'good', waiting: 'warn', contested: 'warn' };

/**
 * Returns the texts for the state's notice.
 * @param {State} state
 * @param {Messages} messages
 * @param {string | undefined} address the base URL
 * @returns {{ title: string, text: string, tone: string, traceId?: string | undefined }}
 */
function noticeTexts({ notice, retryAt }, messages, address) {
  if (!notice) return { title: '', text: '', tone: '' };
  const { kind, error, outcome } = notice;
  if (kind === 'error') return describeError(error, messages, outcome, retryAt, address);
  const notices = /** @type {Record<string, readonly [string, string]>} */ (messages.notices);
  const [title = '', text = ''] = notices[kind] ?? [];
  return { title, text, tone: tones[kind] ?? 'info' };
}

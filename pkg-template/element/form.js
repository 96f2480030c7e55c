// The editor's elements: native controls, whose hints and errors are referenced by id. Texts are set as text, never as
// HTML, and only where they differ, so that screen readers announce nothing twice.
import { describeError, describeIssue, fieldOf, sentence } from './messages.js';
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
  image_url: { type: 'url', autocomplete: 'photo', dir: 'ltr' },
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
  element.part = element.className = `contact-card-${name}`;
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
  const input = make('input', 'input', {
    id: `${id}-${name}`,
    name,
    spellcheck: 'false',
    'aria-describedby': `${hint.id} ${error.id}`,
    ...purposes[name],
  });
  const root = make('div', 'field', { 'data-field': name }, label, hint, input, error);
  return {
    root,
    input,
    /**
     * @param {string} text
     * @param {string | undefined} hintText
     * @param {string} problem or an empty text
     * @param {boolean} isShown whether the problem is shown
     */
    render(text, hintText, problem, isShown) {
      show(label, text);
      show(hint, hintText);
      show(error, isShown ? problem : '');
      input.setCustomValidity(problem);
      input.setAttribute('aria-invalid', String(isShown && !!problem));
    },
  };
}

/**
 * Makes a list with a title and a text, which describe it, and a tone.
 * @param {string} id
 * @param {string} name of its class, as of `make`
 * @param {string} tone
 */
function makeGroup(id, name, tone) {
  const title = make('p', 'title', { id: `${id}-${name}` });
  const text = make('p', 'text', { id: `${id}-${name}-text` });
  const list = make('ul', 'list');
  const root = make(
    'div',
    name,
    { role: 'group', tabindex: '-1', 'data-tone': tone, 'aria-labelledby': title.id, 'aria-describedby': text.id },
    title,
    text,
    list,
  );
  return {
    root,
    /**
     * @param {string} titleText
     * @param {string} description or an empty text
     * @param {Item[]} items
     * @param {boolean} isShown
     */
    render(titleText, description, items, isShown) {
      show(title, titleText);
      show(text, description);
      root.hidden = !(isShown && items.length);
      update(list, JSON.stringify(items), () =>
        items.map(({ text, link, button, act }) => {
          const control = link ? make('a', 'link', { href: link }) : makeButton('use');
          control.textContent = button ?? text;
          control.onclick = (event) => {
            event.preventDefault();
            act?.();
          };
          return make('li', 'item', {}, ...(link ? [] : [text, ' ']), ...(act ? [control] : []));
        }),
      );
    },
  };
}

/** Makes the editor's elements, in no document yet. */
export function createView() {
  const id = `contact-card-${++count}`;
  const parts = {
    suggestion: makeButton('suggestion'),
    open: makeButton('open', 'submit'),
    which: make('bdi', 'which', { dir: 'ltr' }),
    badge: make('span', 'badge'),
    summary: makeGroup(id, 'summary', 'bad'),
    differences: makeGroup(id, 'differences', 'warn'),
    field: /** @type {Record<ControlName, ReturnType<typeof makeField>>} */ (
      Object.fromEntries(Object.keys(purposes).map((name) => [name, makeField(id, /** @type {ControlName} */ (name))]))
    ),
    save: makeButton('save', 'submit'),
    undo: makeButton('undo', 'reset'),
    // Not atomic: additions are announced without the rest.
    status: make('p', 'status', { role: 'status', 'aria-atomic': 'false' }),
    wait: make('p', 'wait', { role: 'timer' }),
    trace: make('p', 'trace'),
    again: makeButton('again'),
  };
  const { suggestion, open, which, badge, summary, differences, field, save, undo, again } = parts;
  const actions = (/** @type {HTMLElement[]} */ ...buttons) => make('div', 'actions', {}, ...buttons);
  const numberForm = make('form', 'number', { novalidate: '' }, field.phone_number.root, actions(suggestion, open));
  const form = make(
    'form',
    'form',
    { novalidate: '' },
    make('p', 'state', {}, which, ' ', badge),
    summary.root,
    differences.root,
    ...fields.map((name) => field[name].root),
    actions(save, undo),
  );
  const outcome = make('div', 'outcome', {}, parts.status, parts.wait, parts.trace, actions(again));
  return { ...parts, roots: [numberForm, form, outcome], numberForm, form, outcome };
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
    const typed = input.value;
    // The value that `reset` restores.
    input.defaultValue = values[name];
    input.value = over && typed !== over[name] ? typed : values[name];
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
 * @property {boolean} isReadOnly
 * @property {(name: ControlName, value?: string) => void} goTo moves the focus to a field, and sets its value
 */

/**
 * Renders a state of the editor.
 * @param {View} view
 * @param {Rendered} rendered
 */
export function render(view, { state, messages, address, edited, issues, shown, goTo, isReadOnly }) {
  const { labels, hints, buttons, texts, states } = messages;
  const { card, number, isOpen } = state;
  const busy = isBusy(state);
  view.form.hidden = !isOpen;
  view.form.setAttribute('aria-label', texts.form(number));
  view.form.setAttribute('aria-busy', String(busy));

  show(view.which, number);
  const cardState = card ? (card.is_active ? 'active' : 'waiting') : 'absent';
  show(view.badge, states[cardState]);
  view.badge.dataset.tone = tones[cardState] ?? '';

  const textOf = (/** @type {Issue} */ issue) => {
    const field = fieldOf(issue);
    // Another library's message is a sentence of its own.
    const label = labels[/** @type {ControlName} */ (field)];
    return label && issue.message.startsWith(field)
      ? texts.issue(label, describeIssue(issue, messages))
      : issue.message;
  };
  for (const name of fields) {
    const issue = issues.find((issue) => fieldOf(issue) === name);
    view.field[name].render(labels[name], hints[name], issue ? sentence(textOf(issue)) : '', shown.has(name));
    view.field[name].input.readOnly = isReadOnly;
  }
  show(view.save, isReadOnly ? '' : busy ? buttons.busy : card || !isOpen ? buttons.save : buttons.create);
  view.save.setAttribute('aria-disabled', String(busy));
  show(view.undo, isReadOnly ? '' : buttons.undo);

  view.summary.render(
    texts.summary,
    '',
    issues.map((issue) => {
      const name = fields.find((field) => field === fieldOf(issue));
      return { text: textOf(issue), ...(name && { link: `#${view.field[name].input.id}`, act: () => goTo(name) }) };
    }),
    shown.has('summary'),
  );
  view.differences.render(
    texts.differences,
    texts.decide,
    state.differences.map(({ name, before, now }) => ({
      text: texts.difference(labels[name], before, now),
      ...(now && edited[name] !== now && { button: buttons.use(now), act: () => goTo(name, now) }),
    })),
    !isReadOnly,
  );

  const { title, text, tone, traceId = '' } = noticeTexts(state, messages, address, isReadOnly);
  update(view.status, title + text, () => [make('strong', 'title', {}, title), ' ', make('span', 'text', {}, text)]);
  view.outcome.dataset.tone = tone;
  view.trace.hidden = !traceId;
  update(view.trace, traceId, () => {
    const code = make('code', 'trace-id', {}, traceId);
    const copy = makeButton('copy');
    copy.textContent = buttons.copy;
    copy.onclick = async () => {
      try {
        await navigator.clipboard.writeText(traceId);
        view.status.append(' ', make('span', 'text', {}, texts.copied));
      } catch {
        getSelection()?.selectAllChildren(code);
      }
    };
    return [texts.traceId, ' ', code, ' ', copy];
  });
  show(view.again, state.phase === 'ready' && !isOpen ? buttons.again : '');
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

/** The tones of notices and of cards. @type {Record<string, string>} */
const tones = { gone: 'warn', active: 'good', saved: 'good', waiting: 'warn', contested: 'warn' };

/**
 * Returns the texts for the state's notice.
 * @param {State} state
 * @param {Messages} messages
 * @param {string | undefined} address the base URL
 * @param {boolean} isReadOnly
 * @returns {{ title: string, text: string, tone: string, traceId?: string | undefined }}
 */
function noticeTexts({ notice }, messages, address, isReadOnly) {
  const { kind = '', error, outcome, retryAt } = notice ?? {};
  if (kind === 'error') return describeError(error, messages, outcome, retryAt, address);
  const [title = '', text = ''] = messages.notices[/** @type {keyof Messages['notices']} */ (kind)] ?? [];
  // The text of a card that doesn't exist is about how to create it.
  return { title, text: isReadOnly && kind === 'absent' ? '' : text, tone: title && (tones[kind] ?? 'info') };
}

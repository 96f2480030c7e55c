// @ts-check
// What the editor looks like: native controls, tied to their hints and errors by id. Texts are always set as text, never
// as HTML, and only where they differ, so that nothing is said twice.
import { fields, isBusy, valuesOf } from './saving.js';
import { describeError, describeIssue } from './words.js';

/** What helps to type and to fill in each control. @type {Record<string, Record<string, string>>} */
const purposes = {
  phone_number: { type: 'tel', autocomplete: 'tel', dir: 'ltr' },
  first_name: { type: 'text', autocomplete: 'given-name', autocapitalize: 'words', dir: 'auto' },
  last_name: { type: 'text', autocomplete: 'family-name', autocapitalize: 'words', dir: 'auto' },
  image_url: { type: 'url', inputmode: 'url', autocomplete: 'photo', dir: 'ltr' },
};

let count = 0;

/**
 * An element of a class, with attributes and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} name of the class, behind `contact-card-`
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

/** Sets a text; without one, the element is hidden. @param {HTMLElement} element @param {string | undefined} text */
export function show(element, text = '') {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}

/** @param {string} name @param {string} [type] */
const makeButton = (name, type = 'button') => make('button', `button contact-card-${name}`, { type });

/** A label, a hint, a control and an error. The control is described by both, also while they are empty. @param {string} id @param {string} name */
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
    /** @param {string} text @param {string} hintText @param {string} [problem] */
    render(text, hintText, problem) {
      show(label, text);
      show(hint, hintText);
      show(error, problem);
      input.setAttribute('aria-invalid', String(!!problem));
    },
  };
}

/** The editor's elements, in nobody's document yet. */
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

  const state = make('p', 'state', {}, make('bdi', 'which', { dir: 'ltr' }), ' ', make('span', 'badge'));
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
  const inputs = fields.map((name) => makeField(id, name));
  const save = makeButton('save', 'submit');
  const undo = makeButton('undo', 'reset');
  const form = make(
    'form',
    'form',
    { novalidate: '' },
    state,
    summary.root,
    differences.root,
    ...inputs.map(({ root }) => root),
    make('div', 'actions', {}, save, undo),
  );

  // Not atomic: what is added is said without the rest.
  const status = make('p', 'status', { role: 'status', 'aria-atomic': 'false' });
  const wait = make('p', 'wait', { role: 'timer' });
  const traceId = make('code', 'trace-id');
  const traceLabel = make('span', 'trace-label');
  const copy = makeButton('copy');
  const trace = make('p', 'trace', {}, traceLabel, ' ', traceId, ' ', copy);
  const again = makeButton('again');
  const outcome = make('div', 'outcome', {}, status, wait, trace, make('div', 'actions', {}, again));
  const field = Object.fromEntries(fields.map((name, index) => [name, inputs[index]]));
  return {
    roots: [numberForm, form, outcome],
    number,
    numberForm,
    open,
    suggestion,
    state,
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

/** What the form holds. @param {View} view @returns {import('./saving.js').Values} */
export const valuesIn = ({ field }) =>
  /** @type {any} */ (Object.fromEntries(fields.map((name) => [name, field[name].input.value])));

/** Fills in a card's values, where the form holds those of `over`, or everywhere. */
export function fill(/** @type {View} */ { field }, /** @type {any} */ card, /** @type {any} */ over) {
  const values = valuesOf(card);
  for (const name of fields) {
    const { input } = field[name];
    const isReplaced = !over || input.value === over[name];
    const typed = input.value;
    // What `reset` leads back to.
    input.defaultValue = values[name];
    input.value = isReplaced ? values[name] : typed;
  }
}

/** @typedef {ReturnType<typeof createView>} View */

/**
 * What there is to show.
 * @typedef {object} Shown
 * @property {import('./saving.js').State} state
 * @property {typeof import('./words.js').english} words
 * @property {import('./saving.js').Values} edited
 * @property {readonly any[]} issues
 * @property {ReadonlySet<string>} told the fields whose issues are shown
 * @property {(name: string, value?: string) => void} goTo a field, and puts a value there
 */

/** @param {View} view @param {Shown} shown */
export function render(view, { state, words, edited, issues, told, goTo }) {
  const { labels, hints, buttons, texts, states } = words;
  const { card, number, isOpen } = state;
  const busy = isBusy(state);
  view.form.hidden = !isOpen;
  view.form.setAttribute('aria-label', texts.form(number));
  view.form.setAttribute('aria-busy', String(busy));

  const [which, badge] = view.state.children;
  show(/** @type {HTMLElement} */ (which), number);
  const standing = card ? (card.is_active ? 'active' : 'waiting') : 'absent';
  show(/** @type {HTMLElement} */ (badge), states[standing]);
  badge.setAttribute('data-tone', tones[standing] ?? '');

  const all = /** @type {Record<string, string>} */ (labels);
  const inText = (/** @type {any} */ issue) => {
    const label = all[issue.path[0]] ?? issue.path.join(' ');
    return label ? texts.issue(label, describeIssue(issue, words)) : describeIssue(issue, words);
  };
  for (const name of fields) {
    const issue = issues.find(({ path }) => path[0] === name);
    const problem = issue && `${inText(issue)}.`;
    view.field[name].render(labels[name], hints[name], told.has(name) ? problem : undefined);
    view.field[name].input.setCustomValidity(problem ?? '');
  }
  show(view.save, busy ? buttons.busy : card || !isOpen ? buttons.save : buttons.create);
  view.save.setAttribute('aria-disabled', String(busy));
  show(view.undo, buttons.undo);

  show(view.summary.title, texts.summary);
  fillList(
    view.summary,
    issues.map((issue) => {
      const { input } = view.field[issue.path[0]] ?? {};
      return { text: inText(issue), ...(input && { link: `#${input.id}`, act: () => goTo(input.name) }) };
    }),
    told.has('summary'),
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

  const { title, text, tone, traceId } = inWords(state, words);
  renew(view.status, title + text, () => [make('strong', 'title', {}, title), ' ', make('span', 'text', {}, text)]);
  view.outcome.dataset.tone = tone;
  show(view.traceLabel, texts.traceId);
  show(view.traceId, traceId);
  show(view.copy, buttons.copy);
  view.trace.hidden = !traceId;
  show(view.again, state.phase === 'ready' && !isOpen ? buttons.again : '');
}

/** Says something more. @param {View} view @param {string} text */
export function say({ status }, text) {
  status.append(' ', make('span', 'text', {}, text));
}

/** @typedef {{ text: string, link?: string, button?: string, act?: () => void }} Item */

/** Makes children anew, only where they differ: nothing is said twice, and the focus stays. Without a key, there are none. */
function renew(
  /** @type {HTMLElement} */ root,
  /** @type {string} */ key,
  /** @type {() => (Node | string)[]} */ children,
) {
  if (root.dataset.key === key) return;
  root.dataset.key = key;
  root.replaceChildren(...(key ? children() : []));
}

/** Items of a list, each with what leads somewhere. */
function fillList(/** @type {any} */ { root, list }, /** @type {Item[]} */ items, /** @type {boolean} */ isShown) {
  root.hidden = !isShown || items.length === 0;
  renew(list, JSON.stringify(items), () =>
    items.map(({ text, link, button, act }) => {
      if (!act) return make('li', 'item', {}, text);
      const leading = link ? make('a', 'link', { href: link }) : makeButton('use');
      leading.textContent = button ?? text;
      leading.onclick = (event) => {
        event.preventDefault();
        act();
      };
      return make('li', 'item', {}, link ? '' : `${text} `, leading);
    }),
  );
}

/** Of notices, and of cards. @type {Record<string, string>} */
const tones = { gone: 'warn', active: 'good', saved: 'good', waiting: 'warn', contested: 'warn' };

/** The notice in words. @returns {{ title: string, text: string, tone: string, traceId?: string }} */
function inWords(/** @type {import('./saving.js').State} */ { notice, retryAt }, /** @type {Shown['words']} */ words) {
  if (!notice) return { title: '', text: '', tone: '' };
  const { kind, error, outcome } = notice;
  if (kind === 'error') return describeError(error, words, outcome, retryAt);
  const [title = '', text = ''] = words.notices[kind] ?? [];
  return { title, text, tone: tones[kind] ?? 'info' };
}

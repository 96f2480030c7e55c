// @ts-check
// What the editor looks like: native controls, tied to their hints and errors by id. Texts are always set as text, never
// as HTML, and only where they differ, so that nothing is said twice.
import { fields, isBusy, valuesOf } from './saving.js';
import { describeError, describeIssue } from './words.js';

/** What helps to type and to fill in each control. @type {Record<string, Record<string, string>>} */
const purposes = {
  phone_number: { type: 'tel', inputmode: 'tel', autocomplete: 'tel', spellcheck: 'false', dir: 'ltr' },
  first_name: { type: 'text', autocomplete: 'given-name', autocapitalize: 'words', spellcheck: 'false', dir: 'auto' },
  last_name: { type: 'text', autocomplete: 'family-name', autocapitalize: 'words', spellcheck: 'false', dir: 'auto' },
  image_url: { type: 'url', inputmode: 'url', autocomplete: 'photo', autocapitalize: 'none', spellcheck: 'false', dir: 'ltr' },
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

/** A label, a hint, a control and an error. @param {string} id @param {string} name */
function makeField(id, name) {
  const ids = { input: `${id}-${name}`, hint: `${id}-${name}-hint`, error: `${id}-${name}-error` };
  const label = make('label', 'label', { for: ids.input });
  const hint = make('p', 'hint', { id: ids.hint });
  const input = make('input', 'input', { id: ids.input, name, ...purposes[name] });
  const error = make('p', 'error', { id: ids.error });
  const root = make('div', 'field', { 'data-field': name }, make('div', 'head', {}, label), hint, input, error);
  return {
    root, label, hint, input, error,
    /** @param {string} text @param {string} hintText @param {string} [problem] */
    render(text, hintText, problem) {
      show(label, text);
      show(hint, hintText);
      show(error, problem);
      input.setAttribute('aria-invalid', String(!!problem));
      const described = [hintText && ids.hint, problem && ids.error].filter(Boolean).join(' ');
      if (described) input.setAttribute('aria-describedby', described);
      else input.removeAttribute('aria-describedby');
    },
  };
}

/** The editor's elements, in nobody's document yet. */
export function createView() {
  const id = `contact-card-${++count}`;
  const number = makeField(id, 'phone_number');
  const open = make('button', 'button', { type: 'submit' });
  const suggestion = make('button', 'button contact-card-suggestion', { type: 'button' });
  const numberForm = make('form', 'number', { novalidate: '' }, number.root, make('div', 'actions', {}, suggestion, open));

  const state = make('p', 'state', {}, make('bdi', 'which', { dir: 'ltr' }), ' ', make('span', 'badge'));
  const group = (/** @type {string} */ name, /** @type {HTMLElement[]} */ ...more) => {
    const title = make('p', 'title', { id: `${id}-${name}` });
    const list = make('ul', 'list');
    const root = make('div', name, { role: 'group', tabindex: '-1', 'aria-labelledby': title.id }, title, ...more, list);
    return { root, title, list };
  };
  const summary = group('summary');
  const decide = make('p', 'text', { id: `${id}-decide` });
  const differences = group('differences', decide);
  differences.root.setAttribute('aria-describedby', decide.id);
  const inputs = fields.map((name) => makeField(id, name));
  const save = make('button', 'button contact-card-save', { type: 'submit' });
  const undo = make('button', 'button contact-card-undo', { type: 'reset' });
  const form = make('form', 'form', { novalidate: '' },
    state, summary.root, differences.root, ...inputs.map(({ root }) => root), make('div', 'actions', {}, save, undo));

  // Not atomic: what is added is said without the rest.
  const status = make('p', 'status', { role: 'status', 'aria-atomic': 'false' });
  const wait = make('p', 'wait', { role: 'timer' });
  const traceId = make('code', 'trace-id');
  const traceLabel = make('span', 'trace-label');
  const copy = make('button', 'button contact-card-copy', { type: 'button' });
  const trace = make('p', 'trace', {}, traceLabel, ' ', traceId, ' ', copy);
  const again = make('button', 'button contact-card-again', { type: 'button' });
  const outcome = make('div', 'outcome', {}, status, wait, trace, make('div', 'actions', {}, again));
  const field = Object.fromEntries(fields.map((name, index) => [name, inputs[index]]));
  return {
    roots: [numberForm, form, outcome],
    number, numberForm, open, suggestion, state, summary, differences, decide, field, form, save, undo, status, wait, trace,
    traceId, traceLabel, copy, again, outcome,
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
  show(/** @type {HTMLElement} */ (badge), card ? (card.is_active ? states.active : states.waiting) : states.absent);
  view.state.dataset.state = card ? (card.is_active ? 'active' : 'waiting') : 'absent';

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
  const isTold = issues.filter(({ path }) => told.has(String(path[0])) || !(String(path[0]) in view.field));
  fillList(view.summary, isTold.map((issue) => {
    const name = String(issue.path[0]);
    return name in view.field ? { text: inText(issue), link: `#${view.field[name].input.id}`, act: () => goTo(name) } : { text: inText(issue) };
  }), told.has('summary'));

  show(view.differences.title, texts.differences);
  show(view.decide, texts.decide);
  fillList(view.differences, state.differences.map(({ name, before, now }) => ({
    text: texts.difference(labels[name], before, now),
    ...(now !== '' && edited[name] !== now ? { button: buttons.use(now), act: () => goTo(name, now) } : {}),
  })), true);

  const { title, text, tone, traceId } = inWords(state, words);
  const said = [title, text].filter(Boolean).join('\n');
  if (view.status.dataset.said !== said) {
    view.status.dataset.said = said;
    const parts = said ? [make('strong', 'title', {}, title), ' ', make('span', 'text', {}, text)] : [];
    view.status.replaceChildren(...parts);
  }
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

/** Items of a list, each with what leads somewhere; made anew only where they differ. */
function fillList(/** @type {any} */ { root, list }, /** @type {Item[]} */ items, /** @type {boolean} */ isShown) {
  root.hidden = !isShown || items.length === 0;
  const key = JSON.stringify(items);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(...items.map(({ text, link, button, act }) => {
    if (link) return make('li', 'item', {}, acting(make('a', 'link', { href: link }, text), act));
    if (button) return make('li', 'item', {}, text, ' ', acting(make('button', 'button contact-card-use', { type: 'button' }, button), act));
    return make('li', 'item', {}, text);
  }));
}

/** @template {HTMLElement} Element @param {Element} element @param {() => void} [act] */
function acting(element, act) {
  element.addEventListener('click', (event) => {
    event.preventDefault();
    act?.();
  });
  return element;
}

const tones = /** @type {Record<string, string>} */ ({
  absent: 'info', gone: 'warn', unchanged: 'info', already: 'good', saved: 'good', waiting: 'warn', updated: 'info', contested: 'warn',
  free: 'info',
});

/** The notice in words. @returns {{ title: string, text: string, tone: string, traceId?: string }} */
function inWords(/** @type {import('./saving.js').State} */ { notice, retryAt }, /** @type {Shown['words']} */ words) {
  if (!notice) return { title: '', text: '', tone: '' };
  if (notice.kind === 'error') {
    // The time of the clock stays true, where "in ten minutes" doesn't.
    const { retryAfter, ...rest } = plain(notice.error);
    const said = describeError(retryAt ? rest : { ...rest, retryAfter }, words, notice.outcome);
    return retryAt ? { ...said, text: `${said.text} ${words.texts.tryAt(new Date(retryAt))}` } : said;
  }
  const [title = '', text = ''] = words.notices[notice.kind] ?? [];
  return { title, text, tone: tones[notice.kind] ?? 'busy' };
}

/** What of an error is put into words. @param {any} error */
const plain = (error) => ({
  name: error?.name, message: error?.message ?? String(error), outcome: error?.outcome, traceId: error?.traceId, retryAfter: error?.retryAfter,
});

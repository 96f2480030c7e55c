// Many cards at once, on the page: a list is checked, shown, sent, and its failures are exported.
import { english } from 'linq-contact-card/element';
import { announce, byId, element, fullName, show, tellField } from '../page.js';
import { checkRows, withSuggestions } from './check.js';
import { Run, hasFailed } from './run.js';
import { columns, readTable, writeTable } from './table.js';

/** Each result in words, and in the colour of its kind. */
const words = {
  ready: ['To send', 'quiet', 'open'],
  waiting: ['Waiting', 'quiet', 'open'],
  sending: ['Sending…', 'quiet', 'open'],
  saved: ['Saved', 'good', 'saved'],
  saved_inactive: ['Saved, not active yet', 'warn', 'saved'],
  refused: ['Refused', 'bad', 'failed'],
  unknown: ['Not known whether saved', 'warn', 'failed'],
  not_sent: ['Not sent', 'bad', 'failed'],
  unchanged: ['Unchanged, not sent', 'quiet', 'kept'],
  invalid: ['Invalid, not sent', 'bad', 'kept'],
  cancelled: ['Cancelled, not sent', 'quiet', 'kept'],
};

const reasonsToHalt = {
  signed_out: 'Paused: nobody is signed in. Sign in in another tab, then resume.',
  offline: 'Paused: nothing answers. Resume when the connection is back.',
};

/** How often the progress is said aloud, in parts of the whole. */
const SPOKEN_PARTS = 4;

let run;
let account;
let unread = [];
let items = new Map();
let isDrawing = false;
let stale = new Set();
let said;

/** Wires the view. `account`: the `client`, the `cards` as they are known, `replace` for a card that was answered, `done` after a run. */
export function wireMany(given) {
  account = given;
  byId('many-form').addEventListener('submit', (event) => {
    event.preventDefault();
    checkList();
  });
  byId('many-file').addEventListener('change', async ({ target }) => {
    const [file] = target.files;
    if (file) byId('many-text').value = await file.text();
  });
  byId('many-start').addEventListener('click', () => run.start());
  byId('many-again').addEventListener('click', () => run.again());
  byId('many-pause').addEventListener('click', () => (run.state === 'paused' ? run.resume() : run.pause()));
  byId('many-cancel').addEventListener('click', () => run.cancel());
  byId('many-export').addEventListener('click', exportFailures);
  byId('many-suggest').addEventListener('click', () => open(withSuggestions(run.rows)));
  byId('many-new').addEventListener('click', startAnew);
  byId('many-filter').addEventListener('change', filter);
  // Leaving now would leave rows under way, of which nobody would hear.
  addEventListener('beforeunload', (event) => {
    if (run && (run.isBusy || run.state === 'running')) event.preventDefault();
  });
}

function checkList() {
  const list = readTable(byId('many-text').value);
  const cards = account.cards();
  const trouble =
    list.rows.length === 0
      ? 'Paste a list, or choose a file.'
      : cards
        ? ''
        : 'The cards of the account are not loaded yet.';
  tellField(byId('many-text'), byId('many-error'), trouble);
  if (trouble) {
    byId('many-text').focus();
    return;
  }
  unread = list.unread;
  open(list.rows);
}

/** Shows the verdict on rows. Nothing is sent. */
function open(rows) {
  run = new Run(checkRows(rows, account.cards()), account.client, changed);
  said = 0;
  items = new Map(run.rows.map((row) => [row, drawRow(row)]));
  byId('many-rows').replaceChildren(...run.rows.map((row) => items.get(row).item));
  byId('many-filter').value = '';
  byId('many-result').hidden = false;
  draw();
  filter();
  byId('many-result-title').focus();
}

function startAnew() {
  run = undefined;
  byId('many-result').hidden = true;
  byId('many-input').disabled = false;
  byId('many-form').reset();
  byId('many-text').focus();
}

/** Hears of the run's changes; the page is drawn once a frame. */
function changed(row) {
  if (row) stale.add(row);
  if (row?.card && (row.result === 'saved' || row.result === 'saved_inactive')) account.replace(row.card);
  if (!row && run.state === 'done') account.done();
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    if (!run) return;
    for (const each of stale) updateRow(each);
    stale = new Set();
    draw();
    filter();
    speak();
  });
}

function draw() {
  const { state, counts } = run;
  const { all, ended } = run.progress;
  const isRunning = state === 'running' || state === 'paused';
  const focused = document.activeElement;
  byId('many-result-title').textContent = title();
  byId('many-counts').replaceChildren(
    ...Object.keys(words)
      .filter((result) => counts[result])
      .map((result) => {
        const [text, tone] = words[result];
        const item = element('li', {
          className: 'badge',
          textContent: `${counts[result]} ${text.toLowerCase().replace('…', '')}`,
        });
        item.dataset.tone = tone;
        return item;
      }),
  );
  show(byId('many-notes'), unread.length > 0 && `Not read, as no field is called so: ${unread.join(', ')}.`);
  byId('many-input').disabled = isRunning;
  byId('many-progress-box').hidden = state === 'idle' || all === 0;
  Object.assign(byId('many-progress'), { max: all || 1, value: ended });
  byId('many-progress-label').textContent = `${ended} of ${all} have ended`;
  show(byId('many-halted'), state === 'paused' && reasonsToHalt[run.halted]);

  const failures = run.rows.filter(hasFailed).length;
  const suggested = run.rows.filter(({ suggestion }) => suggestion).length;
  button('many-start', state === 'idle' && all > 0 && (all === 1 ? 'Send 1 update' : `Send ${all} updates`));
  button('many-pause', isRunning && (state === 'paused' ? 'Resume' : 'Pause'));
  button('many-cancel', isRunning && 'Cancel the rest');
  button(
    'many-again',
    state === 'done' &&
      failures > 0 &&
      (failures === 1 ? 'Try the failed one once more' : `Try the ${failures} failed once more`),
  );
  button(
    'many-export',
    !isRunning &&
      exported().length > 0 &&
      (state === 'done' ? 'Export what failed (CSV)' : 'Export what is invalid (CSV)'),
  );
  button(
    'many-suggest',
    state === 'idle' &&
      suggested > 0 &&
      (suggested === 1 ? 'Write 1 number as its digits only' : `Write ${suggested} numbers as their digits only`),
  );
  button('many-new', !isRunning && 'Another list');
  // A button that is gone leaves its focus to what follows it.
  if (focused?.hidden) byId(isRunning ? 'many-pause' : 'many-result-title').focus();
}

function title() {
  if (run.state === 'idle') return 'Checked, nothing is sent yet';
  if (run.state === 'paused') return run.isBusy ? 'Pausing: what is under way still ends' : 'Paused';
  return run.state === 'running' ? 'Sending' : 'Done';
}

/** Shows a button with a text, or hides it. */
function button(id, text) {
  byId(id).hidden = !text;
  if (text) byId(id).textContent = text;
}

/** Says where the run stands: at its turns, and a few times in between. */
function speak() {
  const { all, ended } = run.progress;
  const part = Math.floor((ended / (all || 1)) * SPOKEN_PARTS);
  const now = `${title()} ${part}`;
  if (now === said) return;
  said = now;
  announce(`${title()}. ${ended} of ${all} have ended. ${run.state === 'done' ? countsInWords() : ''}`);
}

const countsInWords = () => [...byId('many-counts').children].map(({ textContent }) => textContent).join(', ');

function drawRow(row) {
  const { params, line, card } = row;
  const cell = (...children) => {
    const made = element('td', {}, ...children);
    made.setAttribute('role', 'cell');
    return made;
  };
  const number = element(
    'th',
    { scope: 'row' },
    element('bdi', { dir: 'ltr', textContent: params.phone_number || 'no number' }),
    element(
      'span',
      { className: 'hint' },
      ...(card ? [element('bdi', { textContent: fullName(card) }), ` · line ${line}`] : [`Line ${line}`]),
    ),
  );
  number.setAttribute('role', 'rowheader');
  const result = cell();
  const item = element('tr', {}, number, cell(...differences(row)), result);
  item.setAttribute('role', 'row');
  items.set(row, { item, result });
  updateRow(row);
  return items.get(row);
}

/** What would change, the old beside the new. */
function differences({ params, changes, card }) {
  const shown = columns.filter((name) => name !== 'phone_number' && (changes ?? params)[name] !== undefined);
  return shown.map((name) => {
    const old = card?.[name];
    return element(
      'p',
      {},
      element('span', { className: 'hint', textContent: `${english.labels[name]}: ` }),
      ...(changes && old ? [element('del', { dir: 'auto', textContent: old }), ' '] : []),
      element(changes ? 'ins' : 'span', { dir: 'auto', textContent: (changes ?? params)[name] }),
    );
  });
}

function updateRow(row) {
  const { item, result } = items.get(row);
  const [text, tone, group] = words[row.result];
  const badge = element('span', { className: 'badge', textContent: text });
  badge.dataset.tone = tone;
  item.dataset.result = row.result;
  item.dataset.group = group;
  result.replaceChildren(
    badge,
    ...reasons(row).map((reason) => element('p', { className: 'hint', textContent: reason })),
    ...(row.traceId
      ? [element('p', { className: 'hint' }, 'Trace id ', element('code', { textContent: row.traceId }))]
      : []),
  );
}

function reasons({ reason, retryAfter, suggestion, tries }) {
  return [
    reason && (/[.!?]$/.test(reason) ? reason : `${reason}.`),
    retryAfter !== undefined && english.texts.tryIn(retryAfter),
    suggestion && `As its digits only: ${suggestion}`,
    tries > 1 && `Sent ${tries} times.`,
  ].filter(Boolean);
}

function filter() {
  const wanted = byId('many-filter').value;
  let shown = 0;
  for (const { item } of items.values()) {
    item.hidden = wanted !== '' && item.dataset.group !== wanted;
    if (!item.hidden) shown += 1;
  }
  byId('many-none').hidden = shown > 0;
  byId('many-table').hidden = shown === 0;
}

/** What isn't as the list wants it, and can be mended and pasted again. */
const exported = () =>
  run.rows.filter((row) => hasFailed(row) || row.result === 'invalid' || row.result === 'cancelled');

function exportFailures() {
  // The byte order mark has spreadsheets read it as UTF-8.
  const blob = new Blob([`\uFEFF${writeTable(exported())}`], { type: 'text/csv;charset=utf-8' });
  const link = element('a', { href: URL.createObjectURL(blob), download: 'contact-cards-failed.csv' });
  link.click();
  URL.revokeObjectURL(link.href);
  announce('The failures are exported');
}

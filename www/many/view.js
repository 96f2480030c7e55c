// The view of many cards: a list is checked, shown and sent, and its failures are exported.
import { english } from 'linq-contact-card/element';
import { announce, badge, byId, element, fullName, show, setFieldError } from '../page.js';
import { checkRows, withSuggestions } from './check.js';
import { Run, hasFailed } from './run.js';
import { columns, readTable, writeTable } from './table.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @import { Result, RunRow } from './run.js' */
/** @import { Row } from './table.js' */

/**
 * What the view uses of the page.
 *
 * @typedef {object} Account
 * @property {ContactCards} client
 * @property {() => SetContactCard[] | undefined} cards absent until they are loaded
 * @property {(card: SetContactCard) => void} replace stores a card that was saved
 * @property {() => void} done is called after a run
 */

/** How each result is shown: its text, its tone, and its group in the filter. @type {Record<Result, [string, string, string]>} */
const shownAs = {
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

const results = /** @type {Result[]} */ (Object.keys(shownAs));

const reasonsToHalt = {
  signed_out: 'Paused: you are signed out. Sign in in another tab, then resume.',
  offline: 'Paused: the server does not respond. Resume when the connection is back.',
};

/** Progress is announced each time another one of so many parts has ended. */
const ANNOUNCED_PARTS = 4;

/** @type {Account} */
let account;
/** @type {Run | undefined} */
let run;
/** The columns of the list that aren't read, as no field has their name. @type {string[]} */
let unread = [];
/** The table's rows, with the cell of the result. @type {Map<RunRow, { item: HTMLElement, result: HTMLElement }>} */
let items = new Map();
/** The rows to draw in the next frame. @type {Set<RunRow>} */
let stale = new Set();
let isDrawing = false;
/** What was announced last, so that it isn't repeated. */
let announced = '';

/** Wires the view. @param {Account} page */
export function wireMany(page) {
  account = page;
  const file = byId('many-file', HTMLInputElement);
  byId('many-form').addEventListener('submit', (event) => {
    event.preventDefault();
    checkList();
  });
  file.addEventListener('change', async () => {
    const [chosen] = file.files ?? [];
    if (chosen) list().value = await chosen.text();
  });
  byId('many-start').addEventListener('click', () => run?.start());
  byId('many-again').addEventListener('click', () => run?.again());
  byId('many-pause').addEventListener('click', () => (run?.state === 'paused' ? run.resume() : run?.pause()));
  byId('many-cancel').addEventListener('click', () => run?.cancel());
  byId('many-export').addEventListener('click', exportFailures);
  byId('many-suggest').addEventListener('click', () => open(withSuggestions(run?.rows ?? [])));
  byId('many-new').addEventListener('click', startOver);
  byId('many-filter').addEventListener('change', filter);
  // The outcome of rows in flight would be lost.
  addEventListener('beforeunload', (event) => {
    if (run && (run.isBusy || run.state === 'running')) event.preventDefault();
  });
}

/** The field for the list. */
const list = () => byId('many-text', HTMLTextAreaElement);

/** Reads the list and checks its rows, or shows why it can't be read. */
function checkList() {
  const table = readTable(list().value);
  const problem =
    table.rows.length === 0
      ? 'Paste a list, or choose a file.'
      : account.cards()
        ? ''
        : 'The cards of the account are not loaded yet.';
  setFieldError(list(), byId('many-error'), problem);
  if (problem) {
    list().focus();
    return;
  }
  unread = table.unread;
  open(table.rows);
}

/** Checks rows and shows the verdicts. Nothing is sent. @param {Row[]} rows */
function open(rows) {
  run = new Run(checkRows(rows, account.cards() ?? []), account.client, changed);
  announced = '';
  items = new Map(run.rows.map((row) => [row, drawRow(row)]));
  byId('many-rows').replaceChildren(...[...items.values()].map(({ item }) => item));
  byId('many-filter', HTMLSelectElement).value = '';
  byId('many-result').hidden = false;
  draw(run);
  filter();
  byId('many-result-title').focus();
}

/** Shows the empty form for another list. */
function startOver() {
  run = undefined;
  byId('many-result').hidden = true;
  byId('many-input', HTMLFieldSetElement).disabled = false;
  byId('many-form', HTMLFormElement).reset();
  list().focus();
}

/** Handles a change of the run, or of one of its rows. The page is drawn once a frame. @param {RunRow} [row] */
function changed(row) {
  if (row) stale.add(row);
  if (row?.card && (row.result === 'saved' || row.result === 'saved_inactive')) account.replace(row.card);
  if (!row && run?.state === 'done') account.done();
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    if (!run) return;
    for (const each of stale) updateRow(each);
    stale = new Set();
    draw(run);
    filter();
    announceProgress(run);
  });
}

/** Draws all but the rows. @param {Run} run */
function draw(run) {
  const { state, counts } = run;
  const { all, ended } = run.progress;
  const isRunning = state === 'running' || state === 'paused';
  const focused = document.activeElement;
  byId('many-result-title').textContent = title(run);
  byId('many-counts').replaceChildren(
    ...results.filter((result) => counts[result]).map((result) => count(run, result)),
  );
  show(byId('many-notes'), unread.length > 0 && `Not read, as no field is called so: ${unread.join(', ')}.`);
  byId('many-input', HTMLFieldSetElement).disabled = isRunning;
  byId('many-progress-box').hidden = state === 'idle' || all === 0;
  Object.assign(byId('many-progress'), { max: all || 1, value: ended });
  byId('many-progress-label').textContent = `${ended} of ${all} have ended`;
  show(byId('many-halted'), run.halted && reasonsToHalt[run.halted]);

  const failures = run.rows.filter(hasFailed).length;
  const suggested = run.rows.filter(({ suggestion }) => suggestion).length;
  show(byId('many-start'), state === 'idle' && all > 0 && (all === 1 ? 'Send 1 update' : `Send ${all} updates`));
  show(byId('many-pause'), isRunning && (state === 'paused' ? 'Resume' : 'Pause'));
  show(byId('many-cancel'), isRunning && 'Cancel the rest');
  show(
    byId('many-again'),
    state === 'done' &&
      failures > 0 &&
      (failures === 1 ? 'Try the failed one once more' : `Try the ${failures} failed once more`),
  );
  show(
    byId('many-export'),
    !isRunning &&
      run.rows.some(isExported) &&
      (state === 'done' ? 'Export what failed (CSV)' : 'Export what is invalid (CSV)'),
  );
  show(
    byId('many-suggest'),
    state === 'idle' &&
      suggested > 0 &&
      (suggested === 1 ? 'Write 1 number as its digits only' : `Write ${suggested} numbers as their digits only`),
  );
  show(byId('many-new'), !isRunning && 'Another list');
  // A button that disappears passes its focus on.
  if (focused instanceof HTMLElement && focused.hidden) byId(isRunning ? 'many-pause' : 'many-result-title').focus();
}

/** Returns the title for a run's state. @param {Run} run */
function title(run) {
  if (run.state === 'idle') return 'Checked, nothing is sent yet';
  if (run.state === 'paused') return run.isBusy ? 'Pausing: waiting for updates that were sent' : 'Paused';
  return run.state === 'running' ? 'Sending' : 'Done';
}

/**
 * Makes the badge with the number of rows that have a result.
 *
 * @param {Run} run
 * @param {Result} result
 */
function count(run, result) {
  const [text, tone] = shownAs[result];
  const item = element('li', {
    className: 'badge',
    textContent: `${run.counts[result]} ${text.toLowerCase().replace('…', '')}`,
  });
  item.dataset.tone = tone;
  return item;
}

/** Announces the progress when the run's state changes, and a few times in between. @param {Run} run */
function announceProgress(run) {
  const { all, ended } = run.progress;
  const part = Math.floor((ended / (all || 1)) * ANNOUNCED_PARTS);
  const now = `${title(run)} ${part}`;
  if (now === announced) return;
  announced = now;
  const counts = [...byId('many-counts').children].map(({ textContent }) => textContent).join(', ');
  announce(`${title(run)}. ${ended} of ${all} have ended. ${run.state === 'done' ? counts : ''}`);
}

/** Makes the table row of a row. @param {RunRow} row */
function drawRow(row) {
  const { params, line, card } = row;
  /** @param {Node[]} children */
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
  updateResult(row, item, result);
  return { item, result };
}

/** Makes what would change: the old values and the new ones. @param {RunRow} row */
function differences({ params, changes, card }) {
  const fields = changes ?? params;
  return columns.flatMap((name) => {
    const value = fields[name];
    if (name === 'phone_number' || value === undefined) return [];
    const old = card?.[name];
    return element(
      'p',
      {},
      element('span', { className: 'hint', textContent: `${english.labels[name]}: ` }),
      ...(changes && old ? [element('del', { dir: 'auto', textContent: old }), ' '] : []),
      element(changes ? 'ins' : 'span', { dir: 'auto', textContent: value }),
    );
  });
}

/** Renders the result of a row that has changed. @param {RunRow} row */
function updateRow(row) {
  const drawn = items.get(row);
  if (drawn) updateResult(row, drawn.item, drawn.result);
}

/**
 * Renders the result of a row into its cell.
 *
 * @param {RunRow} row
 * @param {HTMLElement} item
 * @param {HTMLElement} cell
 */
function updateResult(row, item, cell) {
  const [text, tone, group] = shownAs[row.result];
  item.dataset.result = row.result;
  item.dataset.group = group;
  cell.replaceChildren(
    badge(text, tone),
    ...reasons(row).map((reason) => element('p', { className: 'hint', textContent: reason })),
    ...(row.traceId
      ? [element('p', { className: 'hint' }, 'Trace id ', element('code', { textContent: row.traceId }))]
      : []),
  );
}

/** Returns the texts that explain a row's result. @param {RunRow} row */
function reasons({ reason, retryAfter, suggestion, tries }) {
  return [
    reason && (/[.!?]$/.test(reason) ? reason : `${reason}.`),
    retryAfter !== undefined && english.texts.tryIn(retryAfter),
    suggestion && `As its digits only: ${suggestion}`,
    tries > 1 && `Sent ${tries} times.`,
  ].flatMap((text) => text || []);
}

/** Shows the rows of the chosen group. */
function filter() {
  const group = byId('many-filter', HTMLSelectElement).value;
  let shown = 0;
  for (const { item } of items.values()) {
    item.hidden = group !== '' && item.dataset.group !== group;
    if (!item.hidden) shown += 1;
  }
  byId('many-none').hidden = shown > 0;
  byId('many-table').hidden = shown === 0;
}

/** Whether a row is exported, to be corrected and pasted again. @param {RunRow} row */
const isExported = (row) => hasFailed(row) || row.result === 'invalid' || row.result === 'cancelled';

/** Downloads the rows to be corrected, as CSV. */
function exportFailures() {
  const rows = run?.rows.filter(isExported) ?? [];
  // The byte order mark has spreadsheets read it as UTF-8.
  const blob = new Blob([`\uFEFF${writeTable(rows)}`], { type: 'text/csv;charset=utf-8' });
  const link = element('a', { href: URL.createObjectURL(blob), download: 'contact-cards-failed.csv' });
  link.click();
  URL.revokeObjectURL(link.href);
  announce('The failures are exported');
}

// The view of many cards: a list is checked, shown and sent, and its failures are exported.
import { checkRows, withSuggestions } from '../import/check.js';
import { writeList } from '../import/export.js';
import { readList } from '../import/list.js';
import { announce, byId, element, setFieldError, show } from '../shell/page.js';
import { decisions, drawColumns, forgetColumns, wireColumns } from './columns.js';
import { describeReading, readingWarnings } from './reading.js';
import { drawRow, shownAs, updateResult } from './rows.js';
import { hasFailed, Run } from '../run/run.js';
import { describeSource, encodingWarnings, forgetFile, listField, wireSource } from './source.js';

/** @import { ContactCards, SetContactCard, WriteBudget } from 'linq-contact-card' */
/** @import { List } from '../import/list.js' */
/** @import { Row } from '../import/rows.js' */
/** @import { Result, RunRow } from '../run/run.js' */

/**
 * What the view uses of the page.
 *
 * @typedef {object} Account
 * @property {ContactCards} client
 * @property {string} user who is signed in; empty where there is one user only
 * @property {(phone_number: string) => WriteBudget} budgetOf returns what the page knows of a number's write budget
 * @property {() => readonly SetContactCard[] | undefined} cards absent until they are loaded
 * @property {(card: SetContactCard) => void} replace stores a card that was saved
 * @property {() => void} done is called after a run
 */

/**
 * How a list was read, and what it was read from.
 *
 * @typedef {object} Reading
 * @property {string} input what `inputState` returned
 * @property {string} description
 * @property {string[]} warnings
 */

/**
 * A list that was checked, and what is drawn of it.
 *
 * @typedef {object} CheckedList
 * @property {Run} run
 * @property {Reading} reading
 * @property {boolean} isOutdated whether the list has changed since
 * @property {Map<RunRow, { item: HTMLElement, result: HTMLElement }>} items the table's rows, with the cell of the result
 * @property {Set<RunRow>} stale the rows to draw in the next frame
 * @property {boolean} isDrawing whether a frame was requested
 * @property {string} announced what was announced last, so that it isn't repeated
 */

const results = /** @type {Result[]} */ (Object.keys(shownAs));

const reasonsToHalt = {
  signed_out: 'Paused: you are signed out. Sign in in another tab, then resume.',
  offline: 'Paused: the server does not respond. Resume when the connection is back.',
  limited: 'Paused: you have made as many changes as are allowed for now. It goes on by itself.',
  taken_over: 'Paused: the list is sent in another tab.',
};

/** Progress is announced each time another one of so many parts has ended. */
const ANNOUNCED_PARTS = 4;

/** @type {Account} */
let account;
/** The list that is shown, once one was checked. @type {CheckedList | undefined} */
let shown;

/** Wires the view. @param {Account} page */
export function wireMany(page) {
  account = page;
  // A browser may restore what was typed before the page was loaded again.
  byId('many-form', HTMLFormElement).reset();
  wireSource({
    edited: takeBack,
    replaced() {
      forgetColumns();
      takeBack();
    },
  });
  wireColumns(takeBack);
  byId('many-form').addEventListener('submit', (event) => {
    event.preventDefault();
    checkList();
  });
  byId('many-start').addEventListener('click', () => current()?.run.start());
  byId('many-again').addEventListener('click', () => current()?.run.again());
  byId('many-pause').addEventListener('click', () =>
    shown?.run.state === 'paused' ? shown.run.resume() : shown?.run.pause(),
  );
  byId('many-cancel').addEventListener('click', () => shown?.run.cancel());
  byId('many-export').addEventListener('click', exportFailures);
  byId('many-suggest').addEventListener('click', () => {
    const list = current();
    if (list) open(withSuggestions(list.run.rows), list.reading);
  });
  byId('many-new').addEventListener('click', startOver);
  byId('many-filter').addEventListener('change', filter);
  // The outcome of rows in flight would be lost.
  addEventListener('beforeunload', (event) => {
    if (shown?.run.isBusy || shown?.run.state === 'running') event.preventDefault();
  });
}

/** Returns all that the user can change about the list, to be compared: its text, its encoding and its columns. */
const inputState = () =>
  JSON.stringify([listField(), ...byId('many-input').querySelectorAll('select')].map(({ value }) => value));

/** Whether a list is still what was checked. @param {CheckedList} list */
const isCurrent = ({ reading }) => reading.input === inputState();

/** Returns the list that was checked, or takes the check back if it has changed without an event. */
function current() {
  if (shown && isCurrent(shown)) return shown;
  takeBack();
  byId('many-stale').focus();
  return undefined;
}

/** Takes the check back, as the list has changed. The results of a run stay in view, but nothing more is sent. */
function takeBack() {
  show(byId('many-problems'), '');
  if (!shown || isCurrent(shown)) return;
  shown.isOutdated = true;
  if (shown.run.state === 'idle') close();
  else draw(shown);
  show(byId('many-stale'), 'The list has changed since it was checked. Check it again before anything is sent.');
  announce(byId('many-stale').textContent);
}

/** Reads the list and checks its rows, or shows why it can't be read. */
function checkList() {
  const list = readList(listField().value, decisions());
  if (shown?.run.state === 'idle') close();
  drawColumns(list);
  const [problem] = list.rows.length === 0 ? list.problems : [];
  const fieldProblem = problem ?? (account.cards() ? '' : 'The cards of the account are not loaded yet.');
  setFieldError(listField(), byId('many-error'), fieldProblem);
  if (fieldProblem) listField().focus();
  else if (list.problems.length > 0) showProblems(list.problems);
  else {
    close();
    open(list.rows, readingOf(list));
  }
}

/** Shows why no row can be sent. @param {string[]} problems */
function showProblems(problems) {
  const box = byId('many-problems');
  box.replaceChildren(...problems.map((textContent) => element('p', { textContent })));
  box.hidden = false;
  box.focus();
}

/**
 * Returns how a list was read.
 *
 * @param {List} list
 * @returns {Reading}
 */
const readingOf = (list) => ({
  input: inputState(),
  description: describeReading(list, describeSource()),
  warnings: [...readingWarnings(list), ...encodingWarnings()],
});

/**
 * Checks rows and shows the verdicts. Nothing is sent.
 *
 * @param {Row[]} rows
 * @param {Reading} reading
 */
function open(rows, reading) {
  const run = new Run(checkRows(rows, account.cards() ?? []), account.client, (row) => changed(list, row));
  const items = new Map(run.rows.map((row) => [row, drawRow(row)]));
  /** @type {CheckedList} */
  const list = { run, reading, isOutdated: false, items, stale: new Set(), isDrawing: false, announced: '' };
  shown = list;
  byId('many-rows').replaceChildren(...[...items.values()].map(({ item }) => item));
  byId('many-filter', HTMLSelectElement).value = '';
  byId('many-result').hidden = false;
  byId('many-source').textContent = reading.description;
  showWarnings(reading.warnings);
  draw(list);
  filter();
  byId('many-result-title').focus();
  if (reading.warnings.length > 0) announce(`Before you send: ${reading.warnings.join(' ')}`);
}

/** Shows what the user has to know before sending. @param {string[]} warnings */
function showWarnings(warnings) {
  const box = byId('many-warnings');
  box.hidden = warnings.length === 0;
  // It describes the button that sends, also while it is hidden.
  box.replaceChildren(
    ...(warnings.length > 0 ? [element('h3', { textContent: 'Before you send' })] : []),
    element('ul', {}, ...warnings.map((textContent) => element('li', { textContent }))),
  );
}

/** Closes the list that is shown. */
function close() {
  shown = undefined;
  byId('many-result').hidden = true;
  show(byId('many-stale'), '');
  show(byId('many-problems'), '');
}

/** Shows the empty form for another list. */
function startOver() {
  close();
  forgetColumns();
  byId('many-input', HTMLFieldSetElement).disabled = false;
  byId('many-form', HTMLFormElement).reset();
  forgetFile();
  listField().focus();
}

/**
 * Handles a change of a list's run, or of one of its rows. The page is drawn once a frame.
 *
 * @param {CheckedList} list
 * @param {RunRow} [row]
 */
function changed(list, row) {
  if (row) list.stale.add(row);
  if (row?.card && (row.result === 'saved' || row.result === 'saved_inactive')) account.replace(row.card);
  if (!row && list.run.state === 'done') account.done();
  if (list.isDrawing) return;
  list.isDrawing = true;
  requestAnimationFrame(() => {
    list.isDrawing = false;
    if (list !== shown) return;
    for (const each of list.stale) updateRow(list, each);
    list.stale.clear();
    draw(list);
    filter();
    announceProgress(list);
  });
}

/** Draws all but the rows. @param {CheckedList} list */
function draw({ run, isOutdated }) {
  const { state, counts } = run;
  const { all, ended } = run.progress;
  const isRunning = state === 'running' || state === 'paused';
  const focused = document.activeElement;
  byId('many-result-title').textContent = title(run);
  byId('many-counts').replaceChildren(
    ...results.filter((result) => counts[result]).map((result) => count(run, result)),
  );
  byId('many-input', HTMLFieldSetElement).disabled = isRunning;
  byId('many-progress-box').hidden = state === 'idle' || all === 0;
  Object.assign(byId('many-progress'), { max: all || 1, value: ended });
  byId('many-progress-label').textContent = `${ended} of ${all} have ended`;
  show(byId('many-halted'), run.halted && reasonsToHalt[run.halted]);

  const failures = run.rows.filter(hasFailed).length;
  const suggested = run.rows.filter(({ suggestionKind }) => suggestionKind === 'format').length;
  show(byId('many-start'), state === 'idle' && all > 0 && (all === 1 ? 'Send 1 update' : `Send ${all} updates`));
  show(byId('many-pause'), isRunning && (state === 'paused' ? 'Resume' : 'Pause'));
  show(byId('many-cancel'), isRunning && 'Cancel the rest');
  show(
    byId('many-again'),
    state === 'done' &&
      !isOutdated &&
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

/** Announces the progress when the run's state changes, and a few times in between. @param {CheckedList} list */
function announceProgress(list) {
  const { run } = list;
  const { all, ended } = run.progress;
  const part = Math.floor((ended / (all || 1)) * ANNOUNCED_PARTS);
  const now = `${title(run)} ${part}`;
  if (now === list.announced) return;
  list.announced = now;
  const counts = [...byId('many-counts').children].map(({ textContent }) => textContent).join(', ');
  announce(`${title(run)}. ${ended} of ${all} have ended. ${run.state === 'done' ? counts : ''}`);
}

/**
 * Renders the result of a row that has changed.
 *
 * @param {CheckedList} list
 * @param {RunRow} row
 */
function updateRow({ items }, row) {
  const drawn = items.get(row);
  if (drawn) updateResult(row, drawn.item, drawn.result);
}

/** Shows the rows of the chosen group. */
function filter() {
  const group = byId('many-filter', HTMLSelectElement).value;
  let visible = 0;
  for (const { item } of shown?.items.values() ?? []) {
    item.hidden = group !== '' && item.dataset.group !== group;
    if (!item.hidden) visible += 1;
  }
  byId('many-none').hidden = visible > 0;
  byId('many-table').hidden = visible === 0;
}

/** Whether a row is exported, to be corrected and pasted again. @param {RunRow} row */
const isExported = (row) => hasFailed(row) || row.result === 'invalid' || row.result === 'cancelled';

/** Downloads the rows to be corrected, as CSV. */
function exportFailures() {
  const rows = shown?.run.rows.filter(isExported) ?? [];
  // The byte order mark has spreadsheets read it as UTF-8.
  const blob = new Blob([`\uFEFF${writeList(rows)}`], { type: 'text/csv;charset=utf-8' });
  const link = element('a', { href: URL.createObjectURL(blob), download: 'contact-cards-failed.csv' });
  link.click();
  URL.revokeObjectURL(link.href);
  announce('The failures are exported');
}

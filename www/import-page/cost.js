// What a run costs, shown before it is sent: its writes, the numbers without one left, and what an undo leaves as it is.
import { english } from 'linq-contact-card/element';
import { hasFailed } from '../run/row.js';
import { hasLasting } from '../run/undo.js';
import { byId, element, fullName, show } from '../shell/page.js';
import { minuteFrom } from '../shell/time.js';
import { describeLasting, describeOtherRuns, describeUnconfirmed } from './outcome.js';
import { some } from './results.js';

/** @import { RunRow } from '../run/row.js' */
/** @import { Run } from '../run/run.js' */
/** @import { CannotUndo } from '../run/undo.js' */

/** How many numbers or values are listed. */
const LISTED = 100;

/**
 * Shows how many writes a run costs, and which of its changes last.
 *
 * @param {readonly RunRow[]} rows those that it is to send
 * @param {{ run: Run } | undefined} undone the run that it undoes
 */
export function drawCost(rows, undone) {
  const updates = `${some(rows.length, 'update')}${undone ? ' with the old values' : ''}, one write each.`;
  byId('import-cost').textContent =
    `${rows.length > 0 ? updates : 'Nothing can be sent now.'} Linq allows three writes per number in ten minutes.`;
  const { unknown = 0 } = undone?.run.counts ?? {};
  const lasting = undone ? describeUnconfirmed(unknown) : describeLasting(rows.filter(hasLasting).length);
  show(byId('import-lasting'), lasting);
}

/**
 * Shows the numbers without a write left, and lets the user agree to wait for them: before a run, and before another try.
 *
 * @param {Run} run
 * @param {boolean} wait whether the user agrees
 */
export function drawWaits({ state, rows, counts: { held = 0 } }, wait) {
  const isListed = state === 'idle' && held > 0;
  const isLater = state === 'done' && rows.some((row) => row.result === 'cancelled' || (hasFailed(row) && row.retryAt));
  const box = byId('import-waits');
  box.hidden = state !== 'idle' && !isLater;
  box.classList.toggle('outcome', isListed);
  byId('import-wait-text').textContent = isListed
    ? 'Send these when they can be written, while this page is open'
    : 'Wait for numbers that have no write left, while this page is open';
  const numbers = held === 1 ? '1 number has no write left' : `${held.toLocaleString('en')} numbers have no write left`;
  show(byId('import-waits-title'), isListed && `${numbers}${wait ? '' : ', and will not be sent'}`);
  byId('import-waits-list').hidden = !isListed;
  if (!isListed) return;
  const waiting = rows.filter(({ result }) => result === 'held');
  byId('import-waits-list').replaceChildren(...listed(waiting, drawWait));
}

/** Shows the rows whose number other runs are still to send, before a run. @param {Run} run */
export function drawOtherRuns({ rows, counts: { in_other_run = 0, ready = 0 } }) {
  const waiting = in_other_run > 0 ? rows.filter(({ result }) => result === 'in_other_run') : [];
  show(byId('import-other-runs'), waiting.length > 0 && describeOtherRuns(waiting, ready > 0));
}

/** Shows what stays as it is when a run is undone. @param {CannotUndo[]} cannot */
export function showNotes(cannot) {
  const box = byId('import-undo-notes');
  box.hidden = cannot.length === 0;
  const title = `${some(cannot.length, 'value')} can’t be undone`;
  box.replaceChildren(element('h4', { textContent: title }), element('ul', {}, ...listed(cannot, drawNote)));
}

/**
 * Makes the items of a list: of the first things, and how many more there are.
 *
 * @template Thing
 * @param {readonly Thing[]} things
 * @param {(thing: Thing) => HTMLElement} draw
 */
function listed(things, draw) {
  const items = things.slice(0, LISTED).map(draw);
  const more = things.length - items.length;
  return more > 0 ? [...items, element('li', { textContent: `and ${more.toLocaleString('en')} more` })] : items;
}

/** Makes the item of a number without a write left. @param {RunRow} row */
const drawWait = ({ params, card, heldUntil }) =>
  element(
    'li',
    {},
    element('bdi', { dir: 'ltr', textContent: params.phone_number }),
    ...(card ? [' · ', element('bdi', { textContent: fullName(card) })] : []),
    ...(heldUntil ? [` · next write at ${minuteFrom(heldUntil)}`] : []),
  );

/** Makes the item of a value that can't be undone. @param {CannotUndo} note */
const drawNote = ({ row, field, why }) =>
  element(
    'li',
    {},
    element('bdi', { dir: 'ltr', textContent: row.params.phone_number }),
    ` · ${english.labels[field]}: ${why}`,
  );

// The bar that is shown while something is unsaved: what would be saved, what that costs, and the two ways out.
import { byId } from '../shell/page.js';
import { setText } from './set-text.js';

/** @import { SaveBar } from './changes.js' */

/** By how much a phone's keyboard shrinks the window at least, in pixels: more than the browser's own bars do. */
const KEYBOARD = 120;

/** Calls these functions for the bar's buttons. @param {{ save: () => void, discard: () => void }} actions */
export function wireSaveBar({ save, discard }) {
  byId('save').addEventListener('click', save);
  byId('save-discard').addEventListener('click', discard);
  const bar = byId('save-bar');
  // The field keeps the focus: one that loses it may show an error, and move the button from under the pointer.
  bar.addEventListener('mousedown', (event) => event.preventDefault());
  new ResizeObserver(() => reserve(bar.offsetHeight)).observe(bar);
  // Not every engine heeds the page's scroll padding when the focus moves.
  byId('editor-place').addEventListener('focusin', uncover);
  let height = innerHeight;
  addEventListener('resize', () => {
    if (innerHeight < height - KEYBOARD) uncover();
    height = innerHeight;
  });
}

/** Shows the bar, or hides it where nothing is unsaved. @param {SaveBar | undefined} bar */
export function renderSaveBar(bar) {
  const root = byId('save-bar');
  const isNew = bar && root.hidden;
  const isLeft = !bar && root.contains(document.activeElement);
  if (!bar && !root.hidden) reserve(0);
  root.hidden = !bar;
  // The focus would be lost with its button.
  if (isLeft) byId('editor-title').focus({ preventScroll: true });
  if (!bar) return;
  setText('save-count', bar.count);
  setText('save-hint', bar.hint);
  setText('save', bar.save);
  byId('save').setAttribute('aria-disabled', String(bar.blocked !== ''));
  byId('save-discard').setAttribute('aria-disabled', String(bar.isSaving));
  if (!isNew) return;
  reserve(root.offsetHeight);
  uncover();
}

/** Has the page's styles know how much the bar covers. @param {number} height pixels */
function reserve(height) {
  document.documentElement.style.setProperty('--save-bar', `${height}px`);
}

/** Scrolls the control with the focus out from under the bar. */
function uncover() {
  const { activeElement } = document;
  const mayBeCovered = !byId('save-bar').hidden && byId('editor-place').contains(activeElement);
  if (mayBeCovered) activeElement?.scrollIntoView({ block: 'nearest' });
}

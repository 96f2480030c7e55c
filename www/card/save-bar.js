// The bar that is shown while something is unsaved: what would be saved, what that costs, and the two ways out.
import { byId } from '../shell/page.js';
import { setText } from './set-text.js';

/** @import { SaveBar } from './changes.js' */

/** Calls these functions for the bar's buttons. @param {{ save: () => void, discard: () => void }} actions */
export function wireSaveBar({ save, discard }) {
  byId('save').addEventListener('click', save);
  byId('save-discard').addEventListener('click', discard);
}

/** Shows the bar, or hides it where nothing is unsaved. @param {SaveBar | undefined} bar */
export function renderSaveBar(bar) {
  const root = byId('save-bar');
  const isLeft = !bar && root.contains(document.activeElement);
  root.hidden = !bar;
  // The focus would be lost with its button.
  if (isLeft) byId('editor-title').focus({ preventScroll: true });
  if (!bar) return;
  setText('save-count', bar.count);
  setText('save-hint', bar.hint);
  setText('save', bar.save);
  byId('save').setAttribute('aria-disabled', String(bar.blocked !== ''));
  byId('save-discard').setAttribute('aria-disabled', String(bar.isSaving));
}

// Texts that are rendered often.
import { byId } from '../shell/page.js';

/** Sets a text where it differs, so that a selection in it remains. @param {string} id @param {string} text */
export function setText(id, text) {
  const target = byId(id);
  if (target.textContent !== text) target.textContent = text;
}

// @ts-check
// The editor's looks: in a layer, so that every style of the page that is in none comes before them; adopted, so that no
// Content-Security-Policy has to allow inline styles.
import css from './styles.css';

/** @type {WeakMap<Document, CSSStyleSheet>} */
const sheets = new WeakMap();

/** The root that an editor stands in gets the styles, once. @param {any} root a document or a shadow root */
export function adoptStyles(root) {
  const home = root.ownerDocument ?? root;
  if (!root.adoptedStyleSheets || !home.defaultView) return;
  const sheet = sheets.get(home) ?? new home.defaultView.CSSStyleSheet();
  if (!sheets.has(home)) sheet.replaceSync(css);
  sheets.set(home, sheet);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

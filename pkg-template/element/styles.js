// The editor's looks: in a layer, so that every style of the page that is in none comes before them; adopted, so that no
// Content-Security-Policy has to allow inline styles.
import css from './styles.css';

/** @type {WeakSet<object>} */
const styled = new WeakSet();

/** The root that an editor stands in gets the styles, once. @param {any} root a document or a shadow root */
export function adoptStyles(root) {
  // Not every test's page can.
  if (styled.has(root) || !root.adoptedStyleSheets) return;
  styled.add(root);
  // Of the root's own document, as none can be lent.
  const sheet = new (root.ownerDocument ?? root).defaultView.CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
}

// The editor's styles: in a layer, so that every style of the page that is in none takes precedence; adopted, so that no
// Content-Security-Policy has to allow inline styles.
import css from './styles.css';

/** @type {WeakSet<object>} */
const styled = new WeakSet();

/** Adds the styles to the root of an editor, once. @param {Node} node a document or a shadow root */
export function adoptStyles(node) {
  const root = /** @type {Document | ShadowRoot} */ (node);
  // Some test environments have no such sheets, and a detached element has no such root.
  if (styled.has(root) || !root.adoptedStyleSheets) return;
  styled.add(root);
  // A sheet of the root's own document: documents can't share one.
  const { defaultView } = root.ownerDocument ?? root;
  const sheet = new /** @type {typeof globalThis} */ (defaultView).CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
}

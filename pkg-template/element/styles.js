// The editor's styles. They are in a cascade layer, so that the page's own styles outside of layers take precedence; and they
// are adopted, so that no Content-Security-Policy has to allow inline styles.
import css from './styles.css';

/** @type {WeakSet<object>} */
const styled = new WeakSet();

/** Adds the styles to the root of an editor, once. @param {Node} node a document or a shadow root */
export function adoptStyles(node) {
  const root = /** @type {Document | ShadowRoot} */ (node);
  // Some test environments have no adopted style sheets, and neither has the root of a detached element.
  if (styled.has(root) || !root.adoptedStyleSheets) return;
  styled.add(root);
  // Made in the root's own document, as documents can't share a sheet.
  const { defaultView } = root.ownerDocument ?? root;
  const sheet = new /** @type {typeof globalThis} */ (defaultView).CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
}

// The editor's styles. They are in a cascade layer, so that the page's own styles outside of layers take precedence; and they
// are adopted, so that no Content-Security-Policy has to allow inline styles.
import css from './styles.css';

/**
 * The sheet of each root. A browser may make another object for a sheet that isn't referenced.
 * @type {WeakMap<object, CSSStyleSheet>}
 */
const sheets = new WeakMap();

/**
 * Adds the styles to the root of an editor, unless it has them: a shadow root loses them when it moves to another document.
 * @param {Node} node a document or a shadow root
 */
export function adoptStyles(node) {
  const root = /** @type {Document | ShadowRoot} */ (node);
  const { defaultView } = root.ownerDocument ?? root;
  const adopted = root.adoptedStyleSheets;
  const known = /** @type {CSSStyleSheet} */ (sheets.get(root));
  // Some test environments have no adopted style sheets. Neither has the root of a detached element, nor a document without a window.
  if (!defaultView || !adopted || adopted.includes(known)) return;
  // Made in the root's own document, as documents can't share a sheet.
  const sheet = new /** @type {typeof globalThis} */ (defaultView).CSSStyleSheet();
  sheet.replaceSync(css);
  sheets.set(root, sheet);
  adopted.push(sheet);
}

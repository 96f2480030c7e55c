// The editor as a custom element. Importing it does nothing, on a server as in a page.
import { createClass } from './element/editor.js';

const NAME = 'contact-card-editor';

/** Defines the element, once; where there are no custom elements, it does nothing. */
export function defineContactCardEditor() {
  const { customElements } = globalThis;
  if (customElements && !customElements.get(NAME)) customElements.define(NAME, createClass());
}

export { describeError, english } from './element/messages.js';

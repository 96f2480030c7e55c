// The element in the templates of Svelte 5, which sets properties and adds listeners for `on` and the exact type of an event.
import type { ContactCardEditorElement, ContactCardEditorListeners, ContactCardEditorProps } from '../element.js';
// @ts-ignore: the project may have no Svelte
import type { HTMLAttributes } from 'svelte/elements';

// @ts-ignore: as above
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'contact-card-editor': ContactCardEditorProps &
      ContactCardEditorListeners &
      HTMLAttributes<ContactCardEditorElement>;
  }
}

// The element in the JSX of Preact.
import type { ContactCardEditorElement, ContactCardEditorListeners, ContactCardEditorProps } from '../element.js';
// @ts-ignore: the project may have no Preact
import type { ClassAttributes, HTMLAttributes } from 'preact';

// @ts-ignore: as above
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'contact-card-editor': ContactCardEditorProps &
        ContactCardEditorListeners &
        // The element makes its own children.
        Omit<
          ClassAttributes<ContactCardEditorElement> & HTMLAttributes<ContactCardEditorElement>,
          'children' | 'dangerouslySetInnerHTML'
        >;
    }
  }
}

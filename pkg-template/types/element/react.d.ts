// The element in the JSX of React 19, which sets properties and adds listeners for `on` and the exact type of an event.
import type { ContactCardEditorElement, ContactCardEditorListeners, ContactCardEditorProps } from '../element.js';
// @ts-ignore: the project may have no React
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

// @ts-ignore: as above
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'contact-card-editor': ContactCardEditorProps &
        ContactCardEditorListeners &
        // The element makes its own children.
        Omit<
          DetailedHTMLProps<HTMLAttributes<ContactCardEditorElement>, ContactCardEditorElement>,
          'children' | 'dangerouslySetInnerHTML'
        >;
    }
  }
}

// The element in the templates of Vue, which takes it for a component: attributes are props in camel case.
import type { ContactCardEditorElement, ContactCardEditorEvents, ContactCardEditorProps } from '../element.js';
// @ts-ignore: the project may have no Vue
import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';

/** The element as a component. */
type ContactCardEditorComponent = new () => ContactCardEditorElement & {
  $props: Pick<ContactCardEditorProps, 'disabled' | 'readOnly' | 'client' | 'card' | 'messages'> & {
    phoneNumber?: ContactCardEditorProps['phone-number'];
    baseUrl?: ContactCardEditorProps['base-url'];
  } & HTMLAttributes &
    PublicProps;
  $emit: EmitFn<{ [Type in keyof ContactCardEditorEvents]: (event: ContactCardEditorEvents[Type]) => void }>;
};

// @ts-ignore: as above
declare module 'vue' {
  interface GlobalComponents {
    'contact-card-editor': ContactCardEditorComponent;
  }
}

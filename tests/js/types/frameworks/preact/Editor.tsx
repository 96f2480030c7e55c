// The element in TSX for Preact.
import 'linq-contact-card/element/define';
import { ContactCards, type SetContactCard } from 'linq-contact-card';
import type { ContactCardEditorElement } from 'linq-contact-card/element';
import { useEffect, useRef } from 'preact/hooks';

const client = new ContactCards({ timeout: 1000 });

export function Editor({ card }: { card: SetContactCard | undefined }) {
  const editor = useRef<ContactCardEditorElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => editor.current?.reload(), []);
  return (
    <>
      <contact-card-editor
        key="a"
        ref={editor}
        className="wide"
        aria-label="The card"
        phone-number="+15551234567"
        base-url="/api/linq"
        disabled={!card}
        readOnly
        client={client}
        card={card}
        messages={{ buttons: { save: 'Save the card' } }}
        onloaded={({ detail }) => detail.card?.is_active}
        onchanged={({ detail }) => detail.issues[0]?.suggestion}
        onsaved={({ detail: { action } }) => action satisfies 'created' | 'updated'}
        onfailed={({ detail: { during } }) => during satisfies 'reading' | 'saving'}
        onClick={({ currentTarget }) => currentTarget.reload()}
      />
      <contact-card-editor ref={(element) => element?.reload()} phone-number={card?.phone_number} card={null} />
      <contact-card-editor phone-number={5} /> {/* error */}
      <contact-card-editor disabled="yes" /> {/* error */}
      <contact-card-editor client={{}} /> {/* error */}
      <contact-card-editor cards={[card]} /> {/* error */}
      <contact-card-editor messages={{ buttons: { sav: 'Save' } }} /> {/* error */}
      <contact-card-editor onSaved={() => {}} /> {/* error */}
      <contact-card-editor onsaved={({ detail }) => detail.issues} /> {/* error */}
      <contact-card-editor ref={button} /> {/* error */}
      <contact-card-editor>The element makes its own children</contact-card-editor> {/* error */}
    </>
  );
}

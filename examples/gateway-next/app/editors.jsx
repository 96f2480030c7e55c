'use client';

import { useEffect, useState } from 'react';
import { retrieveContactCards } from 'linq-contact-card';
import { defineContactCardEditor, describeError } from 'linq-contact-card/element';

/** An editor for each card that the user may see, as the gateway returns them. */
export default function Editors() {
  const [cards, setCards] = useState([]);
  const [problem, setProblem] = useState();
  useEffect(() => {
    defineContactCardEditor();
    retrieveContactCards().then(
      ({ contact_cards }) => setCards(contact_cards),
      (error) => setProblem(describeError(error).title),
    );
  }, []);
  return (
    <main>
      {cards.map(({ phone_number }) => (
        <contact-card-editor key={phone_number} phone-number={phone_number} />
      ))}
      {problem && <p role="alert">{problem}</p>}
    </main>
  );
}

'use client';

import { useEffect, useState } from 'react';
import { updateContactCard } from 'linq-contact-card';

export default function Page() {
  const [title, setTitle] = useState('loading');
  useEffect(() => {
    const first_name = new URLSearchParams(location.search).get('name');
    updateContactCard({ phone_number: '+15551234567', first_name })
      .then(
        (card) => `saved ${card.first_name}`,
        (error) => `${error.name}: ${error.message}`,
      )
      .then(setTitle);
  }, []);
  return <title>{title}</title>;
}

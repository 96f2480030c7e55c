'use client';

import { useContactCard } from 'linq-contact-card/react';
import { useEffect, useState } from 'react';

export default function Card() {
  const { card, error, save, status } = useContactCard('+15551234567');
  const [title, setTitle] = useState('loading');
  useEffect(() => {
    if (status === 'failed') setTitle(`${error.name}: ${error.message}`);
    if (status !== 'ready' || title !== 'loading') return;
    setTitle('saving');
    const first_name = new URLSearchParams(location.search).get('name');
    save({ first_name }).then((result) => setTitle(`saved ${result.card?.first_name ?? result.error}`));
  }, [error, save, status, title]);
  return (
    <>
      <title>{title}</title>
      <p>
        {status} {card?.first_name}
      </p>
    </>
  );
}

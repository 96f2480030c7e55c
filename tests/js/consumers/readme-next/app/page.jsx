'use client';

import { useEffect, useState } from 'react';
import { saveFirstName } from '../src/card';

export default function Page() {
  const [title, setTitle] = useState('loading');
  useEffect(() => {
    const first_name = new URLSearchParams(location.search).get('name');
    saveFirstName(first_name)
      .catch((error) => `${error.name}: ${error.message}`)
      .then(setTitle);
  }, []);
  return <title>{title}</title>;
}

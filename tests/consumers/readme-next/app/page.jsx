'use client';

import { useEffect, useState } from 'react';
import { saveFirstName } from '../card';

export default function Page() {
  const [title, setTitle] = useState('loading');
  useEffect(() => {
    saveFirstName(new URLSearchParams(location.search).get('name')).then(setTitle);
  }, []);
  return <title>{title}</title>;
}

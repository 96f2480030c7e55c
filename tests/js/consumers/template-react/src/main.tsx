import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import App from './App.tsx';

const container = document.getElementById('app');
if (!container) throw new Error('the page should have the container');
createRoot(container).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

'use client';
// The hook for React. Importing it does nothing, on a server as in a page.
export { useContactCard } from './use-contact-card.js';

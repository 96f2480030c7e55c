'use client';
// The hook in edge runtimes, which render pages and run neither effects nor event handlers: without the client and its
// WebAssembly.
import { loading } from './snapshot.js';

const message = 'A server only renders a contact card. Call `save` in an effect or an event handler';

/** @type {import('../types/react.js').ContactCardState} */
const state = {
  ...loading,
  save: async () => ({ status: 'failed', error: new Error(message) }),
  reload: async () => {},
};

/** @type {import('../types/react.js')['useContactCard']} */
export const useContactCard = () => state;

// The hook: it connects a component to the store of its card. Stores are made by effects and calls alone, never while rendering,
// so that a server stores no card, and a rendering that React discards leaves nothing behind.
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { split } from './card-store.js';
import { loading } from './snapshot.js';
import { findStore, getStore } from './stores.js';

/** @typedef {import('../types/index.js').ContactCardFields} Fields */
/** @typedef {import('../types/react.js').ContactCardOptions} Options */

const getServerSnapshot = () => loading;

/** @type {import('../types/react.js')['useContactCard']} */
export function useContactCard(phone_number, options) {
  const { client, baseURL } = split(options);
  // A read without a number would be one of all cards.
  const number = String(phone_number);
  const base = typeof baseURL === 'string' ? baseURL : (baseURL?.href ?? '');

  // A call takes the options of the latest rendering, as each one has new objects and functions.
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  const { subscribe, getSnapshot, save, reload } = useMemo(() => {
    const id = { number, client, base };
    return {
      subscribe: (/** @type {() => void} */ listener) => getStore(id).subscribe(listener, latest.current),
      getSnapshot: () => findStore(id)?.snapshot ?? loading,
      save: (/** @type {Fields} */ fields) => getStore(id).save(fields, latest.current),
      reload: () => getStore(id).reload(latest.current),
    };
  }, [number, client, base]);
  const snapshot = useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
  return useMemo(() => ({ ...snapshot, save, reload }), [snapshot, save, reload]);
}

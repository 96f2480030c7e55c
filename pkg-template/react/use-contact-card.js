// The hook: it connects a component to the store of its card. Stores are made and found by effects and calls alone, never
// while rendering, so that a server stores no card, and a rendering that React discards leaves nothing behind.
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { emptyObject, ownMembers } from '../shared.js';
import { loading } from './snapshot.js';
import { findStore, getStore } from './stores.js';

/** @typedef {import('../types/react.js')} Public */
/** @typedef {import('../types/react.js').ContactCardOptions} Options */

const getServerSnapshot = () => loading;

/** @type {Public['useContactCard']} */
export function useContactCard(phone_number, options) {
  const { client, baseURL } = /** @type {Options} */ (ownMembers(options) ?? emptyObject);
  const base = baseURL === undefined ? '' : String(typeof baseURL === 'string' ? baseURL : baseURL.href);
  // Calls take the options of the latest rendering, whose functions and objects are new ones each time.
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { subscribe, getSnapshot, ...calls } = useMemo(() => {
    const id = { phone_number, client, base };
    return {
      /** @param {() => void} listener */
      subscribe: (listener) => getStore(id).subscribe(listener, latest.current),
      getSnapshot: () => findStore(id)?.snapshot ?? loading,
      /** @param {import('../types/index.js').ContactCardFields} fields */
      save: (fields) => getStore(id).save(fields, latest.current),
      reload: () => getStore(id).reload(latest.current),
    };
  }, [phone_number, client, base]);
  const snapshot = useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
  const { save, reload } = calls;
  return useMemo(() => ({ ...snapshot, save, reload }), [snapshot, save, reload]);
}

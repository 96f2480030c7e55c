import LinqAPIV3 from '@linqapp/sdk';

/** @import { Client } from '../instant.js' */

/** @type {Client} */
export function client(apiKey, fetch) {
  const linq = new LinqAPIV3({ apiKey, fetch, maxRetries: 0 });
  return (params) => linq.contactCard.update(params);
}

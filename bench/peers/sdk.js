import LinqAPIV3 from '@linqapp/sdk';

/** @type {import('../instant.js').Client} */
export function client(apiKey, fetch) {
  const linq = new LinqAPIV3({ apiKey, fetch, maxRetries: 0 });
  return (params) => linq.contactCard.update(params);
}

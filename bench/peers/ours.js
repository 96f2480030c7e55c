import { updateContactCard } from '../../pkg/index.js';

/** @type {import('../instant.js').Client} */
export function client(apiKey, fetch) {
  const options = { apiKey, fetch };
  return (params) => updateContactCard(params, options);
}

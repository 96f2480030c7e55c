import { updateContactCard } from '../../pkg/index.js';

/** @import { Client } from '../instant.js' */

/** @type {Client} */
export function client(apiKey, fetch) {
  const options = { apiKey, fetch };
  return (params) => updateContactCard(params, options);
}

import { updateContactCard } from '../../pkg/index.js';

export function client(apiKey, fetch) {
  const options = { apiKey, fetch };
  return (params) => updateContactCard(params, options);
}

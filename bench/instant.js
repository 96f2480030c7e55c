// A `fetch` without a network, which resolves at once, and the request that all peers make with it.

/** @import { ContactCardUpdateParams, SetContactCard } from 'linq-contact-card' */

/** @typedef {(url: string | URL | Request, init?: RequestInit) => Promise<Response>} Fetch */
/** @typedef {(params: ContactCardUpdateParams) => Promise<unknown>} Update updates a contact card; a real one resolves to a card */
/** @typedef {(apiKey: string, fetch: Fetch) => Update} Client a peer: `peers/` has one per module, as `client` */

export const apiKey = 'linq-bench-key';
/** @type {ContactCardUpdateParams} */
export const params = { phone_number: '+15551234567', first_name: 'John' };
/** @type {SetContactCard} */
export const card = {
  first_name: 'John',
  is_active: true,
  phone_number: '+15551234567',
  image_url: 'https://cdn.linqapp.com/contact-cards/1.png',
  last_name: 'Smith',
};

const body = JSON.stringify(card);
/** @type {Response[]} */
const responses = [];

/**
 * Makes the responses to the next calls, so that making them isn't measured. A body can be read only once.
 *
 * @param {number} calls
 */
export function prepare(calls) {
  while (responses.length < calls) {
    responses.push(new Response(body, { status: 200, headers: { 'content-type': 'application/json' } }));
  }
}

/** @type {Fetch} */
export const fetch = async () => {
  const response = responses.pop();
  if (!response) throw new Error('more calls than prepared responses');
  return response;
};

import crossFetch from 'cross-fetch';
import { retrieveContactCards, updateContactCard } from 'linq-contact-card';
import nodeFetch from 'node-fetch';
import nodeFetch2 from 'node-fetch-2';

export const implementations = { 'node-fetch 2': nodeFetch2, 'node-fetch 3': nodeFetch, 'cross-fetch': crossFetch };
export { retrieveContactCards as retrieve, updateContactCard as update };

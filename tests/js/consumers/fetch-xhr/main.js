import { retrieveContactCards, updateContactCard } from 'linq-contact-card';
import { fetch } from 'whatwg-fetch';

const phone_number = '+15551234567';
const name = new URLSearchParams(location.search).get('name');
const save = (first_name, own) => updateContactCard({ phone_number, first_name }, { fetch, ...own });

function assert(holds, what) {
  if (!holds) throw Object.assign(new Error(what), { name: 'AssertionError' });
}

async function check() {
  assert(fetch !== globalThis.fetch && !('body' in new (await fetch('')).constructor('')), 'it has no web streams');
  assert((await save('Zoë 🌻')).first_name === 'Zoë 🌻', 'C4 the card is read');
  // To avoid the cache, it adds a parameter to the URL of a read, which a gateway refuses.
  const uncached = (url, init) => fetch(url, { ...init, cache: 'default' });
  const { contact_cards } = await retrieveContactCards({ phone_number }, { fetch: uncached });
  assert(contact_cards[0].first_name === 'Zoë 🌻', 'C4 the list is read');
  const params = { phone_number: '+15550009999', first_name: 'Never' };
  const refused = await updateContactCard(params, { fetch }).catch((error) => error);
  assert(refused.name === 'NotFoundError' && refused.outcome === 'refused', `C4 a refusal is read: ${refused}`);
  const controller = new AbortController();
  const aborted = save('Never', { signal: controller.signal }).catch((reason) => reason);
  controller.abort('left');
  assert((await aborted) === 'left', 'C4 it is aborted');
  return (await save(name)).first_name;
}

check()
  .then(
    (saved) => `saved ${saved}`,
    (error) => `${error.name}: ${error.message}`,
  )
  .then((text) => {
    document.title = text;
  });

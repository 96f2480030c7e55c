import { updateContactCard } from '../node_modules/linq-contact-card/index.js';

const first_name = new URLSearchParams(location.search).get('name');
updateContactCard({ phone_number: '+15551234567', first_name })
  .then(
    (card) => `saved ${card.first_name}`,
    (error) => `${error.name}: ${error.message}`,
  )
  .then((text) => {
    document.title = text;
  });

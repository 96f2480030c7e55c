const { updateContactCard } = require('linq-contact-card');

const { NAME, BASE_URL } = process.env;
updateContactCard(
  { phone_number: '+15551234567', first_name: NAME },
  { apiKey: 'linq-emulator-key', baseURL: BASE_URL },
);

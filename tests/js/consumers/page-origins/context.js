// Saves the name that it receives, wherever it runs, and returns the outcome to its page.
import { updateContactCard } from 'linq-contact-card';

addEventListener('message', async ({ data, ports: [port] }) => {
  const call = updateContactCard({ phone_number: '+15551234567', first_name: data });
  port.postMessage(
    await call.then(
      (card) => card.first_name,
      ({ name, outcome, issues }) => [name, outcome, ...(issues?.[0].path ?? [])].join(' '),
    ),
  );
});

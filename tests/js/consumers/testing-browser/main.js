// Shows in the title what was saved, once each fault has had its outcome.
import { RateLimitError, updateContactCard, writeBudget } from 'linq-contact-card';
import { createEmulator, createTestError, resetForTests } from 'linq-contact-card/testing';

const params = { phone_number: '+15551234567', first_name: new URLSearchParams(location.search).get('name') };

async function run() {
  const emulator = createEmulator({ budget: null });
  const save = (options) => updateContactCard(params, { fetch: emulator.fetch, maxRetries: 0, ...options });
  const card = await save();
  for (const [response, expected, options] of [
    [{ status: 429, retryAfter: 30 }, 'RateLimitError'],
    [{ fault: 'reset' }, 'APIConnectionError'],
    [{ fault: 'truncate' }, 'InvalidResponseError'],
    [{ fault: 'stall_head' }, 'APIConnectionTimeoutError', { timeout: 50 }],
    [{ fault: 'stall_body' }, 'APIConnectionTimeoutError', { timeout: 50 }],
  ]) {
    emulator.respondNext(response);
    const outcome = await save(options).then(
      () => 'saved',
      ({ name }) => name,
    );
    if (outcome !== expected) throw new Error(`${JSON.stringify(response)}: ${outcome}`);
  }
  if (!(createTestError('RateLimitError') instanceof RateLimitError)) throw new Error('another class');
  resetForTests();
  if (writeBudget(params.phone_number).used) throw new Error('writes are still known');
  return `saved ${card.first_name}`;
}

run()
  .catch((error) => `${error.name}: ${error.message}`)
  .then((text) => {
    document.title = text;
  });

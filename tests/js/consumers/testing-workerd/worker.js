import { updateContactCard } from 'linq-contact-card';
import { createEmulator, createTestError } from 'linq-contact-card/testing';

export default {
  async fetch(request) {
    const emulator = createEmulator();
    const params = { phone_number: '+15551234567', first_name: await request.text() };
    const options = { apiKey: 'linq-emulator-key', fetch: emulator.fetch };
    const saved = await updateContactCard(params, options);
    emulator.respondNext({ status: 404, code: 2012, fault: 'slow_drip' });
    const { message } = await updateContactCard(params, options).catch((error) => error);
    return Response.json([saved.first_name, message, createTestError('NotFoundError', { code: 2012 }).message]);
  },
};

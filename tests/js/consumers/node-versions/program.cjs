// What the programs do with the package's exports.
const assert = require('node:assert/strict');

const { NAME, BASE_URL } = process.env;
const phone_number = '+15551234567';
const options = { apiKey: 'linq-emulator-key', baseURL: BASE_URL };

module.exports = async (lib, { LinqAPIV3 }, { createGateway, toNodeListener }, { createEmulator, createTestError }) => {
  const params = { phone_number, first_name: NAME };
  assert.equal((await lib.updateContactCard({ ...params, last_name: 'Zoë 🌻' }, options)).last_name, 'Zoë 🌻');
  assert.ok((await lib.retrieveContactCards({}, options)).contact_cards.length > 1);
  assert.deepEqual(await lib.ensureContactCard(params, options).then(({ action }) => action), 'unchanged');
  assert.equal((await new LinqAPIV3(options).contactCard.update(params)).first_name, NAME);

  const failure = (own) => lib.updateContactCard(params, { ...options, ...own }).catch((error) => error);
  const unreachable = await failure({ baseURL: 'http://127.0.0.1:1' });
  assert.deepEqual([unreachable.name, unreachable.outcome], ['APIConnectionError', 'unknown']);
  const late = await failure({ timeout: 50, fetch: () => new Promise(() => {}) });
  assert.equal(late.name, 'APIConnectionTimeoutError');
  const signal = AbortSignal.timeout(50);
  assert.equal(await failure({ signal, fetch: () => new Promise(() => {}) }), signal.reason);
  assert.equal((await failure({ apiKey: 'wrong' })).name, 'AuthenticationError');

  assert.equal(lib.isE164(phone_number), true);
  assert.equal(lib.parsePhoneNumber('5551234567').issue.code, 'missing_plus');
  assert.equal(lib.validateContactCardUpdate({ ...params, first_name: '\ud83d' })[0].code, 'ill_formed');
  assert.equal(lib.previewUpdate(params, options).method, 'PATCH');

  const gateway = createGateway({
    apiKey: options.apiKey,
    upstream: BASE_URL,
    origins: ['https://a.example'],
    authorize: () => ({ user: 'ann', numbers: [phone_number] }),
  });
  assert.equal(typeof toNodeListener(gateway), 'function');
  const response = await gateway(new Request(`https://a.example/api/linq/v3/contact_card?phone_number=%2B15551234567`));
  assert.equal((await response.json()).contact_cards[0].first_name, NAME);

  const emulator = createEmulator();
  const tested = { apiKey: options.apiKey, fetch: emulator.fetch };
  assert.equal((await lib.updateContactCard(params, tested)).first_name, NAME);
  emulator.respondNext({ status: 404, code: 2012, fault: 'slow_drip' }, { fault: 'truncate' });
  const missing = await failure(tested);
  assert.deepEqual([missing.name, missing.message], ['NotFoundError', 'Contact card not found']);
  assert.equal((await failure(tested)).name, 'InvalidResponseError');
  assert.equal(emulator.requests.length, 3);
  assert.ok(createTestError('RateLimitError') instanceof lib.RateLimitError);
  console.log(`saved ${NAME}`);
};

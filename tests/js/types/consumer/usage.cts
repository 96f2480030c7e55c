// The typings in a CommonJS module.
import card = require('linq-contact-card');
import gateway = require('linq-contact-card/gateway');
import budgets = require('linq-contact-card/gateway/durable-object');
import redis = require('linq-contact-card/gateway/redis');
import sdk = require('linq-contact-card/sdk');
import slim = require('linq-contact-card/slim');
import testing = require('linq-contact-card/testing');

const params: card.ContactCardUpdateParams = { phone_number: '+15551234567' };

async function use(options: card.RequestOptions): Promise<card.SetContactCard | undefined> {
  await slim.init(new Uint8Array());
  const client = new sdk.default({ apiKey: 'key' });
  try {
    return await client.contactCard.update(params, options);
  } catch (error) {
    // The classes are the same in all entries.
    const refused: card.APIError | undefined = error instanceof sdk.APIError ? error : undefined;
    if (refused?.status === 404) return card.updateContactCard(params, options);
    throw error;
  }
}

function serve(options: gateway.GatewayOptions, namespace: budgets.BudgetsNamespace): gateway.Gateway {
  const stores: gateway.Store[] = [budgets.durableObjectStore(namespace), redis.redisStore(async () => [])];
  return gateway.createGateway({ ...options, store: stores[0] });
}

// @ts-expect-error the phone number is required
card.updateContactCard({});
// @ts-expect-error no such export
slim.initialize;

const emulator: testing.Emulator = testing.createEmulator();
const limited: card.RateLimitError = testing.createTestError('RateLimitError');

export = { emulator, limited, serve, use };

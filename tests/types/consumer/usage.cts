// The typings as a CommonJS module uses them.
import card = require('linq-contact-card');
import sdk = require('linq-contact-card/sdk');
import slim = require('linq-contact-card/slim');

const params: card.ContactCardUpdateParams = { phone_number: '+15551234567' };

async function use(options: card.RequestOptions): Promise<card.SetContactCard | undefined> {
  await slim.init(new Uint8Array());
  const client = new sdk.default({ apiKey: 'key' });
  try {
    return await client.contactCard.update(params, options);
  } catch (error) {
    // One set of classes for all entries.
    const refused: card.APIError | undefined = error instanceof sdk.APIError ? error : undefined;
    if (refused?.status === 404) return card.updateContactCard(params, options);
    throw error;
  }
}

// @ts-expect-error the number is needed
card.updateContactCard({});
// @ts-expect-error no such export
slim.initialize;

export = { use };

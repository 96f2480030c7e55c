// What the SDK has and this entry hasn't: its use throws an error that names the replacement. None of it is enumerable, so that
// logs, copies and frameworks don't touch it.

const resources = [
  'attachments',
  'availableNumber',
  'capability',
  'chats',
  'messages',
  'phoneNumbers',
  'phonenumbers',
  'webhookEvents',
  'webhookSubscriptions',
  'webhooks',
];
const methods = ['delete', 'get', 'patch', 'post', 'put', 'request'];

/** Defines what a client hasn't. @param {{ prototype: object }} Client */
export function defineAbsent(Client) {
  for (const name of resources) {
    define(Client.prototype, name, { get: () => refuse(`client.${name}`) });
    const Resource = name.replace(/^./, (letter) => letter.toUpperCase());
    define(Client, Resource, { get: () => refuse(`LinqAPIV3.${Resource}`) });
  }
  // Tools may look for methods of these names without calling them.
  for (const name of methods) define(Client.prototype, name, { value: () => refuse(`client.${name}()`) });
  define(Client, 'toFile', { value: () => refuse('LinqAPIV3.toFile()') });
}

/**
 * @param {object} target
 * @param {string} name
 * @param {PropertyDescriptor} descriptor
 */
function define(target, name, descriptor) {
  // Inherited members of a descriptor would count, too.
  const own = { __proto__: null, configurable: true, ...descriptor };
  Object.defineProperty(target, name, /** @type {PropertyDescriptor} */ (own));
}

/**
 * @param {string} name
 * @returns {never}
 */
function refuse(name) {
  throw new TypeError(
    `${name} isn't in linq-contact-card/sdk, which has contact cards only. Use the official SDK, @linqapp/sdk, on a server`,
  );
}

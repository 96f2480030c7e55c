// The public functions, bound to the environment of the entry that they are bundled into: calls of Linq's endpoint, and
// operations without network. The core decides everything else.
import {
  budgets,
  Call,
  createError,
  describeHost,
  getInstance,
  Message,
  messageOf,
  ownMembers,
  withInstance,
} from '../shared.js';
import { environment } from '../runtime/environment.js';
import { numberInASCII } from './number-in-ascii.js';

/** @typedef {import('../types/index.js')} Public */
/** @typedef {import('../types/index.js').RequestOptions} RequestOptions */
/** @typedef {import('../types/index.js').SetContactCard} SetContactCard */
/** @typedef {import('../runtime/core.js').LocalOperations} LocalOperations */

/** More characters than any phone number has. */
const LONGEST = 32;

/**
 * Makes a call. Values are passed on as they are: the core checks them.
 * @template Value
 * @param {string} operation as the core names it
 * @param {unknown} params
 * @param {RequestOptions} [options]
 * @returns {Promise<Value>}
 */
async function call(operation, params, options) {
  const call = new Call(operation, ownMembers(params), ownMembers(options), describeHost(environment.isServer));
  return /** @type {Promise<Value>} */ (await withInstance(environment, (instance) => call.run(instance)));
}

/**
 * Runs an operation that needs no network.
 * @template {keyof LocalOperations} Name
 * @param {Name} operation
 * @param {unknown[]} values its input
 */
const runLocally = (operation, ...values) =>
  /** @type {LocalOperations[Name]} */ (resultOf(new Message().add(1, operation, ...values)));

/**
 * Returns the core's response to a message. Throws the error that it has.
 * @param {Message} message
 */
function resultOf(message) {
  /** @type {import('../runtime/core.js').LocalResponse<unknown>} */
  const { error, value } = getInstance(environment).exchange(message);
  if (error) throw createError(error);
  return value;
}

/** @type {Public['updateContactCard']} */
export const updateContactCard = (params, options) => call('update', params, options);

/** An update for the SDK's client, which sends it without fields, too. @type {Public['updateContactCard']} */
export const updateLikeSDK = (params, options) => call('vendorUpdate', params, options);

/** @type {Public['createContactCard']} */
export const createContactCard = (params, options) => call('create', params, options);

/** @type {Public['ensureContactCard']} */
export const ensureContactCard = (params, options) => call('ensure', params, options);

/** @type {Public['retrieveContactCards']} */
export const retrieveContactCards = (query, options) => call('retrieve', query, options);

/** @type {Public['previewUpdate']} */
export const previewUpdate = (params, options) =>
  /** @type {LocalOperations['previewUpdate']} */ (
    resultOf(messageOf('previewUpdate', params, ownMembers(options), describeHost(environment.isServer)))
  );

/** @type {Public['validateContactCardUpdate']} */
export function validateContactCardUpdate(params, options) {
  const own = /** @type {{ phone_number?: unknown } | null | undefined} */ (ownMembers(params));
  return runLocally('validateUpdate', own, ownMembers(options)?.sendEmpty, numberInASCII(own?.phone_number));
}

/** @type {Public['changedFields']} */
export function changedFields(current, edited) {
  const form = ownMembers(edited);
  const names = runLocally('changedFields', current, form);
  return names.length ? Object.fromEntries(names.map((name) => [name, form[name]])) : undefined;
}

/** @type {Public['parsePhoneNumber']} */
export const parsePhoneNumber = (input) => runLocally('parsePhoneNumber', input, numberInASCII(input));

/** @type {Public['isE164']} */
export function isE164(input) {
  const instance = getInstance(environment);
  return (
    typeof input === 'string' &&
    instance.guard(() => {
      const bytes = instance.room(1);
      // A longer text is no phone number, whatever its end.
      const length = Math.min(input.length, LONGEST);
      for (let index = 0; index < length; index++) {
        const code = input.charCodeAt(index);
        bytes[index] = code < 128 ? code : 0;
      }
      return instance.core.isE164(instance.start, length) === 1;
    })
  );
}

/** @type {Public['load']} */
export const load = () => withInstance(environment, async () => {});

/** @type {Public['writeBudget']} */
export function writeBudget(phone_number) {
  const usage = runLocally('writeBudget', phone_number ?? null, budgets.get(phone_number));
  const { nextWriteIn, ...rest } = { __proto__: null, ...usage };
  return { ...rest, nextWriteAt: nextWriteIn === undefined ? null : new Date(Date.now() + nextWriteIn) };
}

/**
 * The calls with default options, which a call's own replace. A getter of either that throws rejects the call. The methods are
 * own functions of an instance, so that they work detached from it and through a framework's proxy.
 */
export class ContactCards {
  /** @param {RequestOptions} defaults */
  constructor(defaults) {
    /** @type {<Params, Options, Value>(call: (params: Params, options?: Options) => Promise<Value>) => (params: Params, options?: Options) => Promise<Value>} */
    const bind = (call) => async (params, options) =>
      call(params, /** @type {typeof options} */ ({ ...defaults, ...options }));
    this.update = bind(updateContactCard);
    this.retrieve = bind(retrieveContactCards);
    this.create = bind(createContactCard);
    this.ensure = bind(ensureContactCard);
  }
}

// The bridges to frameworks whose routes are modules that export a handler for each method.
import { deferredGateway } from './deferred-gateway.js';

/** @typedef {typeof import('../types/gateway/index.js')} Public */

/** @type {Public['toNextHandlers']} */
export function toNextHandlers(makeGateway) {
  return forEachMethod(deferredGateway('toNextHandlers', makeGateway));
}

/** @type {Public['toSvelteKitHandlers']} */
export function toSvelteKitHandlers(makeGateway) {
  const gateway = deferredGateway('toSvelteKitHandlers', makeGateway);
  return forEachMethod((event) => gateway(event.request, event));
}

/**
 * Returns a handler for each method of the endpoint.
 * @template Handler
 * @param {Handler} handler
 */
const forEachMethod = (handler) => ({ GET: handler, PATCH: handler, POST: handler });

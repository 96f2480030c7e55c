// What was thrown while a request was handled, without its secrets: by the core's rule.
import { getInstance } from './instance.js';
import { HIDDEN, loggable } from './loggable.js';
import { headForCore } from './request-head.js';

/**
 * Returns what was thrown while a request was handled, as far as a log may hold it. Where its secrets aren't known, all texts are
 * hidden.
 * @param {unknown} thrown
 * @param {Request} request
 * @param {(core: import('./instance.js').Instance) => number} [configOn] returns the handle of the gateway's config on an
 *   instance; absent where there is no gateway
 */
export function redacted(thrown, request, configOn) {
  /** @type {Uint8Array | undefined} */
  let head;
  return loggable(thrown, (text) => {
    try {
      head ??= headForCore(request);
      const core = getInstance();
      return configOn
        ? core.call('redacted', configOn(core), head, text)
        : core.call('redactedWithoutConfig', head, text);
    } catch {
      return HIDDEN;
    }
  });
}

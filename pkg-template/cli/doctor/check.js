// What a check returns.

/**
 * The result of a check. `skipped`: there was nothing to check.
 *
 * @typedef {object} Check
 * @property {string} name
 * @property {'ok' | 'warning' | 'failed' | 'skipped'} status
 * @property {string} message a sentence
 * @property {string} [fix] what to do, in a sentence
 */

/**
 * @param {string} name
 * @param {string} message
 * @returns {Check}
 */
export const ok = (name, message) => ({ name, status: 'ok', message });

/**
 * @param {string} name
 * @param {string} message
 * @param {string} fix
 * @returns {Check}
 */
export const warning = (name, message, fix) => ({ name, status: 'warning', message, fix });

/**
 * @param {string} name
 * @param {string} message
 * @param {string} fix
 * @returns {Check}
 */
export const failed = (name, message, fix) => ({ name, status: 'failed', message, fix });

/**
 * @param {string} name
 * @param {string} message
 * @returns {Check}
 */
export const skipped = (name, message) => ({ name, status: 'skipped', message });

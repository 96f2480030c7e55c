// The differences between two trees of plain data.
import { isObject } from './cases.mjs';
import { withoutOwnMessages } from './own-messages.mjs';

/**
 * A value that differs.
 *
 * @typedef {object} Difference
 * @property {string} path such as `calls.0.end.threw.message`
 * @property {unknown} before `undefined` if it is absent
 * @property {unknown} after
 */

/**
 * Returns the differences, leaf by leaf. The order of an object's members counts, since callers see it.
 *
 * @param {unknown} before
 * @param {unknown} after
 */
export function compare(before, after) {
  /** @type {Difference[]} */
  const differences = [];
  // Most trees are equal, and this is the fastest check.
  if (JSON.stringify(before) !== JSON.stringify(after)) {
    collect('', withoutOwnMessages(before), withoutOwnMessages(after), differences);
  }
  return differences;
}

/**
 * Adds the differences of two values, which are at `path`.
 *
 * @param {string} path @param {unknown} before @param {unknown} after @param {Difference[]} differences
 */
function collect(path, before, after, differences) {
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) {
    if (!Object.is(before, after)) differences.push({ path, before, after });
    return;
  }
  const [names, others] = [Object.keys(before), Object.keys(after)];
  const order = names.filter((name) => Object.hasOwn(after, name)).join();
  const newOrder = others.filter((name) => Object.hasOwn(before, name)).join();
  if (order !== newOrder) differences.push({ path: join(path, '«order»'), before: order, after: newOrder });
  for (const name of new Set([...names, ...others])) collect(join(path, name), before[name], after[name], differences);
}

/**
 * @param {string} path
 * @param {string} name
 */
const join = (path, name) => (path ? `${path}.${name}` : name);

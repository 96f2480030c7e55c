// What differs between two trees of plain data.
import { withoutOwnMessages } from './own-messages.mjs';

/**
 * The differences, leaf by leaf. The order of an object's members counts: callers see it.
 * @param {unknown} before
 * @param {unknown} after
 */
export function compare(before, after) {
  /** @type {{ path: string, before: unknown, after: unknown }[]} */
  const differences = [];
  // Most are the same, and this is the quickest way to know.
  if (JSON.stringify(before) !== JSON.stringify(after))
    collect('', withoutOwnMessages(before), withoutOwnMessages(after), differences);
  return differences;
}

/** Adds the differences of two values, which are at `path`. */
function collect(path, before, after, differences) {
  const isTree = (value) => typeof value === 'object' && value !== null;
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after)) {
    if (!Object.is(before, after)) differences.push({ path, before, after });
    return;
  }
  const [names, others] = [Object.keys(before), Object.keys(after)];
  const order = names.filter((name) => Object.hasOwn(after, name)).join();
  const newOrder = others.filter((name) => Object.hasOwn(before, name)).join();
  if (order !== newOrder) differences.push({ path: join(path, '«order»'), before: order, after: newOrder });
  for (const name of new Set([...names, ...others])) collect(join(path, name), before[name], after[name], differences);
}

/** @param {string} path @param {string} name */
const join = (path, name) => (path ? `${path}.${name}` : name);

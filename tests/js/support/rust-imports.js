// What the modules of a Rust crate import from each other.

/**
 * The source of each module by its path, such as `gateway::config`. That of the root is empty.
 *
 * @typedef {Map<string, string>} Crate
 */

/** @param {string} path */
const namesIn = (path) => path.split('::').filter(Boolean);

/**
 * The paths of a tree of imports: of `a::{b, c::{d, e}}` they are `a::b`, `a::c::d` and `a::c::e`.
 *
 * @param {string} tree
 * @returns {string[]}
 */
function pathsIn(tree) {
  const innermost = /([\w:]*)\{([^{}]*)\}/.exec(tree);
  if (!innermost) return tree.split(',').map((path) => path.trim());
  const [group = '', prefix = '', items = ''] = innermost;
  const paths = items.split(',').map((item) => prefix + item.trim());
  return pathsIn(tree.replace(group, paths.join(',')));
}

/**
 * The paths from `crate`, `self` and `super` in a source, outside of its comments and unit tests.
 *
 * @param {string} source
 */
function pathsOf(source) {
  const [code = ''] = source.replace(/\/\/.*/g, '').split('#[cfg(test)]\nmod ');
  const trees = [...code.matchAll(/\b(?:crate|self|super)::[\w:]*(?:\{[\w\s:*,{}]*\}(?=;))?/g)];
  return trees.flatMap(([tree]) => pathsIn(tree));
}

/**
 * The module that a path in another module leads to.
 *
 * @param {Crate} crate
 * @param {string} from
 * @param {string} path
 */
function moduleAt(crate, from, path) {
  const [start, ...names] = namesIn(path);
  const module = start === 'crate' ? [] : namesIn(from);
  if (start === 'super') module.pop();
  for (const name of names) {
    if (name === 'super') module.pop();
    else if (crate.has([...module, name].join('::'))) module.push(name);
    else break;
  }
  return module.join('::');
}

/**
 * The two siblings that two modules are, or are in; nothing where one module is in the other: a folder's module and its
 * files may import each other.
 *
 * @param {string} from
 * @param {string} to
 * @returns {[string, string] | undefined}
 */
function siblings(from, to) {
  const [a, b] = [namesIn(from), namesIn(to)];
  const depth = a.findIndex((name, index) => name !== b[index]);
  if (depth < 0 || depth >= b.length) return undefined;
  const upTo = (/** @type {string[]} */ names) => names.slice(0, depth + 1).join('::');
  return [upTo(a), upTo(b)];
}

/**
 * The first cycle of imports in a crate, as paths of modules of which each imports the next; nothing where there is none.
 *
 * @param {Crate} crate
 */
export function importCycle(crate) {
  /** @type {Map<string, Set<string>>} */
  const imports = new Map();
  for (const [from, source] of crate) {
    for (const path of pathsOf(source)) {
      const [importer, imported] = siblings(from, moduleAt(crate, from, path)) ?? [];
      if (!importer || !imported) continue;
      imports.set(importer, (imports.get(importer) ?? new Set()).add(imported));
    }
  }
  const checked = new Set();
  /**
   * @param {string} module
   * @param {string[]} importers
   * @returns {string[] | undefined}
   */
  const cycleFrom = (module, importers) => {
    if (importers.includes(module)) return [...importers.slice(importers.indexOf(module)), module];
    if (checked.has(module)) return undefined;
    for (const imported of imports.get(module) ?? []) {
      const cycle = cycleFrom(imported, [...importers, module]);
      if (cycle) return cycle;
    }
    checked.add(module);
    return undefined;
  };
  for (const module of imports.keys()) {
    const cycle = cycleFrom(module, []);
    if (cycle) return cycle;
  }
  return undefined;
}

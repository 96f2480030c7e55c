// @ts-check
// What others throw: what can be read of it, and what stands for it.

/** All texts of what was thrown; `undefined` where not all of it can be looked at. @param {unknown} thrown */
export function textsOf(thrown) {
  /** @type {(value: any, depth: number) => string} */
  const texts = (value, depth) => {
    if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) return String(value);
    // Others, a `Headers` or a `Request` object, show what isn't among their own members.
    const isPlain = /^\[object (Array|DOMException|Error|Object)\]$/.test(Object.prototype.toString.call(value));
    if (!depth || !isPlain) throw value;
    const names = [...Reflect.ownKeys(value), 'name', 'message'];
    return names.map((name) => `${String(name)}\n${texts(value[name], depth - 1)}`).join('\n');
  };
  try {
    return texts(thrown, 4);
  } catch {}
}

/** A plain error of the same name, where it is one of an error class. @param {any} thrown */
export function hidden(thrown) {
  let name = 'Error';
  try {
    [name] = /^[A-Z][a-z]+([A-Z][a-z]+)*Error$/.exec(thrown.name) ?? [name];
  } catch {}
  return Object.assign(new Error('•••'), { name });
}

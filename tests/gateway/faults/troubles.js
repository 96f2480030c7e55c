// What can happen to a process. Loaded before the package.

let aheadBy = 0;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length ? given : [RealDate.now() + aheadBy]));
  }

  static now() {
    return RealDate.now() + aheadBy;
  }
};

/** Questions to the rules until their memory is full. */
let untilFull = Infinity;
const { Instance } = WebAssembly;
WebAssembly.Instance = function (module, imports) {
  const { exports } = new Instance(module, imports);
  // Their names are minified; `next` takes four words, each an address and a length.
  const [name, next] = Object.entries(exports).find(([, { length }]) => length === 8);
  const question = (...words) => {
    if (--untilFull === 0) fill(exports);
    return next(...words);
  };
  return { exports: { ...exports, [name]: question } };
};

/** Takes memory until there is none: what needs some next traps, as it really would. */
function fill(exports) {
  // It takes size and alignment.
  const allocate = Object.values(exports).find(({ length }) => length === 2);
  for (let size = 2 ** 30; size >= 1; size /= 2) {
    try {
      while (allocate(size, 1));
    } catch {
      // There isn't as much; perhaps half of it.
    }
  }
}

export const troubles = {
  /** Somebody sets the machine's clock. */
  clock({ ms }) {
    aheadBy += ms;
  },

  /** The rules run out of memory before the answer to so many questions from now. */
  memory({ questions }) {
    untilFull = questions;
  },
};

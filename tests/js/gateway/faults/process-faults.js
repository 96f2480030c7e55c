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

/** Steps until the memory of the gateway's module is full. */
let untilFull = Infinity;
const { Instance } = WebAssembly;
WebAssembly.Instance = function (module, imports) {
  const { exports } = new Instance(module, imports);
  const nextStep = (exchange) => {
    if (--untilFull === 0) fill(exports);
    return exports.nextStep(exchange);
  };
  return { exports: { ...exports, nextStep } };
};

/** Takes memory until there is none: what needs some next traps, as it really would. */
function fill(exports) {
  for (let size = 2 ** 30; size >= 1; size /= 2) {
    try {
      while (exports.__wbindgen_malloc(size, 1));
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

  /** The module runs out of memory at the step that is so many from now. */
  memory({ steps }) {
    untilFull = steps;
  },
};

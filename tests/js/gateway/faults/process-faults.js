// Faults of a process, which a test injects. This must be loaded before the package.

let clockOffset = 0;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length ? args : [RealDate.now() + clockOffset]));
  }

  static now() {
    return RealDate.now() + clockOffset;
  }
};

/** Steps until the memory of the gateway's module is full. */
let stepsUntilFull = Infinity;
const { Instance } = WebAssembly;
WebAssembly.Instance = class {
  constructor(module, imports) {
    const { exports } = new Instance(module, imports);
    const nextStep = (exchange) => {
      if (--stepsUntilFull === 0) allocateAll(exports);
      return exports.nextStep(exchange);
    };
    this.exports = { ...exports, nextStep };
  }
};

/** Allocates all of the module's memory, so that its next allocation traps. */
function allocateAll(exports) {
  for (let size = 2 ** 30; size >= 1; size /= 2) {
    try {
      while (exports.__wbindgen_malloc(size, 1));
    } catch {
      // There may still be room for half of it.
    }
  }
}

export const faults = {
  /** The system clock is set by this many milliseconds. */
  clock({ ms }) {
    clockOffset += ms;
  },

  /** The module runs out of memory in this many steps. */
  memory({ steps }) {
    stepsUntilFull = steps;
  },
};

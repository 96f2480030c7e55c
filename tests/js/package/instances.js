// Functions that watch or restrict the package's WebAssembly, as source code to put before that of a test's program.

/**
 * `watchInstances(replace)` calls `replace` with each new instance of the core and has its result used instead. Instances of
 * other modules, such as those of the host's `fetch`, are left alone: they don't import from the core's glue, `a`.
 *
 * `withFunctions(exports, wrap)` returns an instance whose functions are those that `wrap` makes of the exported ones.
 */
export const watchInstances = `
  function watchInstances(replace) {
    const { Instance, instantiate } = WebAssembly;
    const watched = (made, imports) => (imports?.a ? replace(made) : made);
    WebAssembly.Instance = function (module, imports) { return watched(new Instance(module, imports), imports); };
    WebAssembly.instantiate = async (source, imports) => {
      const made = await instantiate(source, imports);
      return made.instance ? { ...made, instance: watched(made.instance, imports) } : watched(made, imports);
    };
  }
  function withFunctions(exports, wrap) {
    const wrapped = Object.entries(exports).map(([name, value]) => [name, typeof value === 'function' ? wrap(value) : value]);
    return { exports: Object.fromEntries(wrapped) };
  }`;

/** `refuseAtOnce()` refuses to compile or instantiate more than 4 kB synchronously, as the main thread of Chrome 114 does. */
export const refuseAtOnce = `
  function refuseAtOnce() {
    const { Module } = WebAssembly;
    WebAssembly.Module = function (bytes) {
      if (bytes.byteLength <= 4096) return new Module(bytes);
      throw new RangeError('WebAssembly.Compile is disallowed on the main thread, if the buffer size is larger than 4KB. Use WebAssembly.compile, or compile on a worker thread.');
    };
    WebAssembly.Instance = function () {
      throw new RangeError('WebAssembly.Instance is disallowed on the main thread, if the buffer size is larger than 4KB. Use WebAssembly.instantiate.');
    };
  }`;

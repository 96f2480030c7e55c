// Functions that watch or restrict the package's WebAssembly, as source code to put before that of a test's program.

/**
 * `watchInstances(replace)` calls `replace` with each new instance of the core and has its result used instead. Instances of
 * other modules, such as those of the host's `fetch`, are left alone.
 */
export const watchInstances = `
  function watchInstances(replace) {
    const { Instance, instantiate } = WebAssembly;
    const watched = (made) => (made.exports?.isE164 ? replace(made) : made);
    WebAssembly.Instance = function (...args) { return watched(new Instance(...args)); };
    WebAssembly.instantiate = async (...args) => {
      const made = await instantiate(...args);
      return made.instance ? { ...made, instance: watched(made.instance) } : watched(made);
    };
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

// Programs that watch the package's WebAssembly: sources of functions, to put before a program.

/**
 * `watchInstances(replace)`: from here on, `replace` takes each instance of the core that is made, and returns what is used
 * for it. The host's `fetch` may be made of WebAssembly, too.
 */
export const watchInstances = `
  function watchInstances(replace) {
    const { Instance, instantiate } = WebAssembly;
    const watched = (made) => (made.exports?.isE164 ? replace(made) : made);
    WebAssembly.Instance = function (...given) { return watched(new Instance(...given)); };
    WebAssembly.instantiate = async (...given) => {
      const made = await instantiate(...given);
      return made.instance ? { ...made, instance: watched(made.instance) } : watched(made);
    };
  }`;

/** `refuseAtOnce()`: the main thread neither compiles nor starts more than 4 kB at once, as in Chrome up to 114. */
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

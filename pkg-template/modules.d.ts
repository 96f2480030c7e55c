// The typings of imports that are no JavaScript: esbuild or the bundler of an edge runtime resolves them.

/** A module that the host has compiled. */
declare module '*.wasm?module' {
  const module: WebAssembly.Module;
  export default module;
}

/** A style sheet, minified, as a text. */
declare module '*.css' {
  const text: string;
  export default text;
}

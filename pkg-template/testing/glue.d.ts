// The typings of glue.js, which xtask/js/module.mjs generates from wasm-bindgen's output.

/** Makes the glue of one instance. */
export function createGlue(): {
  readonly imports: WebAssembly.Imports;
  /** Starts the instance, whose exports these are, and returns its functions. */
  use(exports: WebAssembly.Exports): EmulatorFunctions;
};

/** The functions and classes of emulator/wasm/src/lib.rs. What they return is JSON where it is a text. */
export interface EmulatorFunctions {
  Emulator: new (options: string) => WasmEmulator;
  longestBody(): number;
}

/** An emulator in the module's memory. Its methods throw a text where an input is invalid. */
export interface WasmEmulator {
  handle(head: string, body: Uint8Array, now: number): WasmDelivery;
  notFound(): WasmDelivery;
  setSent(delivery: WasmDelivery): void;
  cards(): string;
  requests(): string;
  script(): string;
  extendScript(responses: string): void;
  /** Writes per number in ten minutes; `undefined` for no limit. */
  budget: number | undefined;
  reset(): void;
}

/** A response on its way. */
export interface WasmDelivery {
  /** Milliseconds before the response is sent. */
  readonly delay: number;
  response(): string;
  free(): void;
}

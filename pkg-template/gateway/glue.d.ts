// The typings of glue.js, which xtask/js/module.mjs generates from wasm-bindgen's output.

/** Makes the glue of one instance. */
export function createGlue(): {
  readonly imports: WebAssembly.Imports;
  /** Starts the instance, whose exports these are, and returns its functions. */
  use(exports: WebAssembly.Exports): GatewayFunctions;
};

/** The functions of gateway/src/lib.rs. */
export interface GatewayFunctions {
  setUp(message: Uint8Array): string;
  begin(config: number, head: Uint8Array): number;
  end(exchange: number): void;
  authorized(exchange: number, session: Uint8Array): void;
  bodyRead(exchange: number, state: string, body: Uint8Array): void;
  listCounted(exchange: number, ofUser: number, inAll: number): void;
  reserved(exchange: number, reservation: Uint8Array): void;
  responded(exchange: number, head: Uint8Array, state: string, body: Uint8Array): void;
  notResponded(exchange: number, reason: string): void;
  nextStep(exchange: number): string;
  takeBody(exchange: number): Uint8Array<ArrayBuffer>;
  redacted(config: number, head: Uint8Array, text: string): string;
  redactedWithoutConfig(head: Uint8Array, text: string): string;
  reserveSlots(numbers: Float64Array): Float64Array;
}

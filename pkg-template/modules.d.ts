// The typings of imports that are no JavaScript of this package: esbuild or the bundler of an application resolves them.

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

/** What is used of React, whose typings this package doesn't need. */
declare module 'react' {
  export function useEffect(effect: () => void): void;
  export function useMemo<Value>(make: () => Value, dependencies: readonly unknown[]): Value;
  export function useRef<Value>(initial: Value): { current: Value };
  export function useSyncExternalStore<Snapshot>(
    subscribe: (listener: () => void) => () => void,
    getSnapshot: () => Snapshot,
    getServerSnapshot: () => Snapshot,
  ): Snapshot;
}

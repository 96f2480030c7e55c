// The empty script: what it takes is taken off the others.
export function client() {
  return async () => undefined;
}

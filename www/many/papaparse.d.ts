// The part of papaparse that is used here. It has no typings of its own.
declare module 'papaparse' {
  const Papa: {
    parse(
      text: string,
      config: { skipEmptyLines: 'greedy'; transform: (cell: string) => string },
    ): { data: string[][] };
    unparse(rows: readonly (readonly string[])[], config: { escapeFormulae: RegExp; newline: string }): string;
  };
  export default Papa;
}

// The part of papaparse that is used here. It has no typings of its own.
declare module 'papaparse' {
  export interface ParseConfig {
    /** Detected if it is empty. */
    delimiter?: string;
    /** In the order in which they are preferred. */
    delimitersToGuess?: readonly string[];
    newline: string;
    /** The number of rows to read; 0 reads all. */
    preview?: number;
    skipEmptyLines?: 'greedy';
  }

  export interface ParseError {
    type: 'Quotes' | 'Delimiter' | 'FieldMismatch';
    code: 'MissingQuotes' | 'InvalidQuotes' | 'UndetectableDelimiter' | 'TooFewFields' | 'TooManyFields';
    /** The index of the row in `data`. */
    row?: number;
    /** The index of the character in the text. */
    index?: number;
  }

  const Papa: {
    parse(text: string, config: ParseConfig): { data: string[][]; errors: ParseError[]; meta: { delimiter: string } };
    unparse(rows: readonly (readonly string[])[], config: { escapeFormulae?: RegExp; newline: string }): string;
  };
  export default Papa;
}

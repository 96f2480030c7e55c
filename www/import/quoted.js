// A text in quotes, within a sentence. A pure function.

/** How many characters are shown. */
const SHOWN = 60;

/** Returns the start of a text in quotes. @param {string} text */
export const quoted = (text) => `“${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}”`;

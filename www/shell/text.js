// Texts of several parts.

const list = new Intl.ListFormat('en');

/** Starts a text with a capital letter. @param {string} text */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Joins parts to a list: `A, B, and C`. @param {readonly string[]} parts */
export const joined = (parts) => list.format(parts);

// Texts of others, as a terminal may show them. Pure functions.

/**
 * What would move the cursor, change colours, or change the order of the characters around it: control characters, and
 * Unicode's for the direction of a text.
 */
const hidden = /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Returns a text with escapes in place of what a terminal would act on. A card's name is set by whoever may edit it.
 *
 * @param {string} text
 */
export const visible = (text) =>
  text.replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

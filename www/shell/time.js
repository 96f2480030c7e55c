// Times as the user reads them. A pure function.

/** Returns the time of day without seconds, in one piece. @param {Date} time */
export const timeOf = (time) => time.toLocaleTimeString([], { timeStyle: 'short' }).replaceAll(' ', '\u00A0');

// Times as the user reads them. Pure functions.

const MINUTE = 60_000;

/** Made once, which takes as long as formatting dozens of times. */
const format = new Intl.DateTimeFormat([], { timeStyle: 'short' });

/** Returns the time of day without seconds, in one piece. @param {Date} time */
export const timeOf = (time) => format.format(time).replaceAll(' ', '\u00A0');

/** Returns the first full minute from a time on, so that it isn't too early. @param {Date} time */
export const minuteFrom = (time) => timeOf(new Date(Math.ceil(time.getTime() / MINUTE) * MINUTE));

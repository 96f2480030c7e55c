// Times as the user reads them.

const MINUTE = 60_000;

/** Made once, which takes as long as formatting dozens of times. */
const format = new Intl.DateTimeFormat([], { timeStyle: 'short' });

/** The texts of minutes that were formatted before: thousands of rows may have the same one. @type {Map<number, string>} */
const texts = new Map();

/** Returns the time of day without seconds, in one piece. @param {Date} time */
export function timeOf(time) {
  const minute = Math.floor(time.getTime() / MINUTE);
  const text = texts.get(minute) ?? format.format(time).replaceAll(' ', '\u00A0');
  texts.set(minute, text);
  return text;
}

/** Returns the first full minute from a time on, so that it isn't too early. @param {Date} time */
export const minuteFrom = (time) => timeOf(new Date(Math.ceil(time.getTime() / MINUTE) * MINUTE));

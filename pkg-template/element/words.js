// @ts-check
// Every word that the editor says, and errors in words. Pure: an error in, what a person reads out.

/** A text in quotes, whatever its direction. @param {string} text */
const quoted = (text) => `“\u2068${text}\u2069”`;

/** In English. Each group can be replaced in part. */
export const english = {
  labels: { phone_number: 'Phone number', first_name: 'First name', last_name: 'Last name', image_url: 'Picture URL' },
  hints: {
    phone_number: 'In E.164 form: + and the country code, such as +15551234567',
    first_name: '',
    last_name: '',
    image_url: 'A public https:// address. Linq copies the picture and answers with an address of its own.',
  },
  buttons: {
    open: 'Open',
    save: 'Save',
    create: 'Create the card',
    busy: 'Saving…',
    undo: 'Undo changes',
    again: 'Try again',
    copy: 'Copy',
    use: (/** @type {string} */ value) => `Use ${quoted(value)}`,
  },
  /** Of a card. */
  states: { active: 'Active', waiting: 'Not active yet', absent: 'No card yet' },
  texts: {
    form: (/** @type {string} */ number) => `Contact card of ${number}`,
    summary: 'Not sent yet: please mend these fields',
    differences: 'This card was changed elsewhere',
    decide: 'What you typed is still here and not saved. Save to keep it, or undo it to keep what is there now.',
    difference: (/** @type {string} */ label, /** @type {string} */ before, /** @type {string} */ now) =>
      `${label} was ${before ? quoted(before) : 'empty'} and is now ${now ? quoted(now) : 'empty'}.`,
    issue: (/** @type {string} */ label, /** @type {string} */ message) => `${label} ${message}`,
    unsaved: 'Save or undo what you typed first.',
    copied: 'Copied.',
    traceId: "Trace id for Linq's support:",
    tryAt: (/** @type {Date} */ time) =>
      `You can try again at ${time.toLocaleTimeString([], { timeStyle: 'medium' })}.`,
    tryIn: (/** @type {number} */ seconds) => `Try again in ${duration(seconds)}.`,
    left: (/** @type {number} */ seconds) =>
      `Next try in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
    signIn: 'Sign in in another tab, then save again.',
  },
  /** Titles and texts. @type {Record<string, readonly [title: string, text: string]>} */
  notices: {
    loading: ['Loading…', ''],
    absent: ['No card yet', 'This number has no card. Give it a first name to create one.'],
    gone: ['Not saved: the card is gone', 'This number has no card any more. Save again to create it.'],
    unchanged: ['Nothing to save', 'The card already says this.'],
    saving: ['Saving…', ''],
    saved: ['Saved', 'The card is up to date.'],
    waiting: ['Saved, not active yet', 'Linq has the change, but has not applied it to the device yet.'],
    updated: ['Updated', 'The card was saved in another tab.'],
    contested: ['Changed in another tab', 'What you typed is still here.'],
    free: ['You can try again now', ''],
  },
  /** Titles by the error's name. @type {Record<string, string>} */
  errors: {
    ValidationError: 'Not sent: something is not right',
    BadRequestError: 'Linq did not accept the change',
    AuthenticationError: 'Please sign in again',
    PermissionDeniedError: 'This is not allowed',
    NotFoundError: 'There is no active card for this number',
    ConflictError: 'The card is in another state than expected',
    UnprocessableEntityError: 'Linq did not accept the change',
    RateLimitError: 'Too many changes for this number',
    InternalServerError: 'Linq had a problem',
    APIError: 'Linq refused the change',
    APIConnectionError: 'No connection',
    APIConnectionTimeoutError: 'No answer in time',
    InvalidResponseError: 'The answer made no sense',
    UnsafeKeyError: 'Not sent: the key would be exposed',
    WasmUnavailableError: 'This browser could not start the editor',
    WasmTrapError: 'The editor broke and was started anew',
    other: 'Something went wrong',
  },
  /** What became of a write, and what is known of it since. @type {Record<string, string>} */
  outcomes: {
    not_sent: 'Nothing was sent.',
    refused: 'Nothing was changed. What you typed is still here.',
    unknown: 'It is not known whether the change was saved. Open the card again to see.',
    unread: 'The card could not be read.',
    unchecked: 'The card could not be read before saving, so nothing was sent. What you typed is still here.',
    reading: 'It is not known whether the change was saved. Reading the card again…',
    shown: 'It is not known whether the change was saved, but the card was read again, and it says what you typed.',
    not_shown:
      'It is not known whether the change was saved. The card was read again, and does not say what you typed, or not yet.',
    not_read:
      'It is not known whether the change was saved, and the card could not be read again. What you typed is still here.',
  },
  /** By the issue's code; those that are missing have the core's message. @type {Record<string, string>} */
  issues: { cannot_clear: 'must not be empty, as Linq has no way to clear it', empty: 'is empty' },
};

/** English, with what is given instead. @param {any} given @returns {typeof english} */
export function merge(given) {
  const groups = Object.entries(english).map(([name, words]) => [name, { ...words, ...given?.[name] }]);
  return /** @type {any} */ (Object.fromEntries(groups));
}

/**
 * An error in words.
 * @param {any} error
 * @param {typeof english} [words]
 * @param {string} [outcome] what is known of it by now
 * @param {number} [retryAt] when another try is worth it: the time of the clock stays true, where "in ten minutes" doesn't
 * @returns {{ title: string, text: string, tone: 'bad' | 'warn', traceId?: string }}
 */
export function describeError(
  error,
  { errors, outcomes, texts } = english,
  outcome = error?.outcome,
  retryAt = undefined,
) {
  const { message = String(error), name, retryAfter, traceId } = error ?? {};
  const sentences = [sentence(message), outcomes[outcome]];
  if (name === 'AuthenticationError') sentences.push(texts.signIn);
  if (retryAt) sentences.push(texts.tryAt(new Date(retryAt)));
  else if (retryAfter !== undefined) sentences.push(texts.tryIn(retryAfter));
  return {
    title: errors[name] ?? errors.other ?? '',
    text: sentences.filter(Boolean).join(' '),
    tone: error?.outcome === 'unknown' ? 'warn' : 'bad',
    traceId,
  };
}

/** An issue's message without the field's name, in whose place the label is. @param {any} issue @param {typeof english} words @returns {string} */
export const describeIssue = ({ code, message }, { issues }) => issues[code] ?? message.replace(/^\S+ /, '');

/** @param {number} count @param {string} unit */
const counted = (count, unit) => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** `90` as "2 minutes". @param {number} seconds */
export const duration = (seconds) =>
  seconds < 60 ? counted(seconds, 'second') : counted(Math.ceil(seconds / 60), 'minute');

/** @param {string} text */
function sentence(text) {
  return !text || /[.!?]$/.test(text) ? text : `${text}.`;
}

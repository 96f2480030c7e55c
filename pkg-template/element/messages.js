// The editor's messages, and the texts for errors.

/** @typedef {import('../types/element.js').ContactCardMessages} Messages */
/** @typedef {import('../types/index.js').Issue} Issue */

/** Returns a text in quotes, isolated from the direction of the text around it. @param {string} text */
const quoted = (text) => `“\u2068${text}\u2069”`;

/** The messages in English. @type {Messages} */
export const english = {
  labels: { phone_number: 'Phone number', first_name: 'First name', last_name: 'Last name', image_url: 'Picture URL' },
  hints: {
    phone_number: 'In E.164 form: + and the country code, such as +15551234567',
    first_name: '',
    last_name: '',
    image_url: 'A public https:// address. Linq copies the picture.',
  },
  buttons: {
    open: 'Open',
    save: 'Save',
    create: 'Create the card',
    busy: 'Saving…',
    undo: 'Undo changes',
    again: 'Try again',
    copy: 'Copy',
    use: (value) => `Use ${quoted(value)}`,
  },
  states: { active: 'Active', waiting: 'Not active yet', absent: 'No card yet' },
  texts: {
    form: (number) => `Contact card of ${number}`,
    summary: 'Not sent yet: please fix these fields',
    differences: 'This card was changed elsewhere',
    decide: 'What you typed is not saved. Save to keep it, or undo it to keep what is there now.',
    difference: (label, before, now) =>
      `${label} was ${before ? quoted(before) : 'empty'} and is now ${now ? quoted(now) : 'empty'}.`,
    issue: (label, message) => `${label} ${message}`,
    unsaved: 'Save or undo what you typed first.',
    copied: 'Copied.',
    traceId: "Trace id for Linq's support:",
    tryAt: (time) => `You can try again at ${time.toLocaleTimeString([], { timeStyle: 'medium' })}.`,
    tryIn: (seconds) => `Try again in ${duration(seconds)}.`,
    left: (seconds) => `Next try in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
    signIn: 'Sign in in another tab, then save again.',
  },
  notices: {
    loading: ['Loading…', ''],
    absent: ['No card yet', 'This number has no card. Enter a first name to create one.'],
    gone: ['Not saved: the card is gone', 'This number has no card any more. Save again to create it.'],
    unchanged: ['Nothing to save', 'The card already has these values.'],
    saving: ['Saving…', ''],
    saved: ['Saved', 'The card is up to date.'],
    waiting: ['Saved, not active yet', 'Linq has the change, but has not applied it to the device yet.'],
    updated: ['Updated', 'The card was saved in another tab.'],
    contested: ['Changed in another tab', 'What you typed is still here.'],
    free: ['You can try again now', ''],
  },
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
    APIConnectionTimeoutError: 'No response in time',
    InvalidResponseError: 'The response could not be used',
    UnsafeKeyError: 'Not sent: the key would be exposed',
    WasmUnavailableError: 'This browser could not start the editor',
    WasmTrapError: 'The editor stopped and was restarted',
    other: 'Something went wrong',
  },
  outcomes: {
    not_sent: 'Nothing was sent.',
    refused: 'Nothing was changed. What you typed is still here.',
    unknown: 'It is not known whether the change was saved. Open the card again to see.',
    unread: 'The card could not be read.',
    unchecked: 'The card could not be read before saving, so nothing was sent. What you typed is still here.',
    reading: 'It is not known whether the change was saved. Reading the card again…',
    shown: 'It is not known whether the change was saved, but the card was read again, and it has what you typed.',
    not_shown:
      'It is not known whether the change was saved. The card was read again, and does not have what you typed yet.',
    not_read:
      'It is not known whether the change was saved, and the card could not be read again. What you typed is still here.',
  },
  issues: { cannot_clear: 'must not be empty, as Linq has no way to clear it', empty: 'is empty' },
};

/**
 * Returns the English messages with some of them replaced.
 * @param {import('../types/element.js').ContactCardMessagesInput | null | undefined} replacements
 */
export function merge(replacements) {
  const groups = /** @type {[keyof Messages, object][]} */ (Object.entries(english));
  const merged = groups.map(([name, group]) => [name, { ...group, ...replacements?.[name] }]);
  return /** @type {Messages} */ (Object.fromEntries(merged));
}

/** @typedef {{ name?: string, message?: string, outcome?: string, retryAfter?: number, traceId?: string }} ErrorMembers what is read of an error, which may be anything that was thrown */

/**
 * Returns the texts for an error.
 * @param {unknown} error
 * @param {Messages} [messages]
 * @param {string} [outcome] what is known by now, in place of the error's own outcome
 * @param {number} [retryAt] when another try is worthwhile: a time of day stays true, unlike "in ten minutes"
 * @returns {{ title: string, text: string, tone: 'bad' | 'warn', traceId?: string | undefined }}
 */
export function describeError(error, { errors, outcomes, texts } = english, outcome = undefined, retryAt = undefined) {
  const members = /** @type {ErrorMembers} */ (error ?? {});
  const { message = String(error), name = '', retryAfter, traceId } = members;
  const known = outcome ?? members.outcome;
  const sentences = [sentence(message), /** @type {Record<string, string>} */ (outcomes)[known ?? '']];
  if (name === 'AuthenticationError') sentences.push(texts.signIn);
  if (retryAt) sentences.push(texts.tryAt(new Date(retryAt)));
  else if (retryAfter !== undefined) sentences.push(texts.tryIn(retryAfter));
  return {
    title: errors[name] ?? errors.other ?? '',
    text: sentences.filter(Boolean).join(' '),
    tone: members.outcome === 'unknown' ? 'warn' : 'bad',
    traceId,
  };
}

/**
 * Returns the text for an issue without the field's name, which its label replaces.
 * @param {Issue} issue
 * @param {Messages} messages
 */
export const describeIssue = ({ code, message }, { issues }) => issues[code] ?? message.replace(/^\S+ /, '');

/**
 * Returns a count with its unit.
 * @param {number} count
 * @param {string} unit
 */
const counted = (count, unit) => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** Returns a readable duration, such as "2 minutes" for 90. @param {number} seconds */
export const duration = (seconds) =>
  seconds < 60 ? counted(seconds, 'second') : counted(Math.ceil(seconds / 60), 'minute');

/** Returns a text with a full stop at its end. @param {string} text */
function sentence(text) {
  return !text || /[.!?]$/.test(text) ? text : `${text}.`;
}

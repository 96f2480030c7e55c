// The editor's messages, and the texts for errors.

import { errorMembers } from '../editing/error-members.js';

/** @typedef {import('../types/element.js').ContactCardMessages} Messages */
/** @typedef {import('../types/index.js').Issue} Issue */

/** Returns a text in quotes, isolated from the direction of the text around it, or that there is none. @param {string} text */
const quoted = (text) => (text ? `“\u2068${text}\u2069”` : 'empty');

/** The messages in English. @type {Messages} */
export const english = {
  labels: { phone_number: 'Phone number', first_name: 'First name', last_name: 'Last name', image_url: 'Picture URL' },
  hints: {
    phone_number: 'Include + and the country code',
    image_url: 'A public https:// link. Linq stores a copy, so the link changes after saving.',
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
    summary: 'Fix these fields to save',
    differences: 'This card was changed elsewhere',
    decide: 'Save to overwrite it, or undo what you typed.',
    difference: (label, before, now) => `${label} was ${quoted(before)} and is now ${quoted(now)}.`,
    issue: (label, message) => `${label} ${message}`,
    unsaved: 'Save or undo what you typed first.',
    copied: 'Copied.',
    traceId: "Trace id for Linq's support:",
    tryAt: (time) => `You can try again at ${time.toLocaleTimeString([], { timeStyle: 'medium' })}.`,
    left: (seconds) => `Next try in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
    unreachable: (address, status) => `Is it running at ${address}? The response has status ${status}.`,
    signIn: 'Sign in in another tab, then save again.',
  },
  notices: {
    loading: ['Loading…', ''],
    absent: ['No card yet', 'Enter a first name to create one.'],
    gone: ['Not saved: the card is gone', 'Save again to create it.'],
    unchanged: ['Nothing to save', 'The card already has these values.'],
    saving: ['Saving…', ''],
    saved: ['Saved', 'The card is up to date.'],
    waiting: ['Saved, not active yet', 'The device does not have it yet.'],
    updated: ['Updated', 'The card was saved in another tab.'],
    contested: ['Changed in another tab', 'What you typed is still here.'],
    free: ['You can try again now', ''],
  },
  errors: {
    ValidationError: 'Not sent',
    BadRequestError: 'Linq refused the change',
    AuthenticationError: 'Please sign in again',
    PermissionDeniedError: "You don't have access to this number",
    NotFoundError: 'This number has no active card',
    ConflictError: 'The card has changed',
    UnprocessableEntityError: 'Linq refused the change',
    RateLimitError: 'Too many changes for this number',
    InternalServerError: 'Linq had a problem',
    APIError: 'Linq refused the change',
    APIConnectionError: 'No connection',
    APIConnectionTimeoutError: 'No response in time',
    InvalidResponseError: 'Unexpected response',
    UnsafeKeyError: 'Not sent: the key would be exposed',
    WasmUnavailableError: 'The editor could not be started',
    WasmTrapError: 'The editor was restarted',
    unreachable: "Can't reach the gateway",
    other: 'Something went wrong',
  },
  outcomes: {
    not_sent: 'Nothing was sent.',
    refused: 'Nothing was changed. What you typed is still here.',
    unknown: 'It is not known whether the change was saved. Reload to see.',
    unread: 'The card could not be read.',
    unchecked: 'The card could not be read, so nothing was sent.',
    reading: 'It is not known whether the change was saved. Reading the card again…',
    shown: 'We checked: the card has what you typed.',
    not_shown: "We checked: your change isn't there yet. Wait a moment, then reload.",
    not_read: 'It is not known whether the change was saved.',
  },
  issues: {
    cannot_clear: "can't be removed once set",
    empty: 'is empty',
    not_https_url: 'must be a public link that starts with https://',
  },
};

/**
 * Returns the English messages with some of them replaced. Only own members are read, each once, and nothing is inherited.
 * @param {import('../types/element.js').ContactCardMessagesInput | null} [replacements]
 */
export function merge(replacements) {
  /** @type {Record<string, object | null>} */
  const own = { __proto__: null, ...replacements };
  /** @type {Record<string, object>} */
  const merged = {};
  for (const [name, group] of Object.entries(english)) merged[name] = { __proto__: null, ...group, ...own[name] };
  return /** @type {Messages} */ (/** @type {unknown} */ (merged));
}

/**
 * Returns the texts for an error: what happened and what to do, and then its own message.
 * @param {unknown} error
 * @param {import('../types/element.js').ContactCardMessagesInput | null} [messages]
 * @param {string} [known] what is known by now, in place of the error's own outcome
 * @param {number} [retryAt] when another try is worthwhile: a time of day stays true, unlike "in ten minutes"
 * @param {string} [address] the base URL, where it is known
 * @returns {{ title: string, text: string, tone: 'bad' | 'warn', traceId?: string | undefined }}
 */
export function describeError(error, messages, known, retryAt, address = 'the base URL') {
  const { errors, outcomes, texts } = merge(messages);
  const {
    code,
    message = typeof error === 'string' ? error : '',
    name = '',
    outcome = '',
    retryAfter,
    status,
    traceId,
  } = errorMembers(error);
  // The response of a server that is neither a gateway nor Linq, such as a development server or a proxy, has no code.
  const isUnreachable = !code && !!status && (status === 404 || status < 400 || status > 499);
  const time = retryAt ?? (retryAfter && Date.now() + 1000 * retryAfter);
  const sentences = [
    isUnreachable && texts.unreachable(address, status),
    /** @type {Record<string, string>} */ (outcomes)[known ?? outcome],
    name === 'AuthenticationError' && texts.signIn,
    time && texts.tryAt(new Date(time)),
    !isUnreachable && sentence(message),
  ];
  return {
    title: /** @type {string} */ (errors[isUnreachable ? 'unreachable' : name] ?? errors.other),
    text: sentences.filter(Boolean).join(' '),
    tone: outcome === 'unknown' ? 'warn' : 'bad',
    traceId,
  };
}

/**
 * Returns the field of an issue. One of another library may have no path, or one with an object, as in Standard Schema.
 * @param {{ path?: readonly any[] }} issue
 */
export const fieldOf = ({ path }) => path?.[0]?.key ?? path?.[0];

/**
 * Returns the text for an issue without the field's name, which its label replaces.
 * @param {Issue} issue
 * @param {Messages} messages
 */
export const describeIssue = ({ code, message }, { issues }) => issues[code] ?? message.replace(/^\S+ /, '');

/** Returns a text with a full stop at its end. @param {string} text */
export const sentence = (text) => text.replace(/[^.!?]$/, '$&.');

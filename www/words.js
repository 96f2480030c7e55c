// Errors in words. Pure: an error in, what a person reads out.

/** The fields as people call them. */
export const labels = { phone_number: 'The number', first_name: 'First name', last_name: 'Last name', image_url: 'Picture URL' };

/** What is known of each kind of error, beside the message that it carries. */
const titles = {
  ValidationError: 'Not sent: something is not right',
  BadRequestError: 'Linq did not accept the change',
  AuthenticationError: 'Please sign in again',
  PermissionDeniedError: 'This number is not yours to edit',
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
};

const outcomes = {
  not_sent: 'Nothing was sent.',
  refused: 'Nothing was changed. What you typed is still here.',
  unknown: 'It is not known whether the change was saved. Open the card again to see.',
};

/** @returns {{ title: string, text: string, tone: 'bad' | 'warn', traceId?: string }} */
export function words(error) {
  const sentences = [sentence(error.message ?? String(error)), outcomes[error.outcome] ?? ''];
  if (error.name === 'AuthenticationError') sentences.push('Sign in in another tab, then save again.');
  if (error.retryAfter !== undefined) sentences.push(`Try again in ${duration(error.retryAfter)}.`);
  return {
    title: titles[error.name] ?? 'Something went wrong',
    text: sentences.filter(Boolean).join(' '),
    tone: error.outcome === 'unknown' ? 'warn' : 'bad',
    traceId: error.traceId,
  };
}

/** `90` as "2 minutes". */
export function duration(seconds) {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

function sentence(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

// Why there are no cards to show, and what to do about it.

/** @import { AccountState } from './account.js' */
/** @import { End } from './session.js' */

/** @typedef {{ kind: 'failed', title: string, text: string }} LoadFailure */
/** @typedef {{ kind: 'signed_out' | 'replaced', title: string, text: string }} SignedOut */

/** @type {SignedOut} */
const signedOut = {
  kind: 'signed_out',
  title: 'You are signed out',
  text: 'Sign in from another tab, then try again.',
};

/** The states after a session, by why it has ended. @type {Record<End, SignedOut>} */
export const signedOutStates = {
  expired: signedOut,
  left: signedOut,
  replaced: { kind: 'replaced', title: 'Another user has signed in', text: 'Reload the page to see their cards.' },
};

/** Returns why there are no cards, and what to do. @param {AccountState} state */
export const describeProblem = (state) =>
  'title' in state ? `${state.title}. ${state.text}` : 'The cards are still loading.';

/** The titles and texts by the error's name. @type {Record<string, readonly [string, string]>} */
const messages = {
  PermissionDeniedError: ["You don't have access to these cards", 'Sign in as a user who has access, then try again.'],
  RateLimitError: ['Too many requests', 'The cards could not be loaded. Wait a minute, then try again.'],
  InternalServerError: ['Linq had a problem', 'The cards could not be loaded. Try again in a minute.'],
  APIConnectionError: ['No connection', 'The cards could not be loaded. Check your connection, then try again.'],
  APIConnectionTimeoutError: ['No response in time', 'The cards could not be loaded. Try again in a minute.'],
};

/**
 * Returns the message for a failed load; nothing where the error means that the account has no card.
 *
 * @param {unknown} error
 * @returns {LoadFailure | SignedOut | undefined}
 */
export function describeLoadFailure(error) {
  const { name, message, status, code, noCard } =
    /** @type {{ name?: string, message?: string, status?: number, code?: number, noCard?: boolean }} */ (error ?? {});
  if (noCard) return undefined;
  if (name === 'AuthenticationError') return signedOut;
  if (isOfAnotherServer(status, code))
    return {
      kind: 'failed',
      title: "Can't reach the gateway",
      text: `The response has status ${status}. Check that the gateway is running at /api/linq, then try again.`,
    };
  const [title, text] = (Object.hasOwn(messages, name ?? '') && messages[name ?? '']) || [
    'The cards could not be loaded',
    message ?? String(error),
  ];
  return { kind: 'failed', title, text };
}

/**
 * Whether a response is neither the gateway's nor Linq's, such as that of a development server or a proxy: it has no code.
 *
 * @param {number | undefined} status @param {number | undefined} code
 */
const isOfAnotherServer = (status, code) =>
  !code && status !== undefined && (status === 404 || status < 400 || status > 499);

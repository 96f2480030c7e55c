// What a failed request means for those after it. Pure functions.
import { APIError, ContactCardError } from 'linq-contact-card';

/** How long is waited where a response names no time, or one that has passed, in milliseconds: another one would be refused, too. */
export const DEFAULT_WAIT = 60_000;

/** Whether nothing was sent to Linq, as the user isn't signed in. @param {unknown} error */
export const isSignedOut = (error) => nameOf(error) === 'AuthenticationError';

/** Whether no response of Linq has arrived: a gateway whose upstream doesn't respond sends 502 or 504. @param {unknown} error */
export const isLost = (error) =>
  nameOf(error) === 'APIConnectionError' || (error instanceof APIError && [502, 504].includes(error.status));

/** Returns how long a limit that has refused a request is to be waited for, in milliseconds. @param {unknown} error */
export const waitAfter = (error) => 1000 * ((error instanceof APIError && error.retryAfter) || 0) || DEFAULT_WAIT;

/** @param {unknown} error */
const nameOf = (error) => (error instanceof ContactCardError ? error.name : undefined);

// Which limit a refusal with status 429 is about. A pure function.
import { APIError } from 'linq-contact-card';

/** Linq's code for a number without a write left, which the gateway uses for its own limits as well. */
const RATE_LIMIT = 1007;

/** How the gateway's messages about a limit of the user begin. */
const ofUser = /^This user /;

/**
 * Returns which limit has refused a request: that of the number, with which the row waits, or that of the user, with which all do.
 * A read has none of the number. A write that was refused although the number has a write left is about the user, and so is a
 * server's or proxy's limit that Linq doesn't know.
 *
 * @param {unknown} error of the request
 * @param {{ isWrite: boolean, remaining?: number }} request `remaining`: the writes left for its number, as was reported since
 * @returns {'number' | 'user' | undefined} absent where it wasn't refused by a limit
 */
export function limitOf(error, { isWrite, remaining = 0 }) {
  if (!(error instanceof APIError) || error.status !== 429) return undefined;
  const isOfNumber = isWrite && error.code === RATE_LIMIT && !ofUser.test(error.message);
  return isOfNumber && !(remaining > 0 && error.retryAfter !== undefined) ? 'number' : 'user';
}

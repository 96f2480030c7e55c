// A read that failed, by which nothing has changed.
import { ContactCardError } from 'linq-contact-card';

/** The error of a read, whose outcome is of no matter. */
export class ReadError extends Error {
  /** @param {ContactCardError} cause */
  constructor(cause) {
    super(cause.message, { cause });
    this.error = cause;
  }
}

/**
 * Returns the result of a read.
 *
 * @template Value
 * @param {Promise<Value>} read
 */
export async function reading(read) {
  try {
    return await read;
  } catch (error) {
    throw error instanceof ContactCardError && error.outcome === 'unknown' ? new ReadError(error) : error;
  }
}

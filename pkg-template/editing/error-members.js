// What is read of an error, which may be anything that was thrown.
import { membersOf } from './members.js';

const example = {
  name: '',
  message: '',
  outcome: '',
  status: 0,
  code: 0,
  /** In seconds. */
  retryAfter: 0,
  traceId: '',
  issues: /** @type {readonly import('../types/index.js').Issue[]} */ ([]),
};

/** Returns the members of an error that have their type. @param {unknown} error */
export const errorMembers = (error) => membersOf(error, example);

// Why a run has paused by itself.

/** @import { Loss } from './run-options.js' */

/** @typedef {'signed_out' | 'offline' | 'limited' | Loss} Halt */

/** Whether a run isn't this page's any more, so that it can't be resumed. @param {{ halted?: Halt | undefined }} run */
export const hasLeft = ({ halted }) => halted === 'moved' || halted === 'forgotten';

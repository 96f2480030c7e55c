// The package's own state, which tests share unless they reset it.
import { budgets, queues } from '../shared.js';

/** @type {typeof import('../types/testing.js').resetForTests} */
export function resetForTests() {
  budgets.clear();
  queues.clear();
}

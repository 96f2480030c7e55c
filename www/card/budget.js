// A number's write budget, as far as this page knows it: a meter, and the time of the next free write.
import { writeBudget } from 'linq-contact-card';
import { byId } from '../shell/page.js';

/** @type {number | undefined} */
let timer;

/** Shows the budget, and counts down while no write is left. @param {string} phone_number */
export function renderBudget(phone_number) {
  clearTimeout(timer);
  const { limit, remaining, nextWriteAt } = writeBudget(phone_number);
  const meter = byId('budget-meter', HTMLMeterElement);
  Object.assign(meter, { max: limit, high: Math.max(limit - 1, 1), optimum: limit, value: remaining });
  meter.textContent = `${remaining} of ${limit}`;
  byId('budget-text').textContent = nextWriteAt
    ? untilFree(nextWriteAt)
    : `${remaining} of ${limit} in ten minutes, as far as this page knows.`;
  if (nextWriteAt) timer = window.setTimeout(renderBudget, 1000, phone_number);
}

/** Returns the text for a budget without a write left. @param {Date} nextWriteAt */
function untilFree(nextWriteAt) {
  const seconds = Math.max(0, Math.ceil((nextWriteAt.getTime() - Date.now()) / 1000));
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return `None left. The next write is free at ${nextWriteAt.toLocaleTimeString([], { timeStyle: 'medium' })}, in ${left}.`;
}

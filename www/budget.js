// What is known of a number's write budget: a meter, and the time of the next free write.
import { writeBudget } from 'linq-contact-card';
import { byId } from './page.js';

let timer;

/** Shows it, and counts down while no write is left. */
export function renderBudget(phone_number) {
  clearTimeout(timer);
  const { limit, remaining, nextWriteAt } = writeBudget(phone_number);
  const meter = byId('budget-meter');
  Object.assign(meter, { max: limit, high: Math.max(limit - 1, 1), optimum: limit, value: remaining });
  meter.textContent = `${remaining} of ${limit}`;
  byId('budget-text').textContent = nextWriteAt
    ? untilFree(nextWriteAt)
    : `${remaining} of ${limit} in ten minutes, as far as this page knows.`;
  if (nextWriteAt) timer = setTimeout(renderBudget, 1000, phone_number);
}

function untilFree(nextWriteAt) {
  const seconds = Math.max(0, Math.ceil((nextWriteAt - Date.now()) / 1000));
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return `None left. The next write is free at ${nextWriteAt.toLocaleTimeString([], { timeStyle: 'medium' })}, in ${left}.`;
}

// The last answers, newest first, with trace ids to copy.
import { onAnswer } from './client.js';
import { badge, byId, copyButton, element } from './page.js';

/** @import { Answer } from './client.js' */

/** The number of answers that are shown. */
const LAST = 20;

/** Shows each answer as it arrives. */
export function wireAnswers() {
  onAnswer((answer) => {
    byId('answers-empty').hidden = true;
    const list = byId('answers-list');
    list.prepend(item(answer));
    while (list.children.length > LAST) list.lastElementChild?.remove();
  });
}

/** @param {Answer} answer */
function item({ at, method, phone_number, duration, status, traceId }) {
  const time = element('time', { dateTime: at.toISOString(), textContent: at.toLocaleTimeString() });
  const what = element(
    'span',
    { className: 'what' },
    `${method} `,
    element('bdi', { dir: 'ltr', textContent: phone_number ?? 'all cards' }),
  );
  const took = element('span', { className: 'hint', textContent: `${Math.round(duration)} ms` });
  const trace = traceId ? [element('code', { textContent: traceId }), copyButton(traceId, 'trace id')] : [];
  return element('li', {}, time, what, statusBadge(status), took, ...trace);
}

/** @param {number | undefined} status */
function statusBadge(status) {
  if (status === undefined) return badge('no answer', 'warn');
  return badge(String(status), status < 400 ? undefined : status < 500 ? 'bad' : 'warn');
}

// The last answers, newest first, with trace ids to copy.
import { answers } from './client.js';
import { byId, copyButton, element } from './page.js';

/** How many are kept. */
const LAST = 20;

/** Shows each answer as it comes. */
export function wireAnswers() {
  answers.addEventListener('answer', ({ detail }) => {
    byId('answers-empty').hidden = true;
    const list = byId('answers-list');
    list.prepend(item(detail));
    while (list.children.length > LAST) list.lastElementChild.remove();
  });
}

function item({ at, method, phone_number, duration, status, traceId }) {
  const time = element('time', { dateTime: at.toISOString(), textContent: at.toLocaleTimeString() });
  const what = element(
    'span',
    { className: 'what' },
    `${method} `,
    element('bdi', { dir: 'ltr', textContent: phone_number ?? 'all cards' }),
  );
  const how = element('span', { className: 'badge', textContent: status ?? 'no answer' });
  if (!(status < 400)) how.dataset.tone = status < 500 ? 'bad' : 'warn';
  const took = element('span', { className: 'hint', textContent: `${Math.round(duration)} ms` });
  const trace = traceId ? [element('code', { textContent: traceId }), copyButton(traceId, 'trace id')] : [];
  return element('li', {}, time, what, how, took, ...trace);
}

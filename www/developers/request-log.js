// The last responses, newest first, with trace ids to copy.
import { onRequestEnd } from '../account/client.js';
import { badge, byId, copyButton, element } from '../shell/page.js';

/** @import { EndedRequest } from '../account/client.js' */

/** The number of responses that are shown. */
const SHOWN = 20;

/** Shows each response as it arrives. */
export function wireRequestLog() {
  onRequestEnd((request) => {
    byId('responses-empty').hidden = true;
    const list = byId('responses-list');
    list.prepend(item(request));
    while (list.children.length > SHOWN) list.lastElementChild?.remove();
  });
}

/** Forgets which numbers the responses are about: the trace ids of a session that has expired still serve Linq's support. */
export function clearNumbers() {
  for (const number of byId('responses-list').querySelectorAll('bdi')) number.replaceWith('one card');
}

/** Forgets the responses. */
export function clearRequestLog() {
  byId('responses-list').replaceChildren();
  byId('responses-empty').hidden = false;
}

/** Makes the list item of a request. @param {EndedRequest} request */
function item({ at, method, phone_number, duration, status, traceId }) {
  const time = element('time', { dateTime: at.toISOString(), textContent: at.toLocaleTimeString() });
  const what = element(
    'span',
    { className: 'what' },
    `${method} `,
    phone_number ? element('bdi', { dir: 'ltr', textContent: phone_number }) : 'all cards',
  );
  const took = element('span', { className: 'hint', textContent: `${Math.round(duration)} ms` });
  const trace = traceId ? [element('code', { textContent: traceId }), copyButton(traceId, 'trace id')] : [];
  return element('li', {}, time, what, statusBadge(status), took, ...trace);
}

/** Makes the badge of a status. @param {number | undefined} status */
function statusBadge(status) {
  if (status === undefined) return badge('no response', 'warn');
  return badge(String(status), status < 400 ? undefined : status < 500 ? 'bad' : 'warn');
}

// What will be sent, before it is.
import { previewUpdate } from 'linq-contact-card';
import { byId, show } from './page.js';

/** Shows the request that saving would make, as far as one is made of what is typed. */
export function renderRequest(phone_number, card, { changed, issues }) {
  const request = card && changed && issues.length === 0 ? previewUpdate({ phone_number, ...changed }) : undefined;
  show(byId('request-empty'), request ? '' : reason(card, issues));
  show(
    byId('request'),
    request &&
      [
        `${request.method} ${request.url}`,
        ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`),
        '',
        request.body,
      ].join('\n'),
  );
}

function reason(card, issues) {
  if (!card) return 'The card is created first.';
  return issues.length > 0 ? 'Nothing yet: a field has to be mended first.' : 'Nothing: no field is changed.';
}

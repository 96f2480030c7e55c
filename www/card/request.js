// A preview of the request that saving would make, for developers.
import { previewUpdate } from 'linq-contact-card';
import { byId, show } from '../shell/page.js';

/** @import { Issue, SetContactCard } from 'linq-contact-card' */
/** @import { ContactCardChange } from 'linq-contact-card/element' */

/**
 * Shows the request that saving would make, or why there is none.
 *
 * @param {string} phone_number @param {SetContactCard | undefined} card @param {ContactCardChange} change
 */
export function renderRequest(phone_number, card, { changed, issues }) {
  const request = card && changed && issues.length === 0 ? previewUpdate({ phone_number, ...changed }) : undefined;
  show(byId('request-empty'), request ? '' : reason(phone_number, card, issues));
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

/**
 * Returns why there is no request.
 *
 * @param {string} phone_number
 * @param {SetContactCard | undefined} card
 * @param {readonly Issue[]} issues
 */
function reason(phone_number, card, issues) {
  if (!phone_number) return 'None: no card is open.';
  if (!card) return 'Creating a card has no preview.';
  return issues.length > 0 ? 'None yet: a field has to be corrected first.' : 'None: no field is changed.';
}

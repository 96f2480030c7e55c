// The typings, as a dashboard uses them; without the DOM lib. A line that must not compile says so.
import {
  APIError, ContactCardError, RateLimitError, ValidationError, changedFields, isE164, parsePhoneNumber, previewUpdate,
  retrieveContactCards, updateContactCard, validateContactCardUpdate,
} from 'linq-contact-card';
import type { ContactCardUpdateParams, E164, Issue, IssueCode, RequestOptions, SetContactCard } from 'linq-contact-card';

const params: ContactCardUpdateParams = { phone_number: '+15551234567', first_name: 'John' };
const options: RequestOptions = {
  apiKey: async () => 'key', headers: { 'x-tenant': '7', accept: null }, timeout: 1000,
  fetch: async (url, init) => ({ url, method: init.method }),
};

export async function use(text: string): Promise<string> {
  const card: SetContactCard = await updateContactCard(params, options);
  const last: string | undefined = card.last_name;
  const { contact_cards } = await retrieveContactCards({ phone_number: text }, { signal: undefined });
  const issues: readonly Issue[] = validateContactCardUpdate({ anything: 1 }, { sendEmpty: true });
  const codes: IssueCode[] = issues.map(({ code }) => code);
  const changed = changedFields(card, { last_name: 'x' });
  const body: string = previewUpdate({ phone_number: text, ...changed }).body;
  const { value, issue } = parsePhoneNumber(text);
  const number: E164 | undefined = value;
  if (isE164(text)) {
    const branded: E164 = text;
    return branded;
  }
  return [last, contact_cards.length, codes, body, number, issue?.suggestion].join();
}

export function explain(error: unknown): string {
  if (error instanceof ValidationError) return error.issues.map(({ message }) => message).join();
  if (error instanceof RateLimitError) return `${error.retryAfter}`;
  if (error instanceof APIError) return `${error.status} ${error.code} ${error.traceId} ${error.docURL}`;
  if (error instanceof ContactCardError) {
    switch (error.outcome) {
      case 'not_sent': case 'refused': case 'unknown': return error.name;
    }
  }
  return 'unknown';
}

// @ts-expect-error the number is needed
updateContactCard({ first_name: 'John' });
// @ts-expect-error a field is text
updateContactCard({ phone_number: '+15551234567', first_name: null });
// @ts-expect-error no such option
updateContactCard(params, { retries: 3 });
// @ts-expect-error a plain text is no E164
const unchecked: E164 = '+15551234567';
export { unchecked };

// The package's client, as all of the page uses it: every answer is noted, with the trace id that Linq's support asks for.
import { ContactCards } from 'linq-contact-card';

/** Tells of each answer, as an `answer` event whose `detail` it is. */
export const answers = new EventTarget();

/** The page holds no key: calls go to /api/linq on its own origin. */
export const client = new ContactCards({ fetch: watched });

async function watched(url, init) {
  const at = new Date();
  const started = performance.now();
  const tell = (values) => {
    const detail = {
      at,
      method: init.method,
      phone_number: numberOf(url, init.body),
      duration: performance.now() - started,
      ...values,
    };
    answers.dispatchEvent(new CustomEvent('answer', { detail }));
  };
  try {
    const response = await fetch(url, init);
    tell({ status: response.status, traceId: response.headers.get('x-trace-id') ?? undefined });
    return response;
  } catch (error) {
    tell({});
    throw error;
  }
}

/** The number that a call is about; none where all cards are read. */
function numberOf(url, body) {
  return new URL(url, location.href).searchParams.get('phone_number') ?? (body && JSON.parse(body).phone_number);
}

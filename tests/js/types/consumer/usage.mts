// The typings as an ES module uses them, on any host. A line that must not compile says so.
import type { StandardSchemaV1 as Standard } from '@standard-schema/spec';
import {
  APIConnectionError,
  APIError,
  ContactCardError,
  ContactCards,
  RateLimitError,
  ValidationError,
  changedFields,
  contactCardUpdateSchema,
  createContactCard,
  createContactCardUpdateSchema,
  ensureContactCard,
  isE164,
  load,
  parsePhoneNumber,
  previewUpdate,
  retrieveContactCards,
  updateContactCard,
  validateContactCardUpdate,
  writeBudget,
} from 'linq-contact-card';
import type {
  AbortSignalLike,
  AttemptEvent,
  ContactCardFields,
  ContactCardUpdateParams,
  E164,
  FetchInit,
  Issue,
  IssueCode,
  Outcome,
  RequestOptions,
  SetContactCard,
  StandardSchemaV1,
} from 'linq-contact-card';
import { createGateway, memoryStore, toNodeListener } from 'linq-contact-card/gateway';
import type { Gateway, GatewayOptions, LogEntry, Reservation, Session, Store } from 'linq-contact-card/gateway';
import { WriteBudgets, durableObjectStore } from 'linq-contact-card/gateway/durable-object';
import { redisStore } from 'linq-contact-card/gateway/redis';
import LinqAPIV3, { LinqAPIV3 as Named, NotFoundError } from 'linq-contact-card/sdk';
import { init, load as slimLoad, updateContactCard as slimUpdate } from 'linq-contact-card/slim';

/** Whether two types are the same, not merely assignable. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Expect<T extends true> = T;
export type Results = [
  Expect<Same<Awaited<ReturnType<typeof updateContactCard>>, SetContactCard>>,
  Expect<Same<Awaited<ReturnType<typeof createContactCard>>, SetContactCard>>,
  Expect<Same<Awaited<ReturnType<typeof retrieveContactCards>>, { contact_cards: SetContactCard[] }>>,
  Expect<Same<Awaited<ReturnType<typeof ensureContactCard>>['action'], 'created' | 'updated' | 'unchanged'>>,
  Expect<Same<ReturnType<typeof changedFields>, ContactCardFields | undefined>>,
  Expect<Same<ReturnType<typeof validateContactCardUpdate>, readonly Issue[]>>,
  Expect<Same<ReturnType<typeof writeBudget>['nextWriteAt'], Date | null>>,
  Expect<Same<ReturnType<typeof previewUpdate>['method'], 'PATCH'>>,
  Expect<Same<SetContactCard['last_name'], string | undefined>>,
  Expect<Same<ContactCardError['outcome'], Outcome>>,
  Expect<Same<APIError['retryAfter'], number | undefined>>,
  Expect<Same<AttemptEvent['phone_number'], string | undefined>>,
  // By the standard's own types, as libraries infer from a schema.
  Expect<Same<Standard.InferInput<typeof contactCardUpdateSchema>, ContactCardUpdateParams>>,
  Expect<Same<Standard.InferOutput<typeof contactCardUpdateSchema>, ContactCardUpdateParams>>,
  Expect<Same<StandardSchemaV1.InferOutput<typeof contactCardUpdateSchema>, ContactCardUpdateParams>>,
  Expect<Same<ReturnType<typeof createContactCardUpdateSchema>, typeof contactCardUpdateSchema>>,
  Expect<Same<ReturnType<typeof createGateway>, Gateway>>,
  Expect<Same<LogEntry['outcome'], 'forwarded' | 'refused' | 'failed'>>,
  Expect<Same<Awaited<ReturnType<Store['reserve']>>, Reservation>>,
  // One set of classes and functions, by whichever name.
  Expect<Same<typeof Named, typeof LinqAPIV3>>,
  Expect<Same<typeof slimUpdate, typeof updateContactCard>>,
  Expect<Same<typeof slimLoad, typeof load>>,
];

const params: ContactCardUpdateParams = { phone_number: '+15551234567', first_name: 'John' };
const signal: AbortSignalLike = { aborted: false, addEventListener() {}, removeEventListener() {} };
const options: RequestOptions = {
  apiKey: async () => 'key',
  headers: { 'x-tenant': '7', accept: null },
  timeout: 1000,
  signal,
  baseURL: { href: '/api' },
  fetch: async (url, init) => ({ url, method: init.method }),
  onAttempt: ({ status }) => {
    status?.toFixed();
  },
  shouldRetry: (error, attempt) => error.outcome !== 'unknown' && attempt < 2,
};
// An option that isn't there may be said to be undefined, and headers come in several forms.
export const undefinedOptions: RequestOptions = {
  apiKey: undefined,
  signal: undefined,
  timeout: undefined,
  fetch: undefined,
};
export const headerPairs: RequestOptions = {
  headers: [
    ['x-tenant', '7'],
    ['accept', null],
  ],
};
export const headerMap: RequestOptions = { headers: new Map([['x-tenant', '7']]) };
export const seen = (init: FetchInit): AbortSignalLike => init.signal;

export async function use(text: string, form: ContactCardFields): Promise<string> {
  (await load()) satisfies void;
  const card = await updateContactCard(params, options);
  await updateContactCard({ phone_number: text, ...changedFields(card, form) });
  await ensureContactCard(
    { phone_number: text, first_name: 'John', last_name: form.last_name },
    { replaceImage: true },
  );
  const {
    contact_cards: [first],
  } = await new ContactCards({ timeout: 1 }).retrieve({ phone_number: undefined });
  const codes: IssueCode[] = validateContactCardUpdate({ anything: 1 }, { sendEmpty: true }).map(({ code }) => code);
  const { value, issue } = parsePhoneNumber(text);
  // Each tells whether the other is there.
  const number: E164 = issue === undefined ? value : ('+15551234567' as E164);
  if (isE164(text)) return text satisfies E164;
  return [first?.last_name, codes, number, previewUpdate(params).body, issue?.suggestion].join();
}

// The standard's own types and those of the package are the same to the compiler, both ways.
export const standard: Standard<ContactCardUpdateParams> = contactCardUpdateSchema;
export const ours: StandardSchemaV1<ContactCardUpdateParams> = standard;

export function formOf(
  current: SetContactCard,
  texts: Record<IssueCode, string>,
): StandardSchemaV1<ContactCardUpdateParams> {
  createContactCardUpdateSchema({ sendEmpty: undefined, current: undefined, messages: undefined });
  createContactCardUpdateSchema({ messages: texts });
  return createContactCardUpdateSchema({
    current,
    sendEmpty: true,
    messages: {
      empty_update: 'Nothing has changed',
      invalid_character: ({ message, offset }) => `${message} ${offset}`,
    },
  });
}

export function explain(error: unknown): string {
  if (error instanceof ValidationError)
    return error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`).join();
  if (error instanceof RateLimitError) return `${error.name satisfies 'RateLimitError'} ${error.retryAfter}`;
  if (error instanceof NotFoundError) return `${error.status}`;
  if (error instanceof APIError) return `${error.status} ${error.code} ${error.traceId} ${error.docURL}`;
  if (error instanceof APIConnectionError) return String(error.cause);
  if (!(error instanceof ContactCardError)) return 'unknown';
  switch (error.outcome) {
    case 'not_sent':
    case 'refused':
    case 'unknown':
      return error.toJSON().name satisfies typeof error.name;
  }
}

export async function asWithTheSDK(): Promise<SetContactCard> {
  await init(new Uint8Array());
  const client = new LinqAPIV3({ apiKey: 'key', defaultHeaders: { 'x-tenant': '7' }, baseURL: null });
  await client.contactCard.retrieve(null);
  return client.contactCard.update(params, options);
}

// @ts-expect-error the number is needed
updateContactCard({ first_name: 'John' });
// @ts-expect-error a field is text
updateContactCard({ phone_number: '+15551234567', first_name: null });
// @ts-expect-error no such field
updateContactCard({ phone_number: '+15551234567', email: 'john@example.com' });
// @ts-expect-error no such option
updateContactCard(params, { retries: 3 });
// @ts-expect-error only ensure knows of it
updateContactCard(params, { replaceImage: true });
// @ts-expect-error a new card has a name
createContactCard({ phone_number: '+15551234567' });
// @ts-expect-error there may be nothing to send
changedFields({ phone_number: '', first_name: '', is_active: true }, {}).first_name;
// @ts-expect-error a plain text is no E164
export const unchecked: E164 = '+15551234567';
// @ts-expect-error there is a value or an issue
parsePhoneNumber('').value.length;
// @ts-expect-error an error is read, not written
new ContactCardError().outcome = 'refused';
// @ts-expect-error defaults are needed
new ContactCards();
// @ts-expect-error no such code
createContactCardUpdateSchema({ messages: { wrong: 'text' } });
// @ts-expect-error a message is text
createContactCardUpdateSchema({ messages: { empty: 5 } });
// @ts-expect-error a card has more
createContactCardUpdateSchema({ current: { phone_number: '+15551234567' } });
// @ts-expect-error what comes out may be issues
(await contactCardUpdateSchema['~standard'].validate({})).value.phone_number;

// On any host: its own `Request`, where it has one.
const gatewayOptions: GatewayOptions = {
  apiKey: 'key',
  origins: ['https://dashboard.example'],
  authorize: async ({ headers }) => ({ user: [...headers].join(), numbers: 'all' }),
};
export const gateway: Gateway = createGateway({
  ...gatewayOptions,
  store: memoryStore(),
  limits: { perUser: { limit: 1, window: 1000 } },
  upstream: { href: 'https://example.com' },
  timeout: undefined,
  log: ({ number, duration }) => [number, duration.toFixed()],
});
export const listener = toNodeListener(gateway);
export const nobody = (): Session | null => null;
export const stores: Store[] = [
  redisStore(async (...command) => command.length, { prefix: 'a:' }),
  durableObjectStore({
    idFromName: (name) => name,
    get: () => ({ fetch: async () => ({ ok: true, status: 200, json: async () => 1 }) }),
  }),
];
export const object = (state: ConstructorParameters<typeof WriteBudgets>[0]): WriteBudgets => new WriteBudgets(state);

// @ts-expect-error origins are needed
createGateway({ apiKey: 'key', authorize: () => null });
// @ts-expect-error a session names its numbers
createGateway({ ...gatewayOptions, authorize: () => ({ user: 'ann' }) });
// @ts-expect-error there is no such limit
createGateway({ ...gatewayOptions, limits: { perPage: { limit: 1, window: 1 } } });

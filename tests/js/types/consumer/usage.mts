// The typings in an ES module, without the DOM lib. Lines that must not compile are marked.
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
  type retrieveContactCards,
  updateContactCard,
  validateContactCardUpdate,
  type writeBudget,
} from 'linq-contact-card';
import type {
  AbortSignalLike,
  AttemptEvent,
  ContactCardFields,
  ContactCardFormValues,
  ContactCardUpdateParams,
  ContactCardUpdateSchema,
  E164,
  FetchInit,
  Issue,
  IssueCode,
  Outcome,
  RequestOptions,
  SetContactCard,
  StandardSchemaV1,
} from 'linq-contact-card';
import {
  createGateway,
  memoryStore,
  toNextHandlers,
  toNodeListener,
  toSvelteKitHandlers,
} from 'linq-contact-card/gateway';
import type {
  Gateway,
  GatewayOptions,
  HostRequest,
  HostResponse,
  LogEntry,
  NodeIncoming,
  Reservation,
  Session,
  Store,
  SvelteKitEvent,
} from 'linq-contact-card/gateway';
import { WriteBudgets, durableObjectStore } from 'linq-contact-card/gateway/durable-object';
import { redisStore } from 'linq-contact-card/gateway/redis';
import LinqAPIV3, { type LinqAPIV3 as Named } from 'linq-contact-card/sdk';
import { init, type load as slimLoad, type updateContactCard as slimUpdate } from 'linq-contact-card/slim';
import { createEmulator, createTestError, loadEmulator, resetForTests } from 'linq-contact-card/testing';
import type { Emulator, EmulatorFault, TestErrorDetails } from 'linq-contact-card/testing';

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
  // As libraries infer types from a schema, with the types of Standard Schema.
  Expect<Same<Standard.InferInput<typeof contactCardUpdateSchema>, ContactCardUpdateParams>>,
  Expect<Same<Standard.InferOutput<typeof contactCardUpdateSchema>, ContactCardUpdateParams>>,
  Expect<Same<StandardSchemaV1.InferOutput<typeof contactCardUpdateSchema>, ContactCardUpdateParams>>,
  // A form has a whole card, unless it names the type of its values.
  Expect<Same<Standard.InferInput<typeof cardSchema>, SetContactCard>>,
  Expect<Same<Standard.InferInput<typeof formSchema>, typeof formValues>>,
  Expect<Same<Standard.InferOutput<typeof formSchema>, ContactCardUpdateParams>>,
  Expect<Same<ReturnType<typeof createGateway>, Gateway>>,
  Expect<Same<LogEntry['outcome'], 'forwarded' | 'refused' | 'failed'>>,
  Expect<Same<Awaited<ReturnType<Store['reserve']>>, Reservation>>,
  // The classes and functions are the same in all entries.
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
// An option may be undefined, and headers have several forms.
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

export const loading: Promise<void> = load();

export async function use(text: string, form: ContactCardFields): Promise<string> {
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
  // Narrowing one property narrows the other.
  const number: E164 = issue === undefined ? value : ('+15551234567' as E164);
  if (isE164(text)) return text satisfies E164;
  return [first?.last_name, codes, number, previewUpdate(params).body, issue?.suggestion].join();
}

// The types of Standard Schema and of the package are assignable to each other.
export const standard: Standard<ContactCardUpdateParams> = contactCardUpdateSchema;
export const ours: StandardSchemaV1<ContactCardUpdateParams> = standard;

declare const current: SetContactCard;
declare const formValues: { phone_number: string; first_name: string; last_name: string };
export const cardSchema = createContactCardUpdateSchema({ current });
export const formSchema = createContactCardUpdateSchema<typeof formValues>({ current });
export const anyForm: StandardSchemaV1<ContactCardFormValues> = formSchema;

// The check is synchronous, and its issues have all members.
export function check(schema: ContactCardUpdateSchema, values: ContactCardFormValues): ContactCardUpdateParams | Issue {
  const result = schema['~standard'].validate(values);
  if (result.issues === undefined) return result.value;
  const [issue] = result.issues satisfies readonly Issue[];
  return issue && { ...issue, code: issue.code satisfies IssueCode, message: issue.suggestion ?? issue.message };
}

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
  const client = new LinqAPIV3({ apiKey: 'key', defaultHeaders: { 'x-tenant': '7' }, baseURL: null, logLevel: 'info' });
  const { data, response } = await client.contactCard
    .retrieve(null, { fetchOptions: { dispatcher: {} } })
    .withResponse();
  const raw = await client.withOptions({ maxRetries: 0 }).contactCard.retrieve().asResponse();
  console(data.contact_cards.length, response.headers.get('x-a'), raw.status);
  return client.contactCard.update(params, options);
}
declare const console: (...values: unknown[]) => void;

export function explainAsWithTheSDK(error: unknown): string {
  if (error instanceof LinqAPIV3.NotFoundError) {
    return `${error.status satisfies 404} ${error.headers.get('x-a')} ${error.error.error.code}`;
  }
  if (error instanceof LinqAPIV3.APIError) return `${error.status} ${error.headers?.get('x-a')} ${error.traceId}`;
  if (error instanceof LinqAPIV3.LinqAPIV3Error) return error.outcome;
  return String(error);
}
export const base: LinqAPIV3.LinqAPIV3Error = new ContactCardError();

// What linq-contact-card/sdk doesn't have.
// @ts-expect-error defaultHeaders are the client's
new LinqAPIV3({ headers: { 'x-tenant': '7' } });
// @ts-expect-error the endpoint has no other parameter
new LinqAPIV3({ defaultQuery: { a: '1' } });
// @ts-expect-error webhooks need the official SDK
new LinqAPIV3({ webhookSecret: 'secret' });
// @ts-expect-error the core decides about redirects
new LinqAPIV3({ fetchOptions: { redirect: 'follow' } });
// @ts-expect-error there is no such level
new LinqAPIV3({ logLevel: 'loud' });
// @ts-expect-error a logger needs info
new LinqAPIV3({ logger: {} });
// @ts-expect-error the params are the query
new LinqAPIV3().contactCard.update(params, { query: {} });
// @ts-expect-error headers are a call's
new LinqAPIV3().contactCard.update(params, { defaultHeaders: {} });
// @ts-expect-error the official SDK has the other resources
new LinqAPIV3().messages;
// @ts-expect-error no requests to other paths
new LinqAPIV3().get('/v3/phonenumbers');
// @ts-expect-error no files
LinqAPIV3.toFile('x');
// @ts-expect-error only calls make errors
new LinqAPIV3.RateLimitError(429, undefined, 'message', undefined);
// @ts-expect-error the official SDK has the types of other resources
export type Chat = LinqAPIV3.ChatCreateParams;

// @ts-expect-error the phone number is required
updateContactCard({ first_name: 'John' });
// @ts-expect-error a field is a string
updateContactCard({ phone_number: '+15551234567', first_name: null });
// @ts-expect-error no such field
updateContactCard({ phone_number: '+15551234567', email: 'john@example.com' });
// @ts-expect-error no such option
updateContactCard(params, { retries: 3 });
// @ts-expect-error an option of ensureContactCard alone
updateContactCard(params, { replaceImage: true });
// @ts-expect-error a new card needs a first name
createContactCard({ phone_number: '+15551234567' });
// @ts-expect-error the result may be undefined
changedFields({ phone_number: '', first_name: '', is_active: true }, {}).first_name;
// @ts-expect-error a string is not an E164
export const unchecked: E164 = '+15551234567';
// @ts-expect-error there is a value or an issue
parsePhoneNumber('').value.length;
// @ts-expect-error errors are read-only
new ContactCardError().outcome = 'refused';
// @ts-expect-error defaults are required
new ContactCards();
// @ts-expect-error no such code
createContactCardUpdateSchema({ messages: { wrong: 'text' } });
// @ts-expect-error a message is a string
createContactCardUpdateSchema({ messages: { empty: 5 } });
// @ts-expect-error properties of a card are missing
createContactCardUpdateSchema({ current: { phone_number: '+15551234567' } });
// @ts-expect-error the values of a form have other names
createContactCardUpdateSchema<{ phone: string }>({});
// @ts-expect-error the result may be issues
contactCardUpdateSchema['~standard'].validate({}).value.phone_number;
// @ts-expect-error the result is no promise
contactCardUpdateSchema['~standard'].validate({}).then;

// Without the DOM lib, any object with the members of a `Request`.
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
// The second argument of a gateway is that of `authorize`, which names its type.
interface HostEvent extends SvelteKitEvent {
  locals: { user: string };
}
const ofEvent = () =>
  createGateway({ ...gatewayOptions, authorize: (_request, { locals }: HostEvent) => ({ ...locals, numbers: 'all' }) });
export const kitHandler: (event: HostEvent) => Promise<HostResponse> = toSvelteKitHandlers(ofEvent).PATCH;
export const kitHandlers = toSvelteKitHandlers(() => createGateway(gatewayOptions));
export const { GET, PATCH, POST } = toNextHandlers(() => createGateway(gatewayOptions));
export const nextHandler: (request: HostRequest, context: { params: Promise<object> }) => Promise<HostResponse> = GET;
export const ofIncoming = toNodeListener(
  createGateway({
    ...gatewayOptions,
    authorize: (_request, { user }: NodeIncoming & { user: string }) => ({ user, numbers: 'all' }),
  }),
);
export const respond = (request: HostRequest) => gateway(request);
// @ts-expect-error its `authorize` needs an event
export const respondWithoutEvent = (request: HostRequest) => ofEvent()(request);
// @ts-expect-error a gateway isn't a function that makes one
toNextHandlers(gateway);
// @ts-expect-error nor are options
toSvelteKitHandlers(gatewayOptions);
export const signedOut = (): Session | null => null;
export const stores: Store[] = [
  redisStore(async (...command) => command.length, { prefix: 'a:' }),
  durableObjectStore({
    idFromName: (name) => name,
    get: () => ({ fetch: async () => ({ ok: true, status: 200, json: async () => 1 }) }),
  }),
];
export const object = (state: ConstructorParameters<typeof WriteBudgets>[0]): WriteBudgets => new WriteBudgets(state);

// @ts-expect-error origins are required
createGateway({ apiKey: 'key', authorize: () => null });
// @ts-expect-error a session needs its phone numbers
createGateway({ ...gatewayOptions, authorize: () => ({ user: 'ann' }) });
// @ts-expect-error there is no such limit
createGateway({ ...gatewayOptions, limits: { perPage: { limit: 1, window: 1 } } });

await loadEmulator();
resetForTests();
export const emulator: Emulator = createEmulator({
  cards: [{ phone_number: '+15551234567', first_name: 'John', last_name: null, status: 'pending' }],
  budget: null,
  clock: () => Date.now(),
  apiKey: undefined,
  unknownFields: 'refused',
});
emulator.respondNext(
  { code: 2022 },
  { status: 429, retryAfter: 30, fault: 'truncate' satisfies EmulatorFault, times: 2 },
);
emulator.budget = 3;
export const saved: Promise<SetContactCard> = updateContactCard(params, { fetch: emulator.fetch });
export const cards: SetContactCard[] = emulator.cards;
export const statuses: (number | undefined)[] = emulator.requests.map(({ status }) => status);
export const handled = async (request: Parameters<Emulator['handler']>[0]): Promise<number> =>
  (await emulator.handler(request)).status;
export const nodeListener = toNodeListener(emulator.handler);
export const retryAfter: number | undefined = createTestError('RateLimitError', { retryAfter: 30 }).retryAfter;
export const issues: readonly Issue[] = createTestError('ValidationError', { params: {} }).issues;
export const details: TestErrorDetails['InternalServerError'] = { status: 503, outcome: 'refused' };

// @ts-expect-error there is no such option
createEmulator({ key: 'key' });
// @ts-expect-error a card needs a first name
createEmulator({ cards: [{ phone_number: '+15551234567' }] });
// @ts-expect-error there is no such fault
emulator.respondNext({ fault: 'explode' });
// @ts-expect-error the cards are read-only
emulator.cards = [];
// @ts-expect-error there is no such class
createTestError('TypeError');
// @ts-expect-error the class has a status of its own
createTestError('RateLimitError', { status: 429 });

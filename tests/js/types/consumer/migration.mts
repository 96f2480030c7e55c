// Code that uses the official SDK. It compiles with the SDK, and with linq-contact-card/sdk in its place.
import LinqAPIV3, {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  type APIPromise,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  type ClientOptions,
  ConflictError,
  InternalServerError,
  LinqAPIV3Error,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from '@linqapp/sdk';

const options: ClientOptions = {
  apiKey: 'key',
  baseURL: null,
  timeout: 20 * 1000,
  maxRetries: 0,
  defaultHeaders: { 'x-tenant': '7', accept: null },
  fetch: (url, init) => fetch(url, init),
  fetchOptions: { mode: 'cors' },
  logLevel: 'debug',
  logger: console,
};
const client = new LinqAPIV3(options);
export const same: LinqAPIV3 = new LinqAPIV3.LinqAPIV3().withOptions({
  maxRetries: 5,
  timeout: LinqAPIV3.DEFAULT_TIMEOUT,
});
const resource: LinqAPIV3.ContactCard = client.contactCard;
const requestOptions: LinqAPIV3.RequestOptions = {
  timeout: 5 * 1000,
  maxRetries: 5,
  headers: { 'x-tenant': null },
  signal: new AbortController().signal,
  fetchOptions: { mode: 'cors' },
};

export async function save(update: LinqAPIV3.ContactCardUpdateParams): Promise<LinqAPIV3.SetContactCard> {
  const created: LinqAPIV3.ContactCardCreateParams = { phone_number: update.phone_number, first_name: 'John' };
  await resource.create(created);
  const query: LinqAPIV3.ContactCardRetrieveParams = { phone_number: update.phone_number };
  const list: LinqAPIV3.ContactCardRetrieveResponse = await client.contactCard.retrieve(query);
  await client.contactCard.retrieve();
  await client.contactCard.retrieve(null, requestOptions);
  for (const { first_name, last_name } of list.contact_cards) console.log(first_name, last_name?.length);
  const promise: APIPromise<LinqAPIV3.SetContactCard> = client.contactCard.update(update, requestOptions);
  const { data, response: raw } = await promise.withResponse();
  const response: Response = await client.contactCard.retrieve().asResponse();
  console.log(raw.headers.get('X-My-Header'), raw.status, response.statusText, await response.json());
  return data;
}

export function explain(err: unknown): string {
  if (err instanceof LinqAPIV3.RateLimitError) return `${err.status satisfies 429} ${err.headers.get('retry-after')}`;
  if (err instanceof LinqAPIV3.InternalServerError) return `${err.status.toFixed()}`;
  if (err instanceof LinqAPIV3.APIUserAbortError) return err.message;
  if (err instanceof LinqAPIV3.APIConnectionTimeoutError) return `${err.status satisfies undefined}`;
  if (err instanceof LinqAPIV3.APIConnectionError) return String(err.cause);
  if (err instanceof LinqAPIV3.APIError) return `${err.status} ${err.name} ${err.headers?.get('server')} ${err.error}`;
  if (err instanceof LinqAPIV3.LinqAPIV3Error) return err.message;
  throw err;
}

export const classes = [
  [APIConnectionError, LinqAPIV3.APIConnectionError],
  [APIConnectionTimeoutError, LinqAPIV3.APIConnectionTimeoutError],
  [APIError, LinqAPIV3.APIError],
  [APIUserAbortError, LinqAPIV3.APIUserAbortError],
  [AuthenticationError, LinqAPIV3.AuthenticationError],
  [BadRequestError, LinqAPIV3.BadRequestError],
  [ConflictError, LinqAPIV3.ConflictError],
  [InternalServerError, LinqAPIV3.InternalServerError],
  [LinqAPIV3Error, LinqAPIV3.LinqAPIV3Error],
  [NotFoundError, LinqAPIV3.NotFoundError],
  [PermissionDeniedError, LinqAPIV3.PermissionDeniedError],
  [RateLimitError, LinqAPIV3.RateLimitError],
  [UnprocessableEntityError, LinqAPIV3.UnprocessableEntityError],
];

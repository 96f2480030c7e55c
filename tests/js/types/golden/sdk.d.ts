export { APIConnectionError } from './index.js';
export { APIConnectionTimeoutError } from './index.js';
export { APIError } from './index.js';
export { AuthenticationError } from './index.js';
export { BadRequestError } from './index.js';
export interface ClientOptions extends Omit<RequestOptions, 'apiKey' | 'baseURL' | 'headers' | 'signal'> {
    apiKey?: RequestOptions['apiKey'];
    baseURL?: string | null | undefined;
    defaultHeaders?: HeadersInput | undefined;
    fetch?: FetchLike | undefined;
}
export { ConflictError } from './index.js';
export { ContactCardCreateParams } from './index.js';
export { ContactCardError } from './index.js';
export { ContactCardUpdateParams } from './index.js';
export { InternalServerError } from './index.js';
export { InvalidResponseError } from './index.js';
export class LinqAPIV3 {
    constructor(options?: ClientOptions);
    apiKey: RequestOptions['apiKey'];
    baseURL: string | undefined;
    readonly contactCard: {
        update(params: ContactCardUpdateParams, options?: RequestOptions): Promise<SetContactCard>;
        retrieve(query?: {
            phone_number?: string | undefined;
        } | null, options?: RequestOptions): Promise<{
            contact_cards: SetContactCard[];
        }>;
        create(body: ContactCardCreateParams, options?: RequestOptions): Promise<SetContactCard>;
    };
}
export { NotFoundError } from './index.js';
export { PermissionDeniedError } from './index.js';
export { RateLimitError } from './index.js';
export { SetContactCard } from './index.js';
export { UnprocessableEntityError } from './index.js';
export { UnsafeKeyError } from './index.js';
export { ValidationError } from './index.js';
export { WasmTrapError } from './index.js';
export { WasmUnavailableError } from './index.js';
export { LinqAPIV3 as default };

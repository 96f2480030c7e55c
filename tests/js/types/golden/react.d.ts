export interface ContactCardActions {
    readonly save: (fields: ContactCardFields) => Promise<SaveResult>;
    readonly reload: () => Promise<void>;
}
export interface ContactCardClient {
    update(params: ContactCardUpdateParams): Promise<SetContactCard>;
    retrieve(query: {
        phone_number: string;
    }, options: {
        signal: AbortSignalLike;
    }): Promise<{
        contact_cards: readonly SetContactCard[];
    }>;
    create(params: ContactCardCreateParams): Promise<SetContactCard>;
}
export type ContactCardConflict = {
    readonly [Field in keyof ContactCardFields]?: {
        readonly before: string;
        readonly now: string;
    };
};
export interface ContactCardOptions extends RequestOptions {
    client?: ContactCardClient | undefined;
}
export type ContactCardSnapshot = ContactCardStatus & {
    readonly error: Error | undefined;
    readonly conflict: ContactCardConflict | undefined;
    readonly budget: WriteBudget | undefined;
};
export type ContactCardState = ContactCardSnapshot & ContactCardActions;
export type ContactCardStatus = {
    readonly status: 'ready';
    readonly card: SetContactCard;
} | {
    readonly status: 'absent' | 'failed';
    readonly card: undefined;
} | {
    readonly status: 'loading' | 'saving';
    readonly card: SetContactCard | undefined;
};
export type SaveResult = {
    readonly status: 'saved' | 'unchanged';
    readonly card: SetContactCard;
} | {
    readonly status: 'conflict';
    readonly conflict: ContactCardConflict;
} | {
    readonly status: 'gone';
} | {
    readonly status: 'failed';
    readonly error: Error;
} | {
    readonly status: 'unknown';
    readonly error: Error;
    readonly isShown: boolean | undefined;
};
export function useContactCard(phone_number: string, options?: ContactCardOptions): ContactCardState;

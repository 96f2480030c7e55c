export interface ContactCardChange {
    edited: {
        first_name: string;
        last_name: string;
        image_url: string;
    };
    changed: ContactCardFields | undefined;
    issues: readonly Issue[];
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
export interface ContactCardEditorElement extends HTMLElement {
    phoneNumber: string;
    baseURL: string;
    disabled: boolean;
    readOnly: boolean;
    get client(): ContactCardClient;
    set client(client: ContactCardClient | null | undefined);
    get card(): SetContactCard | undefined;
    set card(card: SetContactCard | null | undefined);
    get messages(): ContactCardMessages;
    set messages(messages: ContactCardMessagesInput | null | undefined);
    readonly isDirty: boolean;
    reload(): void;
    addEventListener<Type extends keyof ContactCardEditorEventMap>(type: Type, listener: (this: ContactCardEditorElement, event: ContactCardEditorEventMap[Type]) => void, options?: boolean | AddEventListenerOptions): void;
    addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
    removeEventListener<Type extends keyof ContactCardEditorEventMap>(type: Type, listener: (this: ContactCardEditorElement, event: ContactCardEditorEventMap[Type]) => void, options?: boolean | EventListenerOptions): void;
    removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}
export interface ContactCardEditorEventMap extends ContactCardEditorEvents, HTMLElementEventMap {
}
export interface ContactCardEditorEvents {
    loaded: CustomEvent<{
        card: SetContactCard | undefined;
    }>;
    changed: CustomEvent<ContactCardChange>;
    saved: CustomEvent<{
        card: SetContactCard;
        action: 'created' | 'updated';
    }>;
    failed: CustomEvent<{
        error: unknown;
        during: 'reading' | 'saving';
    }>;
}
export type ContactCardEditorListeners = {
    [Type in keyof ContactCardEditorEvents as `on${Type}`]?: ((event: ContactCardEditorEvents[Type]) => void) | undefined;
};
export interface ContactCardEditorProps {
    'phone-number'?: string | undefined;
    'base-url'?: string | undefined;
    disabled?: boolean | undefined;
    readOnly?: boolean | undefined;
    client?: ContactCardClient | null | undefined;
    card?: SetContactCard | null | undefined;
    messages?: ContactCardMessagesInput | null | undefined;
}
export type ContactCardField = 'phone_number' | 'first_name' | 'last_name' | 'image_url';
export interface ContactCardMessages {
    labels: Record<ContactCardField, string>;
    hints: Partial<Record<ContactCardField, string>>;
    buttons: Record<'open' | 'save' | 'create' | 'busy' | 'undo' | 'again' | 'copy', string> & {
        use(value: string): string;
    };
    states: Record<'active' | 'waiting' | 'absent', string>;
    texts: Record<'summary' | 'differences' | 'decide' | 'unsaved' | 'copied' | 'traceId' | 'signIn', string> & {
        unreachable(address: string, status: number | undefined): string;
        form(number: string): string;
        difference(label: string, before: string, now: string): string;
        issue(label: string, message: string): string;
        tryAt(time: Date): string;
        left(seconds: number): string;
    };
    notices: Record<'loading' | 'absent' | 'gone' | 'unchanged' | 'saving' | 'saved' | 'waiting' | 'updated' | 'contested' | 'free', readonly [
        string,
        string
    ]>;
    errors: Record<string, string>;
    outcomes: Record<'not_sent' | 'refused' | 'unknown' | 'unread' | 'unchecked' | 'reading' | 'shown' | 'not_shown' | 'not_read', string>;
    issues: Partial<Record<IssueCode, string>>;
}
export type ContactCardMessagesInput = {
    [Group in keyof ContactCardMessages]?: Partial<ContactCardMessages[Group]>;
};
export function defineContactCardEditor(): void;
export function describeError(error: unknown, messages?: ContactCardMessagesInput | null): {
    title: string;
    text: string;
    tone: 'bad' | 'warn';
    traceId?: string | undefined;
};
export const english: ContactCardMessages;

/**
 * `<contact-card-editor>`: a form for one contact card, with its own words and without a framework.
 *
 * @module linq-contact-card/element
 */

import type {
  ContactCardCreateParams,
  ContactCardFields,
  ContactCardUpdateParams,
  Issue,
  IssueCode,
  SetContactCard,
} from './index.js';

/**
 * Defines `<contact-card-editor>`, once. On a server it does nothing.
 *
 * @example
 * defineContactCardEditor();
 * document.body.innerHTML = '<contact-card-editor phone-number="+15551234567"></contact-card-editor>';
 */
export function defineContactCardEditor(): void;

/** What the editor calls: a `ContactCards`, or anything with these of its methods. */
export interface ContactCardClient {
  /** Sends what changed. */
  update(params: ContactCardUpdateParams): Promise<SetContactCard>;
  /** Reads the card; an empty list or a `NotFoundError` where there is none. */
  retrieve(query: { phone_number: string }): Promise<{ contact_cards: readonly SetContactCard[] }>;
  /** Makes the first card of a number. */
  create(params: ContactCardCreateParams): Promise<SetContactCard>;
}

/** `<contact-card-editor>` */
export interface ContactCardEditorElement extends HTMLElement {
  /** The attribute `phone-number`: whose card is edited. Without a valid one the editor asks for it. */
  phoneNumber: string;
  /** The attribute `base-url`: where the gateway is. Default: `/api/linq`. */
  baseURL: string;
  /** Default: a `ContactCards` for `base-url`. */
  get client(): ContactCardClient;
  set client(client: ContactCardClient | null | undefined);
  /**
   * The card as it was last seen. Setting one opens it without reading it; where its number is open already, what was
   * typed stays.
   */
  get card(): SetContactCard | undefined;
  set card(card: SetContactCard | null | undefined);
  /** The words, where they shall not be {@link english}. */
  get messages(): ContactCardMessages;
  set messages(messages: ContactCardMessagesInput | null | undefined);
  /** Whether something is typed that isn't saved. */
  readonly isDirty: boolean;
  /** Reads the card again; what was typed stays. */
  reload(): void;

  /** Hears one of its events. */
  addEventListener<Type extends keyof ContactCardEditorEventMap>(
    type: Type,
    listener: (this: ContactCardEditorElement, event: ContactCardEditorEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** Hears any event. */
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** Hears one of its events no more. */
  removeEventListener<Type extends keyof ContactCardEditorEventMap>(
    type: Type,
    listener: (this: ContactCardEditorElement, event: ContactCardEditorEventMap[Type]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  /** Hears any event no more. */
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The events of the element, beside those of every element. They bubble. */
export interface ContactCardEditorEventMap extends HTMLElementEventMap {
  /** The card was read; without one, the number has none. */
  loaded: CustomEvent<{ card: SetContactCard | undefined }>;
  /** The form holds something else than before: typed, filled in, undone or answered. */
  changed: CustomEvent<ContactCardChange>;
  /** The card was saved, perhaps without being active yet. */
  saved: CustomEvent<{ card: SetContactCard; action: 'created' | 'updated' }>;
  /** A call rejected; the editor says so by itself. */
  failed: CustomEvent<{ error: unknown; during: 'reading' | 'saving' }>;
}

/** What the form holds. */
export interface ContactCardChange {
  edited: { first_name: string; last_name: string; image_url: string };
  /** What of it would be sent; `undefined`: nothing. */
  changed: ContactCardFields | undefined;
  issues: readonly Issue[];
}

/** The names of what can be typed. */
export type ContactCardField = 'phone_number' | 'first_name' | 'last_name' | 'image_url';

/** Every word that the editor says. */
export interface ContactCardMessages {
  labels: Record<ContactCardField, string>;
  /** An empty one isn't shown. */
  hints: Record<ContactCardField, string>;
  buttons: Record<'open' | 'save' | 'create' | 'busy' | 'undo' | 'again' | 'copy', string> & {
    /** Takes a value that is offered. */
    use(value: string): string;
  };
  /** Of a card. */
  states: Record<'active' | 'waiting' | 'absent', string>;
  texts: Record<'summary' | 'differences' | 'decide' | 'unsaved' | 'copied' | 'traceId' | 'signIn', string> & {
    /** The name of the form. */
    form(number: string): string;
    /** What was changed elsewhere; an empty text where there is no value. */
    difference(label: string, before: string, now: string): string;
    /** One of the issues, without a full stop. */
    issue(label: string, message: string): string;
    /** When another try is worth it. */
    tryAt(time: Date): string;
    /** The same, where only the wait is known. */
    tryIn(seconds: number): string;
    /** The countdown. */
    left(seconds: number): string;
  };
  /** Each a title and a text, which may be empty. */
  notices: Record<
    'loading' | 'absent' | 'gone' | 'unchanged' | 'saving' | 'saved' | 'waiting' | 'updated' | 'contested' | 'free',
    readonly [string, string]
  >;
  /** Titles by the error's `name`; `other` for what isn't of this package. */
  errors: Record<string, string>;
  /** What became of a write, and what is known of it since. */
  outcomes: Record<
    'not_sent' | 'refused' | 'unknown' | 'unread' | 'unchecked' | 'reading' | 'shown' | 'not_shown' | 'not_read',
    string
  >;
  /** What is wrong, behind the label; a code that is missing has the core's message. */
  issues: Partial<Record<IssueCode, string>>;
}

/** Some of the words: the others stay English. */
export type ContactCardMessagesInput = { [Group in keyof ContactCardMessages]?: Partial<ContactCardMessages[Group]> };

/** The words of the editor, where none are given. */
export const english: ContactCardMessages;

/** An error in words, as the editor says it; for pages that call Linq beside it. */
export function describeError(
  error: unknown,
  messages?: ContactCardMessages,
): {
  title: string;
  text: string;
  tone: 'bad' | 'warn';
  traceId?: string | undefined;
};

declare global {
  interface HTMLElementTagNameMap {
    'contact-card-editor': ContactCardEditorElement;
  }
}

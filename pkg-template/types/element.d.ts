/**
 * `<contact-card-editor>`: a form for one contact card, with its own texts and without a framework.
 *
 * @module linq-contact-card/element
 */

// The element in the templates of frameworks.
/// <reference path="./element/preact.d.ts" />
/// <reference path="./element/react.d.ts" />
/// <reference path="./element/svelte.d.ts" />
/// <reference path="./element/vue.d.ts" />

import type {
  AbortSignalLike,
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

/** The client of the editor: a `ContactCards`, or an object with these of its methods. */
export interface ContactCardClient {
  /** Sends the changed fields. */
  update(params: ContactCardUpdateParams): Promise<SetContactCard>;
  /**
   * Reads the card; resolves with an empty list, or rejects with a `NotFoundError` that has `noCard`, where there is none.
   * `signal` is aborted when the editor doesn't need the card any more.
   */
  retrieve(
    query: { phone_number: string },
    options: { signal: AbortSignalLike },
  ): Promise<{ contact_cards: readonly SetContactCard[] }>;
  /** Creates the first card of a number. */
  create(params: ContactCardCreateParams): Promise<SetContactCard>;
}

/** `<contact-card-editor>` */
export interface ContactCardEditorElement extends HTMLElement {
  /** The attribute `phone-number`: the number of the card. Without a valid one the editor shows a form for it. */
  phoneNumber: string;
  /** The attribute `base-url`: the gateway's URL. Default: `/api/linq`. */
  baseURL: string;
  /** The attribute `disabled`: whether nothing can be typed or saved. A save that hasn't been sent yet is stopped. */
  disabled: boolean;
  /**
   * The attribute `readonly`: whether the card can only be read, and copied from. A save that hasn't been sent yet is stopped.
   */
  readOnly: boolean;
  /** The client. Default: a `ContactCards` for `base-url`. */
  get client(): ContactCardClient;
  set client(client: ContactCardClient | null | undefined);
  /**
   * The card as it was last seen. Setting one opens it without reading it; where its number is open already, typed values
   * remain.
   */
  get card(): SetContactCard | undefined;
  set card(card: SetContactCard | null | undefined);
  /** The texts. Those that are set replace English ones of {@link english}. */
  get messages(): ContactCardMessages;
  set messages(messages: ContactCardMessagesInput | null | undefined);
  /** Whether typed values aren't saved. */
  readonly isDirty: boolean;
  /** Reads the card again; typed values remain. */
  reload(): void;

  /** Adds a listener for one of its events. */
  addEventListener<Type extends keyof ContactCardEditorEventMap>(
    type: Type,
    listener: (this: ContactCardEditorElement, event: ContactCardEditorEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** Adds a listener for any event. */
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** Removes a listener for one of its events. */
  removeEventListener<Type extends keyof ContactCardEditorEventMap>(
    type: Type,
    listener: (this: ContactCardEditorElement, event: ContactCardEditorEventMap[Type]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  /** Removes a listener for any event. */
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** What a template sets on the element: its attributes, and its properties that aren't texts. */
export interface ContactCardEditorProps {
  /** See {@link ContactCardEditorElement.phoneNumber}. */
  'phone-number'?: string | undefined;
  /** See {@link ContactCardEditorElement.baseURL}. */
  'base-url'?: string | undefined;
  /** See {@link ContactCardEditorElement.disabled}. */
  disabled?: boolean | undefined;
  /** See {@link ContactCardEditorElement.readOnly}. */
  readOnly?: boolean | undefined;
  /** See {@link ContactCardEditorElement.client}. */
  client?: ContactCardClient | null | undefined;
  /** See {@link ContactCardEditorElement.card}. */
  card?: SetContactCard | null | undefined;
  /** See {@link ContactCardEditorElement.messages}. */
  messages?: ContactCardMessagesInput | null | undefined;
}

/** The listeners for the element's own events by their names in JSX and Svelte, such as `onsaved`. */
export type ContactCardEditorListeners = {
  [Type in keyof ContactCardEditorEvents as `on${Type}`]?: ((event: ContactCardEditorEvents[Type]) => void) | undefined;
};

/** The element's own events. They bubble. */
export interface ContactCardEditorEvents {
  /** The card was read; without one, the number has none. */
  loaded: CustomEvent<{ card: SetContactCard | undefined }>;
  /** The form's values have changed: by the user, a program, a reset or a response. */
  changed: CustomEvent<ContactCardChange>;
  /** The card was saved, perhaps without being active yet. */
  saved: CustomEvent<{ card: SetContactCard; action: 'created' | 'updated' }>;
  /** A call rejected; the editor shows the error by itself. A save that is stopped before it is sent emits nothing. */
  failed: CustomEvent<{ error: unknown; during: 'reading' | 'saving' }>;
}

/** The events of the element: its own, and those of every element. */
export interface ContactCardEditorEventMap extends ContactCardEditorEvents, HTMLElementEventMap {}

/** The values of the form. */
export interface ContactCardChange {
  edited: { first_name: string; last_name: string; image_url: string };
  /** The changes that would be sent; `undefined` where there are none. */
  changed: ContactCardFields | undefined;
  issues: readonly Issue[];
}

/** The names of the controls. */
export type ContactCardField = 'phone_number' | 'first_name' | 'last_name' | 'image_url';

/** The texts of the editor. */
export interface ContactCardMessages {
  labels: Record<ContactCardField, string>;
  /** The hints; one that is missing or empty isn't shown. */
  hints: Partial<Record<ContactCardField, string>>;
  buttons: Record<'open' | 'save' | 'create' | 'busy' | 'undo' | 'again' | 'copy', string> & {
    /** The button that accepts a suggested value. */
    use(value: string): string;
  };
  /** The states of a card. */
  states: Record<'active' | 'waiting' | 'absent', string>;
  texts: Record<'summary' | 'differences' | 'decide' | 'unsaved' | 'copied' | 'traceId' | 'signIn', string> & {
    /** What responded instead of a gateway: at which base URL, with which HTTP status. */
    unreachable(address: string, status: number | undefined): string;
    /** The name of the form. */
    form(number: string): string;
    /** A change from elsewhere; `before` and `now` are empty where there is no value. */
    difference(label: string, before: string, now: string): string;
    /** One of the issues, without a full stop. */
    issue(label: string, message: string): string;
    /** The time at which another try is worthwhile. */
    tryAt(time: Date): string;
    /** The countdown. */
    left(seconds: number): string;
  };
  /** Each a title and a text, which may be empty. */
  notices: Record<
    'loading' | 'absent' | 'gone' | 'unchanged' | 'saving' | 'saved' | 'waiting' | 'updated' | 'contested' | 'free',
    readonly [string, string]
  >;
  /**
   * Titles by the error's `name`; `unreachable` for a response that is neither the gateway's nor Linq's, `other` for what isn't of
   * this package.
   */
  errors: Record<string, string>;
  /** The outcomes of a write, as far as they are known by now. */
  outcomes: Record<
    'not_sent' | 'refused' | 'unknown' | 'unread' | 'unchecked' | 'reading' | 'shown' | 'not_shown' | 'not_read',
    string
  >;
  /** The issues by code, after the label; a code that is missing has the core's message. */
  issues: Partial<Record<IssueCode, string>>;
}

/** Texts that replace some of the English ones. */
export type ContactCardMessagesInput = { [Group in keyof ContactCardMessages]?: Partial<ContactCardMessages[Group]> };

/** The English texts. */
export const english: ContactCardMessages;

/**
 * Returns the texts for an error, as the editor shows them; for pages that make calls of their own. `text` has what happened and
 * what to do, and then the error's own message. `error` may be anything that was thrown.
 */
export function describeError(
  error: unknown,
  messages?: ContactCardMessagesInput | null,
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

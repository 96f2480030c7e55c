/**
 * A hook for React 18 and newer: `useContactCard` reads a contact card and saves it, with the rules of the editor.
 *
 * @module linq-contact-card/react
 */

import type {
  AbortSignalLike,
  ContactCardCreateParams,
  ContactCardFields,
  ContactCardUpdateParams,
  RequestOptions,
  SetContactCard,
  WriteBudget,
} from './index.js';

/**
 * Reads the contact card of a phone number, and saves it.
 *
 * Components with the same number, client and `baseURL` share one contact card, which is read once and as long as one of them is
 * mounted. Before a save, it is read again: where it was changed elsewhere, nothing is sent, and `conflict` has the changes. On a
 * server, nothing is read.
 *
 * @param phone_number The phone number in E.164 form. Any other leads to the status `failed` with a `ValidationError`, and nothing
 * is sent.
 * @example
 * const { card, error, save, status } = useContactCard('+15551234567');
 * if (status === 'ready') return <button onClick={() => save({ first_name: 'Jane' })}>{card.first_name}</button>;
 */
export function useContactCard(phone_number: string, options?: ContactCardOptions): ContactCardState;

/** The options of the calls, and their client. They may be a new object at each rendering: a call takes those of the latest one. */
export interface ContactCardOptions extends RequestOptions {
  /**
   * The client, in place of the one that the other options configure: a `ContactCards`, or an object with these of its methods.
   * Make it once, outside of the component: another client has the contact card read again.
   */
  client?: ContactCardClient | undefined;
}

/** A client: a `ContactCards`, or an object with these of its methods. */
export interface ContactCardClient {
  /** Sends the changed fields. */
  update(params: ContactCardUpdateParams): Promise<SetContactCard>;
  /**
   * Reads the contact card; resolves with an empty list, or rejects with an error whose `noCard` is `true`, where there is none.
   * `signal` is aborted when no component needs the contact card any more.
   */
  retrieve(
    query: { phone_number: string },
    options: { signal: AbortSignalLike },
  ): Promise<{ contact_cards: readonly SetContactCard[] }>;
  /** Creates the first contact card of a number. */
  create(params: ContactCardCreateParams): Promise<SetContactCard>;
}

/** What {@link useContactCard} returns. */
export type ContactCardState = ContactCardSnapshot & ContactCardActions;

/** A contact card, and what is known about it. */
export type ContactCardSnapshot = ContactCardStatus & {
  /** The error of the latest read or save, until the next one begins. The result of `save` has the outcome for the contact card. */
  readonly error: Error | undefined;
  /** The changes made elsewhere, because of which nothing was saved. Saving again overwrites them. */
  readonly conflict: ContactCardConflict | undefined;
  /**
   * The known write budget of the number. It is up to date after each read and save, and when a write is free again. `undefined`
   * until the contact card was read, and where WebAssembly can't be used.
   */
  readonly budget: WriteBudget | undefined;
};

/**
 * The state of a contact card:
 * - `loading`: it is being read. After the first time, `card` is as it was before.
 * - `ready`: it is known.
 * - `absent`: the number has none. `save` creates one.
 * - `saving`: it is being saved.
 * - `failed`: it couldn't be read; `error` has the reason. `reload` reads it again.
 */
export type ContactCardStatus =
  | { readonly status: 'ready'; readonly card: SetContactCard }
  | { readonly status: 'absent' | 'failed'; readonly card: undefined }
  | { readonly status: 'loading' | 'saving'; readonly card: SetContactCard | undefined };

/** The changes to a contact card that were made elsewhere, by field. */
export type ContactCardConflict = {
  readonly [Field in keyof ContactCardFields]?: {
    /** The value that was shown; `''` for none. */
    readonly before: string;
    /** The value that it has now; `''` for none. */
    readonly now: string;
  };
};

/** The calls. They are the same functions as long as the number, the client and `baseURL` are the same. */
export interface ContactCardActions {
  /**
   * Saves the fields that differ from the contact card, after earlier saves. If an earlier one that is in flight isn't saved,
   * this one isn't sent, and has the same result. Where the number has no contact card, one is created if there is a
   * `first_name`. It never rejects. A save that was sent goes on when the component is unmounted.
   */
  readonly save: (fields: ContactCardFields) => Promise<SaveResult>;
  /** Reads the contact card again. It never rejects. `conflict` is removed, as `card` has the changes. */
  readonly reload: () => Promise<void>;
}

/**
 * The result of a save:
 * - `saved`: it was saved. With `card.is_active: false`, it isn't active yet.
 * - `unchanged`: the contact card already has these values. Nothing was sent.
 * - `conflict`: it was changed elsewhere. Nothing was sent. Saving again overwrites the changes.
 * - `gone`: it was deleted elsewhere. Nothing was sent. Saving again creates it.
 * - `failed`: nothing was changed; `error` has the reason.
 * - `unknown`: it was sent, and no usable response arrived. Then the contact card was read again: `isShown` is whether it has the
 *   values, and `undefined` where it couldn't be read.
 */
export type SaveResult =
  | { readonly status: 'saved' | 'unchanged'; readonly card: SetContactCard }
  | { readonly status: 'conflict'; readonly conflict: ContactCardConflict }
  | { readonly status: 'gone' }
  | { readonly status: 'failed'; readonly error: Error }
  | { readonly status: 'unknown'; readonly error: Error; readonly isShown: boolean | undefined };

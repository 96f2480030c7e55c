/**
 * Pictures from files, for `<contact-card-editor>`.
 *
 * @module linq-contact-card/element/upload
 */

import type { ContactCardEditorElement } from '../element.js';

/**
 * Stores a picture where anyone can read it, and returns its URL, which starts with `https://`. What it rejects with is shown
 * by its `message`.
 */
export type UploadPicture = (file: File, context: UploadContext) => Promise<string | URL>;

/** What an upload is called with besides the file. */
export interface UploadContext {
  /** Aborts when the result isn't of use any more: the user cancels, edits the link or opens another card. */
  signal: AbortSignal;
  /** Shows how much is uploaded, from 0 to 1. */
  onProgress: (fraction: number) => void;
}

/** The texts of the upload. */
export interface ContactCardUploadMessages {
  /** The button that opens the system's dialog. */
  choose: string;
  /** The text next to it. */
  hint: string;
  /** The button that cancels an upload. */
  cancel: string;
  /** An upload has started; `count`: how many files were dropped or pasted. */
  uploading: (name: string, count: number) => string;
  /** The URL was entered, and isn't saved yet. */
  uploaded: string;
  /** The user has cancelled, or nothing can be typed any more. */
  cancelled: string;
  /** The link was edited during the upload. */
  edited: string;
  /** The file isn't a picture; its name may be empty. */
  notAnImage: (name: string) => string;
  /** The returned value isn't a URL that can be saved. */
  notHttps: string;
  /** The upload rejected; `reason` may be empty. */
  failed: (reason: string) => string;
}

/** The English texts. */
export const englishUpload: ContactCardUploadMessages;

/**
 * Lets users choose, drop or paste a picture in an editor: it is passed to `uploadPicture`, and the URL that this returns is
 * entered in the form, where the user saves it. The editor may be in no document yet; a later call replaces an earlier one.
 * Returns a function that removes it all.
 *
 * @example
 * enableUpload(document.querySelector('contact-card-editor')!, async (file, { signal }) => {
 *   const response = await fetch('/pictures', { method: 'POST', body: file, signal });
 *   if (!response.ok) throw new Error('The server refused it');
 *   return (await response.json()).url;
 * });
 */
export function enableUpload(
  editor: ContactCardEditorElement,
  uploadPicture: UploadPicture,
  options?: { messages?: Partial<ContactCardUploadMessages> | null | undefined },
): () => void;

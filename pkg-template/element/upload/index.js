// Uploads for the picture's field: a file that is chosen, dropped or pasted is passed to the page, which stores it and returns
// its URL.
import { validateContactCardUpdate } from '../../index.js';
import { imageIn } from './image-in.js';
import { englishUpload } from './messages.js';
import { createTools } from './tools.js';

/** @typedef {import('../../types/element.js').ContactCardEditorElement} Editor */
/** @typedef {import('../../types/element/upload.js').UploadPicture} UploadPicture */
/** @typedef {import('../../types/element/upload.js').ContactCardUploadMessages} Messages */

export { englishUpload };

/** What removes the upload from an editor. @type {WeakMap<Editor, () => void>} */
const removals = new WeakMap();

/**
 * Adds the upload of pictures to an editor, which may be in no document yet. Returns what removes it.
 * @param {Editor} editor
 * @param {UploadPicture} uploadPicture
 * @param {{ messages?: Partial<Messages> | null | undefined }} [options]
 */
export function enableUpload(editor, uploadPicture, options) {
  removals.get(editor)?.();
  const { messages } = /** @type {NonNullable<typeof options>} */ ({ __proto__: null, ...options });
  const texts = { ...englishUpload, ...messages };
  const listeners = new AbortController();
  const { signal } = listeners;
  const tools = createTools(texts, { upload, cancel: () => cancel(texts.cancelled), signal });
  /** The upload in flight. @type {AbortController | undefined} */
  let current;
  let number = numberOf(editor);

  const clear = () => tools.show({ text: '' });

  /**
   * Ends the upload in flight, whose result is dropped.
   * @param {string} reason for the user; may be empty
   */
  function cancel(reason) {
    current?.abort();
    if (current) tools.show({ text: reason });
    current = undefined;
  }

  /** Passes the first image of several files to the page, and enters the URL that it returns. @param {readonly File[]} files */
  async function upload(files) {
    if (isLocked(editor)) return;
    cancel('');
    const file = imageIn(files);
    if (!file) return tools.show({ text: texts.notAnImage(files[0]?.name ?? ''), isError: true });
    const own = new AbortController();
    current = own;
    tools.show({ text: texts.uploading(file.name, files.length), isUploading: true });
    const isCurrent = () => current === own;
    const onProgress = (/** @type {number} */ fraction) => {
      if (isCurrent()) tools.showProgress(fraction);
    };
    const outcome = await settle(async () => uploadPicture(file, { signal: own.signal, onProgress }));
    if (!isCurrent() || number !== numberOf(editor)) return;
    current = undefined;
    if (outcome.error) tools.show({ text: texts.failed(outcome.error.reason), isError: true });
    else if (!isAccepted(outcome.url)) tools.show({ text: texts.notHttps, isError: true });
    else {
      tools.enter(outcome.url);
      tools.show({ text: texts.uploaded });
    }
  }

  /** Follows the editor: its field appears, another card is opened, or nothing can be typed any more. */
  function follow() {
    tools.attachTo(editor);
    tools.lock(isLocked(editor));
    if (isLocked(editor)) cancel(texts.cancelled);
    if (number === numberOf(editor)) return;
    number = numberOf(editor);
    cancel('');
    clear();
  }
  const observer = new MutationObserver(follow);
  observer.observe(editor, { attributes: true, childList: true });
  editor.addEventListener(
    'input',
    ({ target }) => {
      if (!tools.isField(target)) return;
      // What is typed meanwhile remains.
      if (current) cancel(texts.edited);
      else if (tools.text() !== texts.edited) clear();
    },
    { signal },
  );
  editor.addEventListener(
    'reset',
    ({ defaultPrevented }) => {
      if (defaultPrevented) return;
      if (current) cancel(texts.cancelled);
      else clear();
    },
    { signal },
  );
  editor.addEventListener('saved', () => current || clear(), { signal });
  follow();

  const remove = () => {
    cancel('');
    listeners.abort();
    observer.disconnect();
    tools.remove();
    removals.delete(editor);
  };
  removals.set(editor, remove);
  return remove;
}

/** Returns the number whose card is open. @param {Editor} editor */
const numberOf = (editor) => editor.getAttribute('phone-number');

/** Whether nothing can be typed. @param {Editor} editor */
const isLocked = (editor) => editor.hasAttribute('disabled') || editor.hasAttribute('readonly');

/**
 * Returns the URL that the page returned, as a text, or the error.
 * @param {() => Promise<string | { readonly href: string }>} upload
 * @returns {Promise<{ url?: unknown, error?: { reason: string } }>}
 */
async function settle(upload) {
  try {
    const url = await upload();
    return { url: typeof url === 'string' ? url : Object(url).href };
  } catch (error) {
    return { error: { reason: reasonOf(error) } };
  }
}

/** Returns the message of an error, or a text that was thrown; an empty text for anything that has none. @param {unknown} error */
function reasonOf(error) {
  try {
    const { message = error } = Object(error);
    return typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}

/** Whether a picture's URL can be saved, by the rule for updates. @param {unknown} url @returns {url is string} */
function isAccepted(url) {
  if (typeof url !== 'string') return false;
  const issues = validateContactCardUpdate({ phone_number: '', image_url: url });
  return issues.every(({ path }) => path[0] !== 'image_url');
}

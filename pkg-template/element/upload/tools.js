// The upload's elements in the picture's field: a button that opens the system's dialog, the status, and what is dropped or
// pasted.

/** @typedef {import('../../types/element/upload.js').ContactCardUploadMessages} Messages */

/**
 * @typedef {object} Actions what the user starts
 * @property {(files: readonly File[]) => void} upload
 * @property {() => void} cancel
 * @property {AbortSignal} signal ends their listeners
 */

/** @typedef {{ text: string, isUploading?: boolean, isError?: boolean }} Status */

/**
 * Makes an element of a class, with attributes and children. It is also a part, as the editor's own elements are.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 */
function make(tag, className, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries({ class: className, part: className, ...attributes }))
    element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * Makes the elements, in no document yet.
 * @param {Messages} texts
 * @param {Actions} actions
 */
export function createTools(texts, { upload, cancel, signal }) {
  const button = { type: 'button' };
  const choose = make('button', 'contact-card-button contact-card-choose', button, texts.choose);
  const stop = make('button', 'contact-card-button contact-card-cancel', { ...button, hidden: '' }, texts.cancel);
  const file = make('input', 'contact-card-file', { type: 'file', accept: 'image/*', hidden: '', tabindex: '-1' });
  const hint = make('span', 'contact-card-hint', {}, texts.hint);
  const progress = make('progress', 'contact-card-progress', { hidden: '', max: '1' });
  const status = make('p', 'contact-card-upload-status', { role: 'status' });
  const root = make(
    'div',
    'contact-card-upload',
    {},
    make('div', 'contact-card-actions', {}, choose, hint, progress, stop, file),
    status,
  );
  for (const element of [root, status]) element.style.marginBlockStart = '0.5em';
  /** The picture's field in the editor, and its control. @type {{ root: HTMLElement, input: HTMLInputElement } | undefined} */
  let field;

  choose.addEventListener('click', () => file.click(), { signal });
  stop.addEventListener('click', cancel, { signal });
  // Its events aren't about a value of the card.
  file.addEventListener('input', (event) => event.stopPropagation(), { signal });
  file.addEventListener(
    'change',
    (event) => {
      event.stopPropagation();
      const files = [...(file.files ?? [])];
      // The same file can be chosen again.
      file.value = '';
      if (files.length > 0) upload(files);
    },
    { signal },
  );

  /** Adds the listeners for what is dropped and pasted. @param {{ root: HTMLElement, input: HTMLInputElement }} field */
  function listen({ root, input }) {
    const mark = (/** @type {boolean} */ isOver) => {
      root.style.outline = isOver ? '2px dashed' : '';
    };
    root.addEventListener(
      'dragover',
      (event) => {
        if (!event.dataTransfer?.types.includes('Files') || input.matches(':disabled, :read-only')) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        mark(true);
      },
      { signal },
    );
    root.addEventListener('dragleave', () => mark(false), { signal });
    root.addEventListener(
      'drop',
      (event) => {
        mark(false);
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        upload([...event.dataTransfer.files]);
      },
      { signal },
    );
    input.addEventListener(
      'paste',
      (event) => {
        const files = [...(event.clipboardData?.files ?? [])];
        // Programs copy a picture of what is copied as a text.
        if (files.length === 0 || /^\s*https?:/i.test(event.clipboardData?.getData('text/plain') ?? '')) return;
        event.preventDefault();
        upload(files);
      },
      { signal },
    );
  }

  return {
    /** Adds the elements to an editor that has its own by now. @param {HTMLElement} editor */
    attachTo(editor) {
      const fieldRoot = /** @type {HTMLElement | null} */ (editor.querySelector('[data-field="image_url"]'));
      const input = fieldRoot?.querySelector('input');
      if (field || !fieldRoot || !input) return;
      field = { root: fieldRoot, input };
      fieldRoot.append(root);
      listen(field);
    },
    remove() {
      root.remove();
      if (field) field.root.style.outline = '';
    },
    /** Whether an event is about the picture's control. @param {EventTarget | null} target */
    isField: (target) => !!field && target === field.input,
    /** Hides everything while nothing can be typed. @param {boolean} isLocked */
    lock(isLocked) {
      root.hidden = isLocked;
    },
    /** Returns the text of the status. */
    text: () => status.textContent,
    /** Shows a status. @param {Status} status */
    show({ text, isUploading = false, isError = false }) {
      // A control with the focus that is hidden would lose it to the page.
      if (!isUploading && stop.matches(':focus')) choose.focus();
      status.textContent = text;
      status.className = `contact-card-upload-status contact-card-${isError ? 'error' : 'hint'}`;
      stop.hidden = !isUploading;
      progress.hidden = !isUploading;
      progress.removeAttribute('value');
      hint.hidden = isUploading;
    },
    /** Shows how much is done, from 0 to 1. @param {number} fraction */
    showProgress(fraction) {
      progress.value = fraction;
    },
    /** Enters a URL, as if it were typed. @param {string} url */
    enter(url) {
      const { input } = /** @type {NonNullable<typeof field>} */ (field);
      input.value = url;
      for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
    },
  };
}

// The first step: the list is chosen as a file, dropped, pasted or typed. A file is read into the field, where it can be edited.
import { binaryKind, decode, detectEncoding, encodingExamples, encodings } from '../import/decode.js';
import { announce, byId, element, setFieldError, show } from '../shell/page.js';

/** @import { Warning } from './reading.js' */

/**
 * The file whose text is in the field, until the text is edited.
 *
 * @typedef {object} Source
 * @property {string} name
 * @property {Uint8Array} bytes
 * @property {string} label of the encoding that it is read as
 * @property {boolean} isGuess whether the encoding is neither certain nor chosen by the user
 */

/** The size of a file above which it isn't a list of cards, in bytes. */
const LARGEST_FILE = 5_000_000;

const advice = 'Save or export the list as “CSV UTF-8”, and choose that file.';

/** @type {Source | undefined} */
let source;
/** The file that is being read. @type {File | undefined} */
let loading;

/** The field for the list. */
export const listField = () => byId('import-text', HTMLTextAreaElement);

/** What the user has entered, to be compared: the text and its encoding. */
export const uploadState = () => JSON.stringify([listField().value, byId('import-encoding', HTMLSelectElement).value]);

/**
 * Wires the step.
 *
 * @param {object} listener
 * @param {() => void} listener.edited is called when the list has changed
 * @param {() => void} listener.replaced is called when it is the list of another file
 * @param {() => void} listener.submitted is called when the user continues with the list
 */
export function wireUpload({ edited, replaced, submitted }) {
  const form = byId('import-form', HTMLFormElement);
  const file = byId('import-file', HTMLInputElement);
  const encoding = byId('import-encoding', HTMLSelectElement);
  encoding.append(
    ...encodings.map(([value, name, purpose]) =>
      element('option', { value, textContent: purpose ? `${name} (${purpose})` : name }),
    ),
  );
  // A browser may restore what was typed before the page was loaded again.
  form.reset();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submitted();
  });
  listField().addEventListener('input', () => {
    forgetFile();
    edited();
  });
  // Else the same file, after it was corrected, would not be read again.
  file.addEventListener('click', () => {
    file.value = '';
  });
  file.addEventListener('change', () => {
    if (file.files?.[0]) readFile(file.files[0], replaced);
  });
  encoding.addEventListener('change', () => {
    if (source) useText({ ...source, label: encoding.value, isGuess: false });
    edited();
  });
  wireDrop((dropped) => readFile(dropped, replaced));
}

/**
 * Wires the dropping of a file into the form. A file that is dropped elsewhere would replace the page, and all that was entered.
 *
 * @param {(file: File) => void} dropped
 */
function wireDrop(dropped) {
  const form = byId('import-form');
  const zone = byId('import-drop');
  /** @param {DragEvent} event */
  const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes('Files') ?? false;
  /** @param {DragEvent} event */
  const isInForm = ({ target }) => target instanceof Node && form.contains(target);
  addEventListener('dragover', (event) => {
    if (!hasFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    zone.toggleAttribute('data-dragging', isInForm(event));
    if (event.dataTransfer && !isInForm(event)) event.dataTransfer.dropEffect = 'none';
  });
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (!relatedTarget) zone.removeAttribute('data-dragging');
  });
  addEventListener('drop', (event) => {
    zone.removeAttribute('data-dragging');
    const [file] = event.dataTransfer?.files ?? [];
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    if (isInForm(event)) dropped(file);
  });
}

/** Empties the step. */
export function forgetUpload() {
  byId('import-form', HTMLFormElement).reset();
  forgetFile();
  showFileError('');
  showListError('');
}

/** Forgets the file, as the text is no longer what is in it. */
function forgetFile() {
  source = undefined;
  loading = undefined;
  byId('import-file', HTMLInputElement).value = '';
  showFile();
}

/** Shows the name of the file and how it is read, or how to choose one. */
function showFile() {
  byId('import-file-name').textContent = source?.name ?? 'Drop a CSV file here';
  byId('import-file-label').textContent = source ? 'Choose another file' : 'Choose a file';
  byId('import-file-hint').hidden = source !== undefined;
  byId('import-encoding-box').hidden = source === undefined;
}

/** Shows why the list can't be read, and moves the focus there. @param {string} text empty to remove it */
export function showListError(text) {
  setFieldError(listField(), byId('import-error'), text);
  if (text) listField().focus();
}

/** @param {string | undefined} text */
const showFileError = (text) => setFieldError(byId('import-file'), byId('import-file-error'), text);

/** Returns what the list is, to start a sentence with. */
export function describeSource() {
  return source ? `${source.name}, read as ${nameOf(source.label)}` : 'The list as you entered it';
}

/** Returns what the list is, for the line of the step. */
export const sourceName = () => source?.name ?? 'Pasted list';

/** Returns a warning if the encoding is a guess. @returns {Warning[]} */
export function encodingWarnings() {
  if (!source?.isGuess) return [];
  const examples = encodingExamples(listField().value).join(', ');
  const line = `The file does not show its encoding. It was read as ${nameOf(source.label)}: ${examples}. If that looks wrong, change “Read as” in step 1.`;
  return [{ title: 'Check the letters', lines: [line] }];
}

/**
 * Reads a file into the field, or shows why it can't be read. The list before it is gone either way.
 *
 * @param {File} file
 * @param {() => void} replaced
 */
async function readFile(file, replaced) {
  const input = byId('import-file', HTMLInputElement);
  forgetFile();
  loading = file;
  listField().value = '';
  showListError('');
  showFileError('');
  replaced();
  const { bytes, problem } = await load(file);
  // The user has chosen another list meanwhile.
  if (loading !== file) return;
  showFileError(problem);
  if (bytes) useText({ name: file.name, bytes, ...detectEncoding(bytes) });
  else input.focus();
  replaced();
}

/**
 * Loads the bytes of a file, unless it can't be a list.
 *
 * @param {File} file
 * @returns {Promise<{ bytes?: Uint8Array, problem?: string }>}
 */
async function load(file) {
  if (file.size > LARGEST_FILE)
    return { problem: 'The file is larger than 5 MB. Choose another one, or split it into smaller lists.' };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const kind = binaryKind(bytes);
    return kind ? { problem: `The file is ${kind}. ${advice}` } : { bytes };
  } catch {
    return { problem: 'The browser could not read the file. Choose it again.' };
  }
}

/** Writes the text of a file into the field, and shows how it was read. @param {Source} file */
function useText(file) {
  source = file;
  const text = decode(file.bytes, file.label);
  const examples = encodingExamples(text);
  listField().value = text;
  byId('import-encoding', HTMLSelectElement).value = file.label;
  show(
    byId('import-encoding-hint'),
    examples.length > 0
      ? `If these look wrong, choose another: ${examples.join(', ')}`
      : 'All its characters are the same in most encodings.',
  );
  showFile();
  announce(`${describeSource()}.`);
}

/** Returns the name of an encoding. @param {string} label */
const nameOf = (label) => encodings.find(([each]) => each === label)?.[1] ?? label;

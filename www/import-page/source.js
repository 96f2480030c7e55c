// Where the list comes from: the field that is typed or pasted into, or a file, which is read into that field.
import { binaryKind, decode, detectEncoding, encodingExamples, encodings } from '../import/decode.js';
import { announce, byId, element, setFieldError, show } from '../shell/page.js';

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
export const listField = () => byId('many-text', HTMLTextAreaElement);

/**
 * What is called when the list has changed.
 *
 * @typedef {object} Listener
 * @property {() => void} edited
 * @property {() => void} replaced it is the list of another file
 */

/** Wires the field, the file and its encoding. @param {Listener} listener */
export function wireSource({ edited, replaced }) {
  const file = byId('many-file', HTMLInputElement);
  const encoding = byId('many-encoding', HTMLSelectElement);
  const field = listField();
  encoding.append(
    ...encodings.map(([value, name, purpose]) =>
      element('option', { value, textContent: purpose ? `${name} (${purpose})` : name }),
    ),
  );
  field.addEventListener('input', () => {
    forgetFile();
    file.value = '';
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
  field.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  field.addEventListener('drop', (event) => {
    const [dropped] = event.dataTransfer?.files ?? [];
    if (!dropped) return;
    event.preventDefault();
    if (field.matches(':disabled')) return;
    file.value = '';
    readFile(dropped, replaced);
  });
}

/** Forgets the file, as the text is no longer what is in it. */
export function forgetFile() {
  source = undefined;
  loading = undefined;
  byId('many-encoding-box').hidden = true;
}

/** Returns what the list is, to start a sentence with. */
export function describeSource() {
  return source ? `${source.name}, read as ${nameOf(source.label)}` : 'The list as you entered it';
}

/** Returns a warning if the encoding is a guess. @returns {string[]} */
export function encodingWarnings() {
  if (!source?.isGuess) return [];
  const examples = encodingExamples(listField().value);
  return [
    `The file does not show its encoding. It was read as ${nameOf(source.label)}: ${examples.join(', ')}. If that looks wrong, choose another encoding under “Read as”.`,
  ];
}

/**
 * Reads a file into the field, or shows why it can't be read. The list before it is gone either way.
 *
 * @param {File} file
 * @param {() => void} replaced
 */
async function readFile(file, replaced) {
  const input = byId('many-file', HTMLInputElement);
  forgetFile();
  loading = file;
  listField().value = '';
  setFieldError(listField(), byId('many-error'), '');
  setFieldError(input, byId('many-file-error'), '');
  replaced();
  const { bytes, problem } = await load(file);
  // The user has chosen another list meanwhile.
  if (loading !== file) return;
  setFieldError(input, byId('many-file-error'), problem);
  if (bytes) useText({ name: file.name, bytes, ...detectEncoding(bytes) });
  else input.focus();
  // Else a list that was checked meanwhile would stay in view.
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
  byId('many-encoding', HTMLSelectElement).value = file.label;
  byId('many-encoding-box').hidden = false;
  show(
    byId('many-encoding-hint'),
    examples.length > 0
      ? `If these look wrong, choose another: ${examples.join(', ')}`
      : 'All its characters are the same in most encodings.',
  );
  announce(`${describeSource()}.`);
}

/** Returns the name of an encoding. @param {string} label */
const nameOf = (label) => encodings.find(([each]) => each === label)?.[1] ?? label;

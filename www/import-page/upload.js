// The first step: the list is a file that is chosen or dropped, or a text that is pasted or typed.
import { decode, detectEncoding } from '../import/decode.js';
import { readingList } from '../import/list.js';
import { announce, byId, setFieldError, show } from '../shell/page.js';
import { inSlices } from '../shell/slices.js';
import { wireDrop } from './drop.js';
import { areLettersRight, drawLetters, encodingName, wireLetters } from './letters.js';
import { describeSize, loadFile } from './list-file.js';
import { some } from './results.js';

/**
 * The file that is the list.
 *
 * @typedef {object} ListFile
 * @property {string} name
 * @property {Uint8Array} bytes
 * @property {string} label of the encoding that it is read as
 * @property {boolean} isGuess whether the encoding is neither certain nor chosen by the user
 * @property {string} text with the line ends of a text field
 */

/**
 * How the list has changed: its text was edited, a file was chosen in place of it, it was removed, or its letters are read in
 * another way.
 *
 * @typedef {'edited' | 'chosen' | 'removed' | 'letters'} ListChange
 */

/** @type {ListFile | undefined} */
let listFile;
/** The file that is being loaded. @type {File | undefined} */
let loading;

const textField = () => byId('import-text', HTMLTextAreaElement);

/** Returns the text of the list. */
export const listText = () => listFile?.text ?? textField().value;

/**
 * Wires the step.
 *
 * @param {object} listener
 * @param {(change: ListChange) => void} listener.changed
 * @param {() => void} listener.submitted is called when the user continues with the list
 * @param {() => boolean | Promise<boolean>} listener.mayReplace returns whether another list may take its place: what the user has fixed
 * in it would be lost
 */
export function wireUpload({ changed, submitted, mayReplace }) {
  const form = byId('import-form', HTMLFormElement);
  const input = byId('import-file', HTMLInputElement);
  wireLetters((label) => {
    if (!listFile) return;
    useFile({ ...listFile, label, isGuess: false });
    changed('letters');
  });
  // A browser may restore what was typed before the page was loaded again.
  form.reset();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!listFile || areLettersRight()) submitted();
  });
  textField().addEventListener('input', () => {
    // A file that is still being loaded would replace what is typed.
    loading = undefined;
    changed('edited');
  });
  byId('import-choose').addEventListener('click', () => input.click());
  /** @param {File} file */
  const replace = async (file) => {
    if (await mayReplace()) chooseFile(file, changed);
  };
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (!file) return;
    // So that the same file can be chosen again.
    input.value = '';
    replace(file);
  });
  byId('import-file-remove').addEventListener('click', async () => {
    if (!(await mayReplace())) return;
    forgetFile();
    byId('import-choose').focus();
    announce('The file is removed');
    changed('removed');
  });
  wireDrop(replace);
}

/** Empties the step. */
export function forgetUpload() {
  byId('import-form', HTMLFormElement).reset();
  forgetFile();
  showFileError('');
  showListError('');
  show(byId('import-stale'), '');
}

/** Shows why the list can't be read, and moves the focus there. @param {string} text empty to remove it */
export function showListError(text) {
  setFieldError(textField(), byId('import-error'), listFile ? '' : text);
  const box = byId('import-file-problem');
  show(box, listFile && text);
  if (text) (listFile ? box : textField()).focus();
}

/** Returns what the list is, to start a sentence with. */
export const describeSource = () =>
  listFile ? `${listFile.name}, read as ${encodingName(listFile.label)}` : 'The list as you entered it';

/** Returns what the list is, for the line of the step. */
export const sourceName = () => listFile?.name ?? 'Pasted list';

/** Lets the user edit a line of the list. The text of a file is edited in the field, as a page can't change files. @param {number} line */
export function editLine(line) {
  const field = textField();
  field.value = listText();
  if (listFile) forgetFile();
  const lines = field.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  field.scrollTop = ((line - 1) * field.scrollHeight) / lines.length;
}

/** @param {string | undefined} text */
const showFileError = (text) => show(byId('import-file-error'), text);

/**
 * Makes a file the list, or shows why it can't be read. The list before it is gone either way.
 *
 * @param {File} file
 * @param {(change: ListChange) => void} changed
 */
async function chooseFile(file, changed) {
  forgetFile();
  loading = file;
  textField().value = '';
  showListError('');
  showFileError('');
  const { bytes, problem } = await loadFile(file);
  // The user has chosen another list meanwhile.
  if (loading !== file) return;
  showFileError(problem);
  if (bytes) useFile({ name: file.name, bytes, ...detectEncoding(bytes) });
  byId(bytes ? 'import-chosen' : 'import-choose').focus();
  changed(bytes ? 'chosen' : 'removed');
}

/** Reads the text of a file, and shows it. @param {Omit<ListFile, 'text'>} file */
async function useFile(file) {
  const text = decode(file.bytes, file.label).replace(/\r\n?/g, '\n');
  const used = { ...file, text };
  listFile = used;
  drawLetters(used);
  drawFile();
  const size = describeSize(file.bytes.length);
  byId('import-file-facts').textContent = size;
  announce(`${describeSource()}.`);
  const { rows } = (await inSlices(readingList(text))) ?? { rows: [] };
  if (listFile === used) byId('import-file-facts').textContent = `${size} · ${some(rows.length, 'row')}`;
}

/** Forgets the file. */
function forgetFile() {
  listFile = undefined;
  loading = undefined;
  // Else the same file, after it was corrected, would not be read again.
  byId('import-file', HTMLInputElement).value = '';
  drawFile();
}

/** Shows the file, or how to choose one. */
function drawFile() {
  byId('import-chosen').hidden = listFile === undefined;
  byId('import-choices').hidden = listFile !== undefined;
  byId('import-file-name').textContent = listFile?.name ?? '';
}

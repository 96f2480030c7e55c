// How the letters of a file are read. Where that is a guess, the user confirms or changes it before the list is used.
import { encodingExamples, encodings } from '../import/decode.js';
import { quoted } from '../import/quoted.js';
import { byId, element, setFieldError, show } from '../shell/page.js';

const select = () => byId('import-encoding', HTMLSelectElement);
const checkbox = () => byId('import-letters-right', HTMLInputElement);

/** @param {string} text */
const showError = (text) => setFieldError(checkbox(), byId('import-letters-error'), text);

/** Wires the select. @param {(label: string) => void} chosen is called with the encoding that the user chooses */
export function wireLetters(chosen) {
  select().append(
    ...encodings.map(([value, name, purpose]) =>
      element('option', { value, textContent: purpose ? `${name} (${purpose})` : name }),
    ),
  );
  select().addEventListener('change', () => chosen(select().value));
  checkbox().addEventListener('change', () => showError(''));
}

/**
 * Shows how the letters of a file were read, by examples. There is nothing to show where every encoding has the same letters.
 *
 * @param {{ text: string, label: string, isGuess: boolean }} file `isGuess`: the encoding is neither certain nor chosen by the user
 */
export function drawLetters({ text, label, isGuess }) {
  const examples = encodingExamples(text).map(quoted).join(', ');
  select().value = label;
  byId('import-letters').hidden = examples === '';
  byId('import-letters').classList.toggle('outcome', isGuess);
  show(byId('import-letters-hint'), `${isGuess ? 'This is a guess. ' : ''}Read this way, the list has ${examples}.`);
  byId('import-letters-confirm').hidden = !isGuess || examples === '';
  checkbox().checked = false;
  showError('');
}

/** Returns whether the letters are right. Else the user has to decide about them first. */
export function areLettersRight() {
  if (checkbox().checked || byId('import-letters-confirm').hidden) return true;
  showError('Confirm that these letters are right, or choose how they are read.');
  checkbox().focus();
  return false;
}

/** Returns the name of an encoding. @param {string} label */
export const encodingName = (label) => encodings.find(([each]) => each === label)?.[1] ?? label;

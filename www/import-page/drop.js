// The dropping of a file into the form. A file that is dropped elsewhere would replace the page, and all that was entered.
import { byId } from '../shell/page.js';

/** Wires the dropping. @param {(file: File) => void} dropped */
export function wireDrop(dropped) {
  const form = byId('import-form');
  /** @param {DragEvent} event */
  const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes('Files') ?? false;
  /** @param {DragEvent} event */
  const isInForm = ({ target }) => target instanceof Node && form.contains(target);
  addEventListener('dragover', (event) => {
    if (!hasFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    form.toggleAttribute('data-dragging', isInForm(event));
    if (event.dataTransfer && !isInForm(event)) event.dataTransfer.dropEffect = 'none';
  });
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (!relatedTarget) form.removeAttribute('data-dragging');
  });
  addEventListener('drop', (event) => {
    form.removeAttribute('data-dragging');
    const [file] = event.dataTransfer?.files ?? [];
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    if (isInForm(event)) dropped(file);
  });
}

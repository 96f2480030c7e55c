// The three steps of an import. One is open; those before it are a line with what was done, those after it a heading.
import { byId } from '../shell/page.js';

/** @typedef {'upload' | 'fix' | 'send'} Step */

/** @type {readonly Step[]} */
const steps = ['upload', 'fix', 'send'];

/**
 * How a step is shown: whether the steps before it can be opened again, and whether the others are hidden.
 *
 * @typedef {{ canChange?: boolean, isAlone?: boolean }} StepOptions
 */

/**
 * Opens a step, and moves the focus to its heading.
 *
 * @param {Step} open
 * @param {StepOptions} [options]
 */
export function openStep(open, options = { canChange: true }) {
  setStep(open, options);
  const heading = byId(`import-${open}-title`);
  heading.focus();
  heading.scrollIntoView({ block: 'nearest' });
}

/**
 * Draws which step is open, and leaves the focus where it is.
 *
 * @param {Step} open
 * @param {StepOptions} [options]
 */
export function setStep(open, { canChange = false, isAlone = false } = {}) {
  byId('import-about').hidden = open !== 'upload';
  for (const [index, step] of steps.entries()) {
    const section = byId(`import-${step}`);
    const distance = index - steps.indexOf(open);
    const isDone = distance < 0;
    section.hidden = isAlone && distance !== 0;
    section.toggleAttribute('data-alone', isAlone);
    section.dataset.state = isDone ? 'done' : distance === 0 ? 'open' : 'ahead';
    if (distance === 0) byId(`import-${step}-title`).setAttribute('aria-current', 'step');
    else byId(`import-${step}-title`).removeAttribute('aria-current');
    for (const body of section.querySelectorAll(':scope > .step-body')) {
      if (body instanceof HTMLElement) body.hidden = distance !== 0;
    }
    const summary = byId(`import-${step}-summary`);
    summary.hidden = !isDone;
    if (step !== 'send') byId(`import-${step}-change`).hidden = !isDone || !canChange;
  }
}

/** Whether a step is open. @param {Step} step */
export const isOpen = (step) => byId(`import-${step}`).dataset.state === 'open';

/** Sets the line of a step that is done. @param {Step} step @param {string} text */
export function setSummary(step, text) {
  byId(`import-${step}-summary`).textContent = text;
}

/** Calls a function when the user opens a step again. @param {Exclude<Step, 'send'>} step @param {() => void} changed */
export const onChange = (step, changed) => byId(`import-${step}-change`).addEventListener('click', changed);

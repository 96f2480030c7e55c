// The command palette: a field that finds cards and commands, and runs the one that is chosen.
import { byId, element } from './page.js';
import { isShortcut, paletteShortcut } from './shortcuts.js';

/**
 * What the palette offers.
 *
 * @typedef {object} Option
 * @property {string} label
 * @property {string} [detail] such as the number of a card
 * @property {() => void} run
 */

/** The palette. */
class Palette {
  #optionsOf;
  #dialog = byId('palette', HTMLDialogElement);
  #input = byId('palette-input', HTMLInputElement);
  #list = byId('palette-list');
  /** @type {readonly Option[]} */
  #options = [];
  #chosen = 0;

  /** @param {(text: string) => readonly Option[]} find */
  constructor(find) {
    this.#optionsOf = find;
    for (const key of document.querySelectorAll('.palette-key')) key.textContent = paletteShortcut;
    byId('palette-open').addEventListener('click', () => this.#open());
    addEventListener('keydown', (event) => {
      if (!isShortcut(event, 'k') || document.querySelector('dialog[open]:not(#palette)')) return;
      event.preventDefault();
      if (this.#dialog.open) this.#dialog.close();
      else this.#open();
    });
    this.#input.addEventListener('input', () => this.#find());
    this.#input.addEventListener('keydown', (event) => this.#press(event));
    this.#list.addEventListener('click', ({ target }) => {
      const item = target instanceof Element && target.closest('li');
      if (item) this.#run([...this.#list.children].indexOf(item));
    });
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog) this.#dialog.close();
    });
    this.#dialog.addEventListener('close', () => {
      if (this.#dialog.open) return;
      // The names of cards don't remain in the page.
      this.#input.value = '';
      this.#show([]);
    });
  }

  #open() {
    this.#input.value = '';
    this.#find();
    this.#dialog.showModal();
    this.#input.focus();
  }

  /** Shows what the text finds. */
  #find() {
    this.#show(this.#optionsOf(this.#input.value));
  }

  /** @param {readonly Option[]} options */
  #show(options) {
    this.#options = options;
    this.#list.replaceChildren(
      ...this.#options.map(({ label, detail }, index) =>
        element(
          'li',
          { id: `palette-${index}`, role: 'option' },
          element('bdi', { textContent: label }),
          ...(detail ? [' ', element('span', { className: 'hint', dir: 'ltr', textContent: detail })] : []),
        ),
      ),
    );
    this.#input.ariaExpanded = String(this.#options.length > 0);
    byId('palette-count').textContent = describeResults(this.#options.length);
    byId('palette-count').classList.toggle('visually-hidden', this.#options.length > 0);
    this.#choose(0);
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = index;
    for (const [position, item] of [...this.#list.children].entries())
      item.setAttribute('aria-selected', String(position === index));
    const chosen = this.#list.children[index];
    if (chosen) {
      this.#input.setAttribute('aria-activedescendant', chosen.id);
      chosen.scrollIntoView({ block: 'nearest' });
    } else this.#input.removeAttribute('aria-activedescendant');
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const count = this.#options.length;
    if (event.key === 'ArrowDown') this.#choose(count && (this.#chosen + 1) % count);
    else if (event.key === 'ArrowUp') this.#choose(count && (this.#chosen + count - 1) % count);
    // An input method uses Enter to accept its text.
    else if (event.key === 'Enter' && !event.isComposing) this.#run(this.#chosen);
    else return;
    event.preventDefault();
  }

  /** @param {number} index */
  #run(index) {
    const option = this.#options[index];
    if (!option) return;
    this.#dialog.close();
    option.run();
  }
}

/** Wires the palette. @param {(text: string) => readonly Option[]} find returns what a text finds */
export const wirePalette = (find) => new Palette(find);

/** @param {number} count */
const describeResults = (count) => (count === 0 ? 'Nothing found' : count === 1 ? '1 result' : `${count} results`);

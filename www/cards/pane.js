// The pane next to the list: the card that is open, or why there is none.
import { byId, show } from '../shell/page.js';

/** Wires the pane. @param {{ back: () => void }} page */
export function wirePane({ back }) {
  byId('back').addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    back();
  });

  /** @param {'card' | 'unknown' | 'empty'} state @param {string} [title] @param {string} [text] */
  const set = (state, title, text) => {
    byId('cards-view').dataset.pane = state;
    byId('editor').hidden = state !== 'card';
    byId('pane-notice').hidden = state === 'card';
    show(byId('pane-title'), title);
    show(byId('pane-text'), text);
  };

  return {
    /** Shows the card, with its heading in view and focused. */
    showCard() {
      set('card');
      focusTop(byId('editor-title'));
    },
    /** Shows that this device doesn't know the card of the address. */
    showUnknown() {
      set(
        'unknown',
        "This card's address is not known here",
        'Addresses of cards work only in the browser that made them. Choose the card in the list.',
      );
      focusTop(byId('pane-title'));
    },
    /** Shows what to do, as no card is open. */
    showEmpty: () => set('empty', 'Select a card to edit it'),
  };
}

/** Focuses a heading, and scrolls to the top of the page. @param {HTMLElement} heading */
function focusTop(heading) {
  scrollTo({ top: 0, behavior: 'instant' });
  heading.focus({ preventScroll: true });
}

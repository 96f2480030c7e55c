// The pane next to the list: the card that is open, or why there is none.
import { byId, show } from '../shell/page.js';
import { importAddress, listAddress } from '../shell/routes.js';

/** @import { Account } from '../account/account.js' */

/** The links that return to a view, and its address. */
const returns = /** @type {const} */ ([
  ['back', listAddress],
  ['back-to-import', importAddress],
]);

/** Wires the pane. @param {{ account: Account, back: (address: string) => void }} page `back` returns to a view */
export function wirePane({ account, back }) {
  for (const [id, address] of returns)
    byId(id).addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      back(address);
    });

  /** Hides the hint to select a card while there is none to select. */
  const renderNotice = () => {
    const state = byId('cards-view').dataset.pane;
    byId('pane-notice').hidden = state === 'card' || (state === 'empty' && !account.cards()?.length);
  };
  account.subscribe(({ type }) => {
    if (type === 'cards') renderNotice();
  });

  /**
   * Shows the card or a message. On a phone the list is shown in place of an empty pane.
   *
   * @param {'card' | 'unknown' | 'empty'} state
   * @param {string} title
   * @param {string} [text]
   */
  const set = (state, title, text) => {
    byId('cards-view').dataset.pane = state;
    byId('back-to-import').hidden = true;
    byId('editor').hidden = state !== 'card';
    renderNotice();
    byId('shortcuts').hidden = state !== 'empty';
    show(byId('pane-title'), title);
    show(byId('pane-text'), text);
  };

  return {
    /** Shows the card. @param {{ isFromImport: boolean }} options `isFromImport`: whether the import was shown before */
    showCard({ isFromImport }) {
      set('card', '');
      byId('back-to-import').hidden = !isFromImport;
    },
    /** Shows that this device doesn't know the card of the address. */
    showUnknown: () =>
      set(
        'unknown',
        'This card could not be found',
        'Its address works only in the browser that opened the card, until the user signs out. Choose the card in the list.',
      ),
    /** Shows what to do, as no card is open. */
    showEmpty: () => set('empty', 'Select a card to edit it'),
    /** Focuses the pane's heading, at the top of the page. */
    focus() {
      scrollTo({ top: 0, behavior: 'instant' });
      const heading = byId('editor').hidden ? byId('pane-title') : byId('editor-title');
      heading.focus({ preventScroll: true });
    },
  };
}

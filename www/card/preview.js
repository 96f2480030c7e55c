// A schematic of how iMessage shows the card: above a conversation, and in the banner that offers it. Light and dark.
import { byId, element, fullName, initials, show } from '../shell/page.js';
import { makeFace, Picture } from './picture.js';

/** @import { ContactCardFields } from 'linq-contact-card' */
/** @import { Loading } from './picture.js' */

/** A drawing in one color scheme. @param {'light' | 'dark'} scheme */
function makeScreen(scheme) {
  const [head, banner] = [makeFace(), makeFace()];
  const names = [element('bdi', { className: 'name' }), element('bdi', { className: 'name' })];
  const [headName, bannerName] = /** @type {[HTMLElement, HTMLElement]} */ (names);
  const root = element(
    'div',
    { className: 'screen' },
    element('div', { className: 'chat-head' }, head.root, headName),
    element('span', { className: 'bubble received' }),
    element('span', { className: 'bubble sent' }),
    element(
      'div',
      { className: 'banner' },
      banner.root,
      element('span', { className: 'banner-text' }, bannerName, element('small', { textContent: 'Contact card' })),
    ),
  );
  root.dataset.scheme = scheme;
  return { root, names, faces: [head, banner] };
}

/** Returns why a picture isn't shown; empty where that is as expected. @param {Loading} state @param {boolean} isNew */
function describePicture(state, isNew) {
  if (state === 'blocked') return 'This page may not load pictures from that server, so it has no preview.';
  if (state !== 'broken') return '';
  return isNew
    ? 'This picture did not load in this browser. Check that its link opens in a private window.'
    : 'The picture did not load in this browser. Linq has a copy of its own, which recipients may still see.';
}

/** Adds the preview to the page. @param {() => void} changed is called when a picture has loaded, or hasn't */
export function wirePreview(changed) {
  const screens = [makeScreen('light'), makeScreen('dark')];
  const image = byId('preview-image');
  image.append(...screens.map(({ root }) => root));

  let name = '';
  let letters = '';
  /** Whether the picture isn't the one that is saved. */
  let isNew = false;
  const render = () => {
    for (const { names, faces } of screens) {
      for (const each of names) each.textContent = name;
      for (const face of faces) face.render(letters, picture.loadedURL);
    }
    const shown = picture.loadedURL ? 'the picture' : letters ? `the initials ${letters}` : 'no picture';
    image.ariaLabel = `The card in Messages: ${shown}, and the name ${name}`;
    image.dataset.picture = picture.state;
    show(byId('preview-note'), describePicture(picture.state, isNew));
    byId('preview-note').className = isNew ? 'error' : 'hint';
  };
  const picture = new Picture(() => {
    render();
    changed();
  });

  return {
    /**
     * Shows a card.
     *
     * @param {ContactCardFields} edited
     * @param {ContactCardFields | undefined} saved
     * @param {string} phone_number is shown while there is no name
     */
    render(edited, saved, phone_number) {
      isNew = (edited.image_url ?? '') !== (saved?.image_url ?? '');
      name = fullName(edited).trim() || phone_number;
      letters = initials(edited);
      picture.load(edited.image_url, isNew);
      render();
    },
    /** Whether a picture that isn't saved yet can't be loaded. */
    get isBroken() {
      return isNew && picture.state === 'broken';
    },
  };
}

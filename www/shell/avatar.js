// A card's picture in a circle: its initials until the picture has loaded, and where there is none.
import { element, initials } from './page.js';

/** @import { ContactCardFields } from 'linq-contact-card' */

/** The URLs of pictures that could not be shown, so that they aren't loaded again and again. @type {Set<string>} */
const broken = new Set();

/** Makes the picture of a card. It has no text of its own. @param {ContactCardFields} card */
export function avatar(card) {
  const made = element('span', { className: 'avatar', ariaHidden: 'true', textContent: initials(card) });
  const url = card.image_url;
  if (url?.startsWith('https://') && !broken.has(url)) made.append(picture(url));
  return made;
}

/** Makes the image, which covers the initials once it has loaded. @param {string} url */
function picture(url) {
  const image = element('img', { alt: '', loading: 'lazy', decoding: 'async', referrerPolicy: 'no-referrer' });
  image.addEventListener('load', () => image.classList.add('loaded'));
  image.addEventListener('error', () => {
    broken.add(url);
    image.remove();
  });
  image.src = url;
  return image;
}

// The card as people see it, while it is edited.
import { byId, fullName, initials, show } from '../shell/page.js';

/** How long the user must not have typed before a picture is loaded, in milliseconds. */
const PAUSE = 300;

/** The timer of the picture to be loaded. @type {number | undefined} */
let waiting;

/**
 * Shows what is typed: the picture once it has loaded, the initials until then and when there is none.
 *
 * @param {{ phone_number: string }} card
 * @param {{ first_name: string, last_name?: string, image_url?: string }} edited
 */
export function renderPicture(card, edited) {
  byId('initials').textContent = initials(edited);
  byId('picture-name').textContent = fullName(edited) || 'No name yet';
  byId('picture-number').textContent = card.phone_number;

  const image = byId('image', HTMLImageElement);
  const url = edited.image_url?.startsWith('https://') ? edited.image_url : '';
  if (image.dataset.url === url) return;
  image.dataset.url = url;
  clearTimeout(waiting);
  // Stops a picture that is still loading.
  image.removeAttribute('src');
  image.hidden = true;
  byId('initials').hidden = false;
  show(byId('picture-note'), '');
  // Not at once: a URL that is still being typed isn't worth a request.
  if (url) waiting = window.setTimeout(load, PAUSE, image, url);
}

/**
 * Loads the picture, and shows it or a note.
 *
 * @param {HTMLImageElement} image
 * @param {string} url
 */
function load(image, url) {
  image.onload = () => {
    image.hidden = false;
    byId('initials').hidden = true;
  };
  image.onerror = () => show(byId('picture-note'), 'The picture could not be shown here.');
  image.src = url;
}

// The card as people see it, while it is edited.
import { byId, fullName, initials, show } from './page.js';

/** Milliseconds without typing. */
const REST = 300;

let waiting;

/** Shows what is typed; the picture once it has loaded, the initials until then and when there is none. */
export function renderPicture(card, edited) {
  byId('initials').textContent = initials(edited);
  byId('picture-name').textContent = fullName(edited) || 'No name yet';
  byId('picture-number').textContent = card.phone_number;

  const image = byId('image');
  const url = edited.image_url.startsWith('https://') ? edited.image_url : '';
  if (image.dataset.url === url) return;
  image.dataset.url = url;
  clearTimeout(waiting);
  // What was under way is of no use any more.
  image.removeAttribute('src');
  image.hidden = true;
  byId('initials').hidden = false;
  show(byId('picture-note'), '');
  // Half an address is no picture to ask anybody for.
  if (url) waiting = setTimeout(load, REST, image, url);
}

function load(image, url) {
  image.onload = () => {
    image.hidden = false;
    byId('initials').hidden = true;
  };
  image.onerror = () => show(byId('picture-note'), 'The picture could not be shown here.');
  image.src = url;
}

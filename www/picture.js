// The card as people see it, while it is edited.
import { byId, fullName, initials, show } from './page.js';

/** Shows what is typed; the picture once it has loaded, the initials until then and when there is none. */
export function renderPicture(card, edited) {
  byId('initials').textContent = initials(edited);
  byId('picture-name').textContent = fullName(edited) || 'No name yet';
  byId('picture-number').textContent = card.phone_number;

  const image = byId('image');
  const url = edited.image_url.startsWith('https://') ? edited.image_url : '';
  if (image.dataset.url === url) return;
  image.dataset.url = url;
  image.hidden = true;
  byId('initials').hidden = false;
  show(byId('picture-note'), '');
  if (!url) {
    image.removeAttribute('src');
    return;
  }
  image.onload = () => {
    image.hidden = false;
    byId('initials').hidden = true;
  };
  image.onerror = () => show(byId('picture-note'), 'The picture could not be shown here.');
  image.src = url;
}

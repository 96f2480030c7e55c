// The drawer for developers: the request log and the test server.
import { byId } from '../shell/page.js';

/** Wires the button that opens the drawer. */
export function wireDrawer() {
  const drawer = byId('developer', HTMLDialogElement);
  byId('developer-open').addEventListener('click', openDrawer);
  byId('developer-close').addEventListener('click', () => drawer.close());
  drawer.addEventListener('click', ({ target }) => {
    // The dialog itself is the target of a click on its backdrop, as its content covers it.
    if (target === drawer) drawer.close();
  });
}

/** Opens the drawer. */
export const openDrawer = () => byId('developer', HTMLDialogElement).showModal();

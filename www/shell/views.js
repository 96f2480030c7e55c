// The two views: one card, or many at once. The URL's fragment names one.
import { byId } from './page.js';

const views = ['cards', 'import'];

/** Shows the view that the URL names, now and when it changes. */
export function wireViews() {
  const render = () => {
    const chosen = views.find((name) => location.hash === `#${name}`) ?? views[0];
    for (const name of views) {
      byId(`${name}-view`).hidden = name !== chosen;
      const link = document.querySelector(`nav a[href="#${name}"]`);
      if (name === chosen) link?.setAttribute('aria-current', 'page');
      else link?.removeAttribute('aria-current');
    }
  };
  addEventListener('hashchange', render);
  render();
}

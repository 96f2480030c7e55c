// The picture of a card while it is edited: loaded once, and shown in circles, with the initials until it has loaded.
import { element } from '../shell/page.js';

/** How long the user must not have typed before a picture is loaded, in milliseconds. */
const PAUSE = 300;

/**
 * A circle with a picture.
 *
 * @typedef {object} Face
 * @property {HTMLElement} root
 * @property {(initials: string, url: string) => void} render `url`: that of a picture that has loaded, or empty
 */

/** Makes a circle. It has no name, as the card's name is next to it. @returns {Face} */
export function makeFace() {
  const letters = element('span', {});
  const image = element('img', { alt: '', referrerPolicy: 'no-referrer', hidden: true });
  const root = element('span', { className: 'face', ariaHidden: 'true' }, letters, image);
  return {
    root,
    render(initials, url) {
      letters.textContent = initials;
      letters.hidden = url !== '';
      image.hidden = url === '';
      if (image.getAttribute('src') === (url || null)) return;
      if (url) image.src = url;
      else image.removeAttribute('src');
    },
  };
}

/**
 * Loads one picture at a time. `blocked`: the page's Content-Security-Policy has refused it.
 *
 * @typedef {'none' | 'loading' | 'loaded' | 'broken' | 'blocked'} Loading
 */
export class Picture {
  #changed;
  /** @type {number | undefined} */
  #timer;
  #image = new Image();
  url = '';
  /** @type {Loading} */
  state = 'none';

  /** @param {() => void} changed is called after each change of the state */
  constructor(changed) {
    this.#changed = changed;
    document.addEventListener('securitypolicyviolation', ({ blockedURI }) => {
      if (blockedURI === this.url) this.#set('blocked');
    });
  }

  /** The URL of the picture, once it has loaded. */
  get loadedURL() {
    return this.state === 'loaded' ? this.url : '';
  }

  /**
   * Loads a picture, unless it is the one that was requested before. Only https URLs are loaded.
   *
   * @param {string | undefined} url
   * @param {boolean} [isTyped] whether the URL is being typed: then it isn't loaded at once
   */
  load(url, isTyped = false) {
    const wanted = url?.startsWith('https://') ? url : '';
    if (wanted === this.url) return;
    clearTimeout(this.#timer);
    // The picture before it is of no use any more.
    Object.assign(this.#image, { onload: null, onerror: null });
    this.#image.removeAttribute('src');
    this.url = wanted;
    this.#set(wanted ? 'loading' : 'none');
    if (wanted) this.#timer = window.setTimeout(() => this.#start(), isTyped ? PAUSE : 0);
  }

  #start() {
    this.#image = new Image();
    this.#image.referrerPolicy = 'no-referrer';
    this.#image.onload = () => this.#set('loaded');
    this.#image.onerror = () => {
      if (this.state !== 'blocked') this.#set('broken');
    };
    this.#image.src = this.url;
  }

  /** @param {Loading} state */
  #set(state) {
    this.state = state;
    this.#changed();
  }
}

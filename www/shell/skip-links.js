// The links that skip to a part of the page. They move the focus, and leave the address as it is.

/** Wires the links. */
export function wireSkipLinks() {
  for (const link of document.querySelectorAll('a.skip')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      const target = document.querySelector(link.getAttribute('href') ?? '');
      if (target instanceof HTMLElement) target.focus();
    });
  }
}

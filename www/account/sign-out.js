// The form with which a host has its user sign out: `<form data-sign-out>`.

/**
 * Calls a function when the page is left by such a form: not where a script prevents the submission, and not where the user may have
 * decided to stay, as something is unsaved. The page may be left for something else before the response to the form: that is no less
 * a sign-out.
 *
 * @param {() => void} left
 * @param {EventTarget} [page] the window
 */
export function onSignOut(left, page = window) {
  /** The submission that may be about to leave the page. @type {Event | undefined} */
  let submission;
  /** The first event before a navigation since the submission: it is about that of the form. @type {Event | undefined} */
  let unload;

  page.addEventListener('submit', (event) => {
    if (!isSignOut(event.target)) return;
    submission = event;
    unload = undefined;
  });
  page.addEventListener('beforeunload', (event) => {
    // A second navigation, after one that the user could refuse: that of the form may not have begun.
    if (unload && isConfirmed(unload)) submission = undefined;
    unload ??= event;
  });
  page.addEventListener('pagehide', () => {
    // Not sooner: a listener after this one's may prevent it.
    const isLeft = submission?.defaultPrevented === false;
    // Back may show the page again.
    submission = undefined;
    if (isLeft) left();
  });
}

/** Whether a form is the one for signing out. @param {EventTarget | null} form */
const isSignOut = (form) => form instanceof HTMLFormElement && form.matches('[data-sign-out]');

/** Whether the browser has the user confirm a navigation, after all listeners of its event. @param {Event} event */
const isConfirmed = ({ defaultPrevented, returnValue }) =>
  defaultPrevented || (typeof returnValue === 'string' && returnValue !== '');

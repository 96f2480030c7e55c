// The form with which a host has its user sign out: `<form data-sign-out>`.

/**
 * Calls a function when the page is left by such a form: not where a script prevents the submission, and not where the user decides to
 * stay, as something is unsaved.
 *
 * @param {() => void} left
 * @param {EventTarget} [page] the window
 */
export function onSignOut(left, page = window) {
  /** The submission that may be about to leave the page. @type {Event | undefined} */
  let submission;
  /** Whether a navigation has begun since the submission: it is that of the form. */
  let isFollowed = false;

  page.addEventListener('submit', (event) => {
    if (!isSignOut(event.target)) return;
    submission = event;
    isFollowed = false;
  });
  page.addEventListener('beforeunload', () => {
    // A second navigation: the one of the form has not left the page.
    if (isFollowed) submission = undefined;
    isFollowed = true;
  });
  page.addEventListener('pagehide', () => {
    // Not sooner: a listener after this one's may prevent it.
    if (submission?.defaultPrevented === false) left();
  });
}

/** Whether a form is the one for signing out. @param {EventTarget | null} form */
const isSignOut = (form) => form instanceof HTMLFormElement && form.matches('[data-sign-out]');

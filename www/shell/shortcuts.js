// The names of keys on the user's keyboard.

const isApple = /mac|iphone|ipad/i.test(navigator.platform);

/** The shortcut of the palette, as it is shown. */
export const paletteShortcut = isApple ? '⌘ K' : 'Ctrl K';

/** Whether a key event is the shortcut of a letter. @param {KeyboardEvent} event @param {string} letter */
export const isShortcut = (event, letter) =>
  (isApple ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === letter;

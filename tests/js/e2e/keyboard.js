// The keyboard alone, without a pointer.
import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';

/** Returns functions that press keys where the focus is. */
export function keyboardOf(driver) {
  // Not sendKeys of an element, as WebKit's driver accepts only one that can be typed into.
  const press = (...keys) =>
    driver
      .actions()
      .sendKeys(...keys)
      .perform();
  const isFocused = (css) => driver.executeScript('return document.activeElement.matches(arguments[0])', css);
  return {
    press,
    /** Presses Tab until the focus is on an element. */
    async tabTo(css) {
      for (let presses = 0; !(await isFocused(css)); presses++) {
        assert.ok(presses < 40, `Tab should reach ${css}`);
        await press(Key.TAB);
      }
    },
  };
}

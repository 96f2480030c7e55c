// The accessibility tree, and the violations that axe reports.
import axe from 'axe-core/axe.min.js';

/**
 * Returns the rules that the page violates by axe, each with the first element that does.
 *
 * @param {object} [options] axe's, such as the rules to run
 */
export async function violations(driver, options = {}) {
  if (!(await driver.executeScript('return "axe" in window'))) await driver.executeScript(axe.source);
  return driver.executeAsyncScript(
    `
    const [options, done] = arguments;
    axe.run(document, { resultTypes: ['violations'], ...options })
      .then(({ violations }) => done(violations.map(({ id, nodes }) => [id, nodes[0].html])));`,
    options,
  );
}

const controls = 'form, fieldset, input, select, textarea, button, summary, a, meter, progress, [role], [tabindex]';

/** Returns a line for each control in `root`: role, name, description and states. */
export async function describeControls(driver, root = 'contact-card-editor') {
  const shown = await driver.executeScript(
    `
    return [...document.querySelectorAll(arguments[0])]
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => ({
        element,
        description: (element.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean)
          .map((id) => document.getElementById(id).textContent).join(' ').trim(),
        states: ['invalid', 'disabled', 'busy'].filter((state) => element.getAttribute('aria-' + state) === 'true').join(' '),
      }));`,
    `${root} :is(${controls})`,
  );
  const lines = [];
  for (const { element, description, states } of shown) {
    const role = await element.getAriaRole();
    // Controls in a closed part have no role.
    if (role === 'none') continue;
    const name = await element.getAccessibleName();
    lines.push(
      [role, plain(name), description && `described as ${plain(description)}`, states].filter(Boolean).join(' '),
    );
  }
  return lines;
}

/** Quotes a text without the characters that isolate text directions, which not every browser returns. */
const plain = (text) => JSON.stringify(text.replaceAll(/[\u2068\u2069]/g, ''));

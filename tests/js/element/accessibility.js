// The accessibility tree, and the violations that axe reports.
import axe from 'axe-core';
import { By } from 'selenium-webdriver';

/** Returns the rules that the page violates by axe, each with the first element that does. */
export async function violations(driver) {
  await driver.executeScript(axe.source);
  return driver.executeAsyncScript(`
    const done = arguments[arguments.length - 1];
    axe.run(document).then(({ violations }) => done(violations.map(({ id, nodes }) => [id, nodes[0].html])));`);
}

const controls = 'form, fieldset, input, select, textarea, button, summary, a, meter, progress, [role], [tabindex]';

/** Returns a line for each control in `root`: role, name, description and states. */
export async function describeControls(driver, root = 'contact-card-editor') {
  const lines = [];
  for (const element of await driver.findElements(By.css(`${root} :is(${controls})`))) {
    const description = await driver.executeScript(
      `
      const [element] = arguments;
      if (element.getClientRects().length === 0) return null;
      const ids = (element.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
      return ids.map((id) => document.getElementById(id).textContent).join(' ').trim();`,
      element,
    );
    if (description === null) continue;
    // Controls in a closed part have no role.
    if ((await element.getAriaRole()) === 'none') continue;
    const [role, name, states] = [
      await element.getAriaRole(),
      await element.getAccessibleName(),
      await driver.executeScript(
        `
      return ['invalid', 'disabled', 'busy'].filter((state) => arguments[0].getAttribute('aria-' + state) === 'true').join(' ')`,
        element,
      ),
    ];
    // Not every browser returns the characters that isolate text directions.
    const plain = (text) => JSON.stringify(text.replaceAll(/[\u2068\u2069]/g, ''));
    lines.push(
      [role, plain(name), description && `described as ${plain(description)}`, states].filter(Boolean).join(' '),
    );
  }
  return lines;
}

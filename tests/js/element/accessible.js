// What a screen reader is given, and what axe says of it.
import axe from 'axe-core';
import { By } from 'selenium-webdriver';

/** What axe finds in the page. */
export async function violations(driver) {
  await driver.executeScript(axe.source);
  return driver.executeAsyncScript(`
    const done = arguments[arguments.length - 1];
    axe.run(document).then(({ violations }) => done(violations.map(({ id, nodes }) => [id, nodes[0].html])));`);
}

const controls = 'form, fieldset, input, select, textarea, button, summary, a, meter, progress, [role], [tabindex]';

/** Role, name and description of every control that is there inside of `root`, a line each. */
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
    // What a closed part holds is there for nobody.
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
    // Not every browser gives what keeps the directions of texts apart.
    const plain = (text) => JSON.stringify(text.replaceAll(/[\u2068\u2069]/g, ''));
    lines.push(
      [role, plain(name), description && `described as ${plain(description)}`, states].filter(Boolean).join(' '),
    );
  }
  return lines;
}

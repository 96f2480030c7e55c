// Pages without a gateway, in Vite (W1): its own 404, a page in place of a response, and its proxy's 502 with nothing behind it. The
// element and the calls name the gateway, and nothing is created.
import assert from 'node:assert/strict';
import { By, until } from 'selenium-webdriver';
import { waitLimit } from '../../support/limits.js';
import { freePort } from '../../support/free-port.js';

/** What is wrong, and the status of the response. */
const wrong = { notFound: 404, page: 200, proxy: 502 };

const advice = /; is a gateway running at the base URL\?$/;

export default async function ({ serve, startProxiedEmulator, browser, name }) {
  const { emulator, port } = await startProxiedEmulator();
  const driver = await browser();
  const start = (wiring, target) => serve('vite', ['--port', port, '--strictPort'], { WIRING: wiring, TARGET: target });
  const ensure = (first_name) => driver.executeScript('return ensure(...arguments)', first_name);

  const unused = `http://127.0.0.1:${await freePort()}`;
  for (const [wiring, status] of Object.entries(wrong)) {
    const vite = await start(wiring, unused);
    await driver.get(vite.url);
    const text = driver.wait(until.elementLocated(By.css('.contact-card-status')), waitLimit);
    await driver.wait(until.elementTextMatches(text, /could not be read/), waitLimit);
    assert.equal(
      (await text.getText()).replaceAll(/\s+/g, ' '),
      `Can't reach the gateway Is it running at /api/linq? The response has status ${status}. The card could not be read.`,
    );
    // No form, in which a card could be created.
    assert.equal(await driver.findElement(By.css('.contact-card-form')).isDisplayed(), false);
    assert.ok(await driver.findElement(By.css('.contact-card-again')).isDisplayed());

    const error = await ensure('New');
    assert.equal(error.status, status);
    assert.match(error.message, advice);
    assert.equal(error.outcome, 'not_sent', 'nothing is created');
    assert.ok(!('noCard' in error));
    await vite.stop();
  }

  const vite = await start('proxy', emulator.url);
  await driver.get(vite.url);
  await driver.wait(
    until.elementIsVisible(driver.wait(until.elementLocated(By.css('.contact-card-form')), waitLimit)),
    waitLimit,
  );
  assert.equal((await ensure(name)).action, 'updated');
  return emulator;
}

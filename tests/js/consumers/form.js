// The form with a first name and a status that the documentation builds with each framework.
import { By, until } from 'selenium-webdriver';
import { waitLimit } from '../support/limits.js';

const refusal = 'Contact card not found';

/** Saves a name with the form of a page, twice: the first update is refused, which the page has to report. */
export async function saveInForm(driver, url, emulator, name) {
  await driver.get(url);
  const field = await driver.wait(until.elementLocated(By.name('first_name')), waitLimit);
  const save = async (message) => {
    await field.clear();
    await field.sendKeys(name);
    await driver.findElement(By.css('button')).click();
    const status = driver.findElement(By.css('[role=status]'));
    await driver.wait(until.elementTextIs(status, message), waitLimit, `${url} should show ${message}`);
  };
  const body = { success: false, error: { status: 404, code: 2012, message: refusal } };
  await emulator.script({ method: 'PATCH', status: 404, body });
  await save(refusal);
  await save('Saved');
}

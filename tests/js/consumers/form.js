// A form with a first name and a status, as the documentation builds it with each framework.
import { By, until } from 'selenium-webdriver';
import { waitLimit } from '../support/limits.js';

const refusal = 'Contact card not found';

/** Saves a name through the form of a page: first Linq refuses, and the page has to say so, then it takes it. */
export async function saveInForm(driver, url, linq, name) {
  await driver.get(url);
  const field = await driver.wait(until.elementLocated(By.name('first_name')), waitLimit);
  const save = async (said) => {
    await field.clear();
    await field.sendKeys(name);
    await driver.findElement(By.css('button')).click();
    const status = driver.findElement(By.css('[role=status]'));
    await driver.wait(until.elementTextIs(status, said), waitLimit, `${url} should say ${said}`);
  };
  const body = { success: false, error: { status: 404, code: 2012, message: refusal } };
  await linq.script({ method: 'PATCH', status: 404, body });
  await save(refusal);
  await save('Saved');
}

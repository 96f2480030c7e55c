// The browsers that a journey runs in. One more is a row more here.
import { Builder, logging } from 'selenium-webdriver';
import chrome from 'selenium-webdriver/chrome.js';
import firefox from 'selenium-webdriver/firefox.js';
import { openWebKit } from './webkit.js';

const { CHROMIUM, CHROMEDRIVER, FIREFOX, GECKODRIVER } = process.env;

const start = {
  chromium() {
    const options = new chrome.Options()
      .setChromeBinaryPath(CHROMIUM)
      .addArguments(
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--window-size=1280,1000',
      );
    return new Builder()
      .forBrowser('chrome')
      .setChromeOptions(options)
      .setChromeService(new chrome.ServiceBuilder(CHROMEDRIVER))
      .build();
  },
  firefox() {
    const options = new firefox.Options().setBinary(FIREFOX).addArguments('-headless', '--width=1280', '--height=1000');
    return new Builder()
      .forBrowser('firefox')
      .setFirefoxOptions(options)
      .setFirefoxService(new firefox.ServiceBuilder(GECKODRIVER))
      .build();
  },
  webkit: openWebKit,
};

/** The browser that the suite runs in. */
export const browser = process.env.BROWSER;

/** Opens it, with an empty profile. */
export function open() {
  logging.getLogger().setLevel(logging.Level.OFF);
  return start[browser]();
}

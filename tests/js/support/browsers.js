// The browsers that suites run in. To add one, add a function to `start`.
import { Builder, logging } from 'selenium-webdriver';
import chrome from 'selenium-webdriver/chrome.js';
import firefox from 'selenium-webdriver/firefox.js';
import { DriverService } from 'selenium-webdriver/remote/index.js';
import { variable } from './environment.js';
import { waitLimit } from './limits.js';
import { openWebKit } from './webkit.js';

/** @typedef {import('selenium-webdriver').WebDriver} WebDriver */

/** A name of another site that browsers resolve to this machine, as DNS rebinding makes them do. */
const rebound = 'rebound.example';

/** How often a wait looks at its condition, in milliseconds. The library's 200 would be much of a suite's time. */
const pollInterval = 20;

/** Functions that start a browser, by the values of BROWSER. */
const start = {
  /** @param {(options: chrome.Options) => void} [customize] */
  async chromium(customize) {
    const options = new chrome.Options();
    options.setChromeBinaryPath(variable('CHROMIUM'));
    options.addArguments(
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--window-size=1280,1000',
      `--host-resolver-rules=MAP ${rebound} 127.0.0.1`,
    );
    customize?.(options);
    return new Builder()
      .forBrowser('chrome')
      .setChromeOptions(options)
      .setChromeService(new chrome.ServiceBuilder(variable('CHROMEDRIVER')))
      .build();
  },
  async firefox() {
    const options = new firefox.Options();
    options.setBinary(variable('FIREFOX'));
    options.addArguments('-headless', '--width=1280', '--height=1000');
    options.setPreference('network.dns.localDomains', rebound);
    // Firefox's page for JSON isn't the server's.
    options.setPreference('devtools.jsonview.enabled', false);
    return new Builder()
      .forBrowser('firefox')
      .setFirefoxOptions(options)
      .setFirefoxService(new firefox.ServiceBuilder(variable('GECKODRIVER')))
      .build();
  },
  webkit: openWebKit,
};

/** The name of the browser that the suite runs in. */
export const browser = /** @type {keyof typeof start} */ (process.env.BROWSER);

/** The name of another site that resolves to this machine. WebKit has no setting for it. */
export const reboundName = browser === 'webkit' ? undefined : rebound;

/**
 * Opens the browser with an empty profile.
 *
 * @param {(options: chrome.Options) => void} [customize] changes Chromium's options
 * @returns {Promise<WebDriver>}
 */
export async function open(customize) {
  logging.getLogger('').setLevel(logging.Level.OFF);
  Object.assign(DriverService, { DEFAULT_START_TIMEOUT_MS: waitLimit });
  const driver = await start[browser](customize);
  await driver.manage().setTimeouts({ script: waitLimit });
  const { wait } = driver;
  Object.assign(driver, {
    /** @param {any} condition @param {number} limit @param {string} [message] */
    wait: (condition, limit, message) => wait.call(driver, condition, limit, message, pollInterval),
  });
  return driver;
}

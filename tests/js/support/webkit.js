// WebKit: the MiniBrowser that WebKitWebDriver starts. It has no headless mode, so it runs on a virtual display.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Capabilities, WebDriver } from 'selenium-webdriver';
import { Executor, HttpClient } from 'selenium-webdriver/http/index.js';
import { DriverService } from 'selenium-webdriver/remote/index.js';
import { variable } from './environment.js';

const width = 1280;
const height = 1000;

/** Opens a virtual display. Xvfb chooses its number, and prints it. */
async function openDisplay() {
  const server = spawn(
    variable('XVFB'),
    ['-displayfd', '1', '-nolisten', 'tcp', '-screen', '0', `${width}x${height}x24`],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const close = () => server.kill();
  // Without this, the display would outlive a suite that is interrupted.
  process.once('exit', close);
  const ended = once(server, 'exit').then(() => {
    throw new Error('Xvfb ended');
  });
  const [number] = await Promise.race([once(createInterface({ input: server.stdout }), 'line'), ended]);
  return { name: `:${number}`, close };
}

/** Opens the browser with an empty profile. Its driver and its display end with it. */
export async function openWebKit() {
  const display = await openDisplay();
  const service = new DriverService.Builder(variable('WEBKITWEBDRIVER'))
    .setLoopback(true)
    .setEnvironment({ ...process.env, DISPLAY: display.name })
    .build();
  const close = async () => {
    await service.kill();
    display.close();
  };
  const executor = new Executor(new HttpClient(await service.start()));
  const driver = WebDriver.createSession(executor, new Capabilities({ browserName: 'MiniBrowser' }), close);
  await driver.manage().window().setRect({ x: 0, y: 0, width, height });
  return driver;
}

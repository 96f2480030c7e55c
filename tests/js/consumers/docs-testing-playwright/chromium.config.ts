// The documentation's configuration, with the machine's Chromium.
import config from './playwright.config';

export default {
  ...config,
  timeout: 600_000,
  expect: { timeout: 60_000 },
  webServer: [config.webServer ?? []].flat().map((server) => ({ ...server, timeout: 600_000 })),
  use: { ...config.use, launchOptions: { executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] } },
};

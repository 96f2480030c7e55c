// `linq-contact-card dev`
import { once } from 'node:events';
import { UsageError } from '../command-error.js';
import { isOrigin } from '../dev/hosts.js';
import { KEY } from '../dev/linq.js';
import { startServer } from '../dev/server.js';
import { exitCodes } from '../exit-codes.js';

/** @typedef {import('../arguments.js').Arguments} Arguments */

/** The port, unless one is named. */
const DEFAULT_PORT = 8787;

/** Linq's own limit: writes per number in ten minutes. */
const DEFAULT_BUDGET = 3;

/** @type {import('../command.js').Command} */
export const dev = {
  summary: 'Starts an emulator of Linq with a gateway and a dashboard, on this machine alone',
  positionals: [],
  options: {
    port: { value: 'PORT', help: `The port to listen on; ${DEFAULT_PORT} by default, 0 for a free one` },
    budget: {
      value: 'LIMIT',
      help: `Writes per number in ten minutes, or off; ${DEFAULT_BUDGET} by default, as at Linq`,
    },
    origin: { value: 'ORIGIN', isRepeatable: true, help: 'The origin of a front end of your own; can be repeated' },
  },
  details: [
    'It needs no key, and nothing leaves this machine. The cards are forgotten when it ends, by Ctrl-C.',
    'With --json: {"url", "gateway", "base_url", "api_key", "origins"}, on one line, once it listens.',
  ],
  async run({ args, interruption, output }) {
    const port = args.number('port', { from: 0, to: 65_535 }) ?? DEFAULT_PORT;
    const options = { port, budget: budgetOf(args), origins: args.texts('origin').map(checkedOrigin) };
    const { url, stop } = await startServer({ ...options, warn: (text) => output.warn(text) });
    const { origins } = options;
    const addresses = { url, gateway: `${url}/api/linq`, base_url: `${url}/api/partner`, api_key: KEY, origins };
    output.result(addresses, () => welcome(addresses, output.style));
    interruption.defer();
    if (!interruption.isRequested) await once(interruption.signal, 'abort');
    await stop();
    // The gateway's timers for requests that were in flight are left.
    return interruption.exit(exitCodes.done);
  },
};

/**
 * @param {{ url: string, gateway: string, base_url: string, api_key: string, origins: readonly string[] }} addresses
 * @param {import('../output/style.js').Style} style
 */
function welcome({ url, gateway, base_url, api_key, origins }, style) {
  const lines = [
    `${style.bold('Dashboard')}  ${url}`,
    `${style.bold('Gateway')}    ${gateway}`,
    `${style.bold('Emulator')}   LINQ_API_V3_BASE_URL=${base_url} LINQ_API_V3_API_KEY=${api_key}`,
    '',
  ];
  for (const origin of origins) {
    lines.push(
      `${style.bold(`A front end at ${origin}`)} saves a card with one line in the configuration of Vite or Next, and two in its page:`,
      '',
      `server: { proxy: { '/api/linq': '${url}' } }, // Vite`,
      `rewrites: async () => [{ source: '/api/linq/:path*', destination: '${url}/api/linq/:path*' }], // Next`,
      '',
      "import { updateContactCard } from 'linq-contact-card';",
      "await updateContactCard({ phone_number: '+15551234567', first_name: 'Jane' });",
      '',
    );
  }
  lines.push('Nothing leaves this machine. Ctrl-C ends it.');
  return lines.join('\n');
}

/** Returns the write budget; `null` is unlimited. @param {Arguments} args */
function budgetOf(args) {
  if (args.text('budget') === 'off') return null;
  return args.number('budget', { from: 1, to: 1_000_000 }) ?? DEFAULT_BUDGET;
}

/** Returns an origin as browsers send it. Another text is refused, with what was probably meant. @param {string} text */
function checkedOrigin(text) {
  if (isOrigin(text)) return text;
  const origin = URL.canParse(text) ? new URL(text).origin : '';
  const hint = origin && origin !== 'null' ? ` Did you mean ${origin}?` : '';
  throw new UsageError(`--origin must be as browsers send it, such as http://localhost:5173.${hint}`);
}

// `linq-contact-card doctor`
import { UsageError } from '../command-error.js';
import { checkAccount, checkBaseURL, checkKey, checkNode, checkPackage } from '../doctor/account.js';
import { checkGateway, checkOrigin, checkPage } from '../doctor/gateway.js';
import { exitCodes } from '../exit-codes.js';
import { table } from '../output/table.js';
import { timeoutOf } from '../timeout.js';

/** @typedef {import('../arguments.js').Arguments} Arguments */
/** @typedef {import('../doctor/check.js').Check} Check */
/** @typedef {import('../output/style.js').Style} Style */

/** @type {import('../command.js').Command} */
export const doctor = {
  summary: 'Finds out what is wrong: key, base URL, gateway, origin, Content-Security-Policy, versions',
  positionals: [],
  options: {
    gateway: { value: 'URL', help: 'The gateway, such as https://dashboard.example/api/linq' },
    origin: { value: 'ORIGIN', help: 'The origin of your pages, as the gateway should accept it' },
    page: { value: 'URL', help: 'A page, whose Content-Security-Policy is checked' },
    timeout: { value: 'SECONDS', help: 'How long a request may take; 10 by default' },
  },
  details: [
    'It only reads. A failed check ends it with code 1.',
    'With --json: {"checks": [{"name", "status": "ok" | "warning" | "failed" | "skipped", "message", "fix"}, …]}.',
  ],
  async run({ args, env, output }) {
    const { timeout } = args.has('timeout') ? timeoutOf(args) : { timeout: 10_000 };
    const gateway = urlOf(args, 'gateway');
    const page = urlOf(args, 'page');
    const [baseURL, key] = [checkBaseURL(env), checkKey(env, !gateway && !page)];
    const isUsable = key.status === 'ok' && baseURL.status !== 'failed';
    const checks = await Promise.all([
      checkNode(process.versions.node),
      checkPackage(),
      baseURL,
      key,
      checkAccount(env, isUsable, { timeout }),
      checkGateway(gateway, timeout),
      checkOrigin(gateway, args.text('origin'), timeout),
      checkPage(page, gateway, timeout),
    ]);
    output.result({ checks }, () => checkTable(checks, output.style));
    return checks.some(({ status }) => status === 'failed') ? exitCodes.failed : exitCodes.done;
  },
};

/**
 * @param {Check[]} checks
 * @param {Style} style
 */
function checkTable(checks, style) {
  const colours = { ok: style.green, warning: style.yellow, failed: style.red, skipped: style.dim };
  const rows = checks.map(({ name, status, message, fix }) => [status, name, fix ? `${message} ${fix}` : message]);
  return table(['STATUS', 'CHECK', 'RESULT'], rows, (cell, column, row) => {
    if (row < 0) return style.bold(cell);
    const check = checks[row];
    return column === 0 && check ? colours[check.status](cell) : cell;
  });
}

/**
 * Returns the URL that an option has.
 *
 * @param {Arguments} args
 * @param {string} option
 */
function urlOf(args, option) {
  const text = args.text(option);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UsageError(`--${option} must be a URL with https:// or http://, not ${JSON.stringify(text)}.`);
}

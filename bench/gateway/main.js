// Prints the cost of the gateway. It builds nothing: `cargo xtask bench gateway` does that first.
import { figure, judge, print, ratio, timed } from '../table.js';
import { measureLists } from './lists.js';
import { measureLoad, measureSessions } from './load.js';
import { measureMemory, megabytes } from './memory.js';
import { stopAll } from './servers.js';

/** @import { Summary } from '../rounds.js' */
/** @import { ListFigures } from './lists.js' */
/** @import { LoadSummary, Route } from './load.js' */

/** The ratios to reach, and the memory in megabytes. */
const GOALS = { numbers: 1.2, hostile: 3, cards: 3, memory: 20 };

/** @type {Record<Route, string>} */
const NAMES = {
  direct: 'the emulator itself',
  nginx: 'nginx, proxy_pass without checks',
  http: 'Node, http alone without checks',
  fetch: 'Node, http and fetch without checks',
  gateway: 'the gateway on Node',
};
/** The share of one processor from which on a process counts as the bottleneck: wrk and the others share two with it. */
const FULL = 0.7;

console.log(`Node ${process.versions.node}, loopback, 16 connections. Medians of interleaved rounds.`);
try {
  const load = await measureLoad();
  printLoad('GET', load.GET);
  printLoad('PATCH', load.PATCH);
  printSessions(await measureSessions());
  printLists(await measureLists());
  printMemory(await measureMemory(({ requests }) => console.error(`… ${requests} requests`)));
} finally {
  stopAll();
}

/**
 * @param {string} method
 * @param {Record<Route, LoadSummary>} routes
 */
function printLoad(method, routes) {
  const { direct, nginx, fetch, gateway } = routes;
  const entries = /** @type {[Route, LoadSummary][]} */ (Object.entries(routes));
  const cost = (/** @type {LoadSummary} */ { server, rate }) => (server.median / rate.median) * 1e6;
  const heads = [
    'requests/s',
    '±',
    'of direct',
    'of nginx',
    'p50',
    'p99',
    'p99/direct',
    'p99/nginx',
    'CPU/request',
    'emulator busy',
    'server busy',
  ];
  print(
    `${method} of one number`,
    heads,
    entries.map(([name, route]) => [
      NAMES[name],
      route.rate.median.toFixed(0),
      route.rate.spread.toFixed(0),
      ratio(route.rate.median, direct.rate.median),
      ratio(route.rate.median, nginx.rate.median),
      figure(route.p50.median, 'ms'),
      figure(route.p99.median, 'ms'),
      ratio(route.p99.median, direct.p99.median),
      ratio(route.p99.median, nginx.p99.median),
      name === 'direct' ? '' : figure(cost(route), 'µs'),
      share(route.emulator),
      name === 'direct' ? '' : share(route.server),
    ]),
  );
  const checks = cost(gateway) - cost(fetch);
  console.log(
    `  of the gateway's ${figure(cost(gateway), 'µs')} of a processor for a request, ${figure(cost(fetch), 'µs')} are Node's http and fetch, ${figure(checks, 'µs')} the checks`,
  );
  for (const [name, { emulator, server }] of entries) {
    const isServer = name !== 'direct' && server.median > emulator.median;
    const [busiest, share] = isServer ? ['the server', server.median] : ['the emulator', emulator.median];
    console.log(`  ${NAMES[name]}: the bottleneck is ${share >= FULL ? busiest : 'wrk, or the machine'}`);
  }
}

/** @param {Record<'one' | 'many', Summary>} users */
function printSessions({ one, many }) {
  print(
    'PATCH of a user',
    ['CPU/request', '±', 'ratio'],
    [
      ['with 1 phone number', ...timed(one, 'µs'), ''],
      ['with 10,000 phone numbers', ...timed(many, 'µs'), ratio(many.median, one.median)],
    ],
  );
  judge('10,000 numbers / 1', many.median / one.median, GOALS.numbers);
}

/** @param {ListFigures} figures */
function printLists({ lists, parsers, growth }) {
  const { honest, ...hostile } = /** @type {Record<string, Summary> & { honest: Summary }} */ (lists);
  const byCost = Object.entries(hostile).sort(([, a], [, b]) => b.median - a.median);
  const row = (/** @type {string} */ name, /** @type {Summary} */ time, /** @type {Summary} */ peer) => [
    name,
    ...timed(time, 'ms'),
    ratio(time.median, peer.median),
  ];
  print(
    'a list of 4 MB',
    ['CPU/request', '±', 'of honest'],
    [row('honest cards', honest, honest), ...byCost.map(([name, time]) => row(name, time, honest))],
  );
  const [[, worst] = ['', honest]] = byCost;
  judge('the costliest / honest', worst.median / honest.median, GOALS.hostile);
  judge('memory afterwards, RSS in MB', megabytes(growth.rss), GOALS.memory);
  judge('memory afterwards, in use in MB', megabytes(growth.used), GOALS.memory);
  print(
    'a list of 25,000 honest cards',
    ['CPU', '±', 'ratio'],
    [
      ['JSON.parse and JSON.stringify alone', ...timed(parsers.json, 'ms'), ''],
      row('the gateway', parsers.gateway, parsers.json),
    ],
  );
  judge('the gateway / JSON', parsers.gateway.median / parsers.json.median, GOALS.cards);
}

/** @param {Awaited<ReturnType<typeof measureMemory>>} memory */
function printMemory({ samples, statuses, used, rss, isFlat }) {
  const size = (/** @type {number} */ bytes) => figure(megabytes(bytes), 'MB');
  print(
    'memory of the gateway, after a collection',
    ['RSS', 'heap', 'external'],
    samples.map(({ requests, rss, heapUsed, external }) => [
      `after ${requests} requests`,
      size(rss),
      size(heapUsed),
      size(external),
    ]),
  );
  console.log(`  responses: ${statuses.map(([status, count]) => `${count} × ${status}`).join(', ')}`);
  const verdict = isFlat ? 'flat' : 'it GROWS by more than a tenth';
  console.log(
    `  last third / first third, without the first sample: in use ${used.toPrecision(3)}, lowest RSS ${rss.toPrecision(3)}; ${verdict}`,
  );
  if (!isFlat) process.exitCode = 1;
}

/** @param {Summary} summary */
function share({ median }) {
  return `${(median * 100).toFixed(0)} %`;
}

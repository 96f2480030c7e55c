// Prints the cost of the gateway. It builds nothing: `cargo xtask bench gateway` does that first.
import { figure, print, ratio } from '../table.js';
import { measureLoad } from './load.js';
import { measureMemory, megabytes } from './memory.js';
import { stopAll } from './servers.js';

/** @import { Summary } from '../rounds.js' */
/** @import { LoadSummary, Route } from './load.js' */

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

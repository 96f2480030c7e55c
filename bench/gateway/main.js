// Prints what a gateway costs. Builds nothing: `cargo xtask bench gateway` does that before.
import { figure, print, ratio } from '../table.js';
import { measureLoad } from './load.js';
import { measureMemory, megabytes } from './memory.js';
import { stopAll } from './servers.js';

const NAMES = {
  direct: 'the local Linq itself',
  nginx: 'nginx, proxy_pass without checks',
  http: 'Node, http alone without checks',
  fetch: 'Node, http and fetch without checks',
  gateway: 'the gateway on Node',
};
/** What counts as a processor at its end, where wrk and the other processes have their share of two. */
const FULL = 0.7;

console.log(`Node ${process.versions.node}, loopback, 16 connections. Medians of interleaved rounds.`);
try {
  const load = await measureLoad();
  for (const [method, roads] of Object.entries(load)) printLoad(method, roads);
  printMemory(await measureMemory(({ requests }) => console.error(`… ${requests} requests`)));
} finally {
  stopAll();
}

function printLoad(method, roads) {
  const { direct, nginx, fetch, gateway } = roads;
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
    'Linq busy',
    'host busy',
  ];
  print(
    `${method} of one number`,
    heads,
    Object.entries(roads).map(([name, road]) => [
      NAMES[name],
      road.rate.median.toFixed(0),
      road.rate.spread.toFixed(0),
      ratio(road.rate.median, direct.rate.median),
      ratio(road.rate.median, nginx.rate.median),
      figure(road.p50.median, 'ms'),
      figure(road.p99.median, 'ms'),
      ratio(road.p99.median, direct.p99.median),
      ratio(road.p99.median, nginx.p99.median),
      name === 'direct' ? '' : figure((road.host.median / road.rate.median) * 1e6, 'µs'),
      share(road.linq),
      name === 'direct' ? '' : share(road.host),
    ]),
  );
  const cost = ({ host, rate }) => (host.median / rate.median) * 1e6;
  const checks = cost(gateway) - cost(fetch);
  console.log(
    `  of the gateway's ${figure(cost(gateway), 'µs')} of a processor for a request, ${figure(cost(fetch), 'µs')} are Node's http and fetch, ${figure(checks, 'µs')} the checks`,
  );
  for (const [name, { linq, host }] of Object.entries(roads)) {
    const isHost = name !== 'direct' && host.median > linq.median;
    const [busiest, share] = isHost ? ['it', host.median] : ['the local Linq', linq.median];
    console.log(`  ${NAMES[name]}: the bottleneck is ${share >= FULL ? busiest : 'wrk, or the machine'}`);
  }
}

function printMemory({ samples, statuses, used, had, isFlat }) {
  const size = (bytes) => figure(megabytes(bytes), 'MB');
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
  console.log(`  answers: ${statuses.map(([status, count]) => `${count} × ${status}`).join(', ')}`);
  const verdict = isFlat ? 'flat' : 'it GROWS by more than a tenth';
  console.log(
    `  last third / first third, without the first sample: in use ${used.toPrecision(3)}, lowest RSS ${had.toPrecision(3)}; ${verdict}`,
  );
  if (!isFlat) process.exitCode = 1;
}

function share({ median }) {
  return `${(median * 100).toFixed(0)} %`;
}

// How much of the local Linq is left behind a gateway, and behind what stands for it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { interleave, summary } from '../rounds.js';
import { processorTime, startHost, startLinq, startNginx } from './servers.js';

const SECONDS = 2;
const CONNECTIONS = 16;
const ROUNDS = { warmUp: 1, kept: 5 };
/** Never reached, and soon forgotten: how a store counts isn't measured. */
const FREE = { limit: 1_000_000, window: 1 };

/** For a GET and a PATCH, and each road: requests a second, latencies, and what the processes took of the processors. */
export async function measureLoad() {
  const linq = await startLinq();
  const roads = {
    direct: linq,
    nginx: await startNginx(linq.url),
    http: await startHost('http', linq.url),
    fetch: await startHost('fetch', linq.url),
    gateway: await startHost('gateway', linq.url, { limits: { perNumber: FREE, perUser: FREE, reads: FREE } }),
  };
  const measured = {};
  for (const method of ['GET', 'PATCH']) {
    const runs = Object.entries(roads).map(([name, road]) => [name, () => run(method, road, linq)]);
    const samples = await interleave(Object.fromEntries(runs), ROUNDS);
    measured[method] = Object.fromEntries(Object.entries(samples).map(([name, samples]) => [name, medians(samples)]));
  }
  return measured;
}

/** One run of wrk. */
async function run(method, road, linq) {
  const before = [processorTime(linq), processorTime(road)];
  const url = `${road.url}/v3/contact_card?phone_number=%2B15551234567`;
  const { stdout } = await promisify(execFile)(process.env.WRK, [
    '--threads',
    '1',
    '--connections',
    CONNECTIONS,
    '--duration',
    `${SECONDS}s`,
    '--latency',
    '--script',
    join(import.meta.dirname, 'load.lua'),
    url,
    '--',
    method,
  ]);
  const { requests, seconds, failed, p50, p99 } = JSON.parse(stdout.trim().split('\n').at(-1));
  if (failed || !requests) throw new Error(`${failed} of ${requests} requests failed\n${stdout}`);
  const busy = (of, before) => (processorTime(of) - before) / seconds;
  return { rate: requests / seconds, p50, p99, linq: busy(linq, before[0]), host: busy(road, before[1]) };
}

const medians = (samples) =>
  Object.fromEntries(Object.keys(samples[0]).map((name) => [name, summary(samples.map((sample) => sample[name]))]));

// The load that the emulator takes through a gateway, compared with plain proxies and with none.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { interleave, mapValues, summary } from '../rounds.js';
import { processorTime, startEmulator, startHost, startNginx, variable } from './servers.js';

/** @import { Summary } from '../rounds.js' */
/** @import { Server } from './servers.js' */

/**
 * One figure of each run: requests a second, the latencies in milliseconds, and the shares of one processor that the
 * emulator and the measured server used.
 *
 * @template Figure
 * @typedef {{ rate: Figure, p50: Figure, p99: Figure, emulator: Figure, server: Figure }} Load
 */
/** @typedef {Load<Summary>} LoadSummary */
/** @typedef {'direct' | 'nginx' | 'http' | 'fetch' | 'gateway'} Route how requests reach the emulator */

const SECONDS = 2;
const CONNECTIONS = 16;
const ROUNDS = { warmUp: 1, measured: 5 };
/** A limit that is never reached, with a short window: how a store counts isn't measured. */
const FREE = { limit: 1_000_000, window: 1 };

/** Measures each route, with GET and with PATCH. @returns {Promise<Record<'GET' | 'PATCH', Record<Route, LoadSummary>>>} */
export async function measureLoad() {
  const emulator = await startEmulator();
  const routes = {
    direct: emulator,
    nginx: await startNginx(emulator.url),
    http: await startHost('http', emulator.url),
    fetch: await startHost('fetch', emulator.url),
    gateway: await startHost('gateway', emulator.url, { limits: { perNumber: FREE, perUser: FREE, reads: FREE } }),
  };
  const measure = async (/** @type {'GET' | 'PATCH'} */ method) => {
    const benchmarks = mapValues(routes, (server) => () => run(method, server, emulator));
    return mapValues(await interleave(benchmarks, ROUNDS), summarize);
  };
  return { GET: await measure('GET'), PATCH: await measure('PATCH') };
}

/**
 * Measures a PATCH through the gateway for users with few and with many phone numbers. Returns the microseconds of processor
 * time for a request.
 *
 * @returns {Promise<Record<'one' | 'many', Summary>>}
 */
export async function measureSessions() {
  const emulator = await startEmulator();
  const gateway = await startHost('gateway', emulator.url, { limits: { perNumber: FREE, perUser: FREE, reads: FREE } });
  const users = { one: 'one number', many: '10,000 numbers' };
  const benchmarks = mapValues(users, (user) => async () => {
    const { server, rate } = await run('PATCH', gateway, emulator, user);
    return (server / rate) * 1e6;
  });
  return mapValues(await interleave(benchmarks, ROUNDS), summary);
}

/**
 * Runs wrk once.
 *
 * @param {string} method
 * @param {Server} server
 * @param {Server} emulator
 * @param {string} [user] a user of the gateway
 * @returns {Promise<Load<number>>}
 */
async function run(method, server, emulator, user) {
  const before = { emulator: processorTime(emulator), server: processorTime(server) };
  const url = `${server.url}/v3/contact_card?phone_number=%2B15551234567`;
  const { stdout } = await promisify(execFile)(variable('WRK'), [
    '--threads',
    '1',
    '--connections',
    String(CONNECTIONS),
    '--duration',
    `${SECONDS}s`,
    '--latency',
    '--script',
    join(import.meta.dirname, 'load.lua'),
    url,
    '--',
    method,
    ...(user ? [user] : []),
  ]);
  /** What load.lua prints last. @type {Record<'requests' | 'seconds' | 'failed' | 'p50' | 'p99', number>} */
  const { requests, seconds, failed, p50, p99 } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  if (failed || !requests) throw new Error(`${failed} of ${requests} requests failed\n${stdout}`);
  return {
    rate: requests / seconds,
    p50,
    p99,
    emulator: (processorTime(emulator) - before.emulator) / seconds,
    server: (processorTime(server) - before.server) / seconds,
  };
}

/**
 * @param {readonly Load<number>[]} runs
 * @returns {LoadSummary}
 */
const summarize = (runs) => ({
  rate: summary(runs.map(({ rate }) => rate)),
  p50: summary(runs.map(({ p50 }) => p50)),
  p99: summary(runs.map(({ p99 }) => p99)),
  emulator: summary(runs.map(({ emulator }) => emulator)),
  server: summary(runs.map(({ server }) => server)),
});

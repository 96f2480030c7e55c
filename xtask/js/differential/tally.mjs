// Totals over all cases, which show that the cases reach what they are made for.
import { isObject } from './cases.mjs';

/** @import { CallObservation, Observation } from './observe.mjs' */

/** Counts the calls of observed cases, what happened in them, and how they ended. */
export function tally() {
  const counts = { calls: 0, requests: 0, retried: 0, waited: 0, vetoes: 0, unsettled: 0 };
  /** @type {Map<string, number>} */
  const ends = new Map();
  return {
    /** @param {Observation} observation */
    add({ calls }) {
      for (const { sent, attempts, vetoes, end } of calls) {
        counts.calls += 1;
        counts.requests += sent.length;
        counts.waited += attempts.filter(hasNextWait).length;
        if (sent.some(({ method }, index) => method === sent[index - 1]?.method)) counts.retried += 1;
        counts.vetoes += vetoes.length;
        counts.unsettled += end ? 0 : 1;
        const name = nameOf(end);
        ends.set(name, (ends.get(name) ?? 0) + 1);
      }
    },
    text() {
      const { calls, requests, retried, waited, vetoes, unsettled } = counts;
      const list = [...ends].sort(([, few], [, many]) => many - few).map(([name, count]) => `${name} ${count}`);
      const totals = `${calls} calls, ${requests} requests, ${retried} calls retried, ${waited} waits, ${vetoes} vetoes`;
      return `${totals}, ${unsettled} never settled\nends: ${list.join(', ')}`;
    },
  };
}

/** Whether another attempt follows. @param {{ arguments: unknown }} attempt */
function hasNextWait({ arguments: args }) {
  const event = Array.isArray(args) ? args[0] : undefined;
  return isObject(event) && event.nextWait !== undefined;
}

/** Names the way in which a call ended. @param {CallObservation['end']} end */
function nameOf(end) {
  if (!end) return 'unsettled';
  if (!('threw' in end)) return 'fulfilled';
  return isObject(end.threw) ? String(end.threw.name) : String(end.threw);
}

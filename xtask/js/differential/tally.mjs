// What the cases came to: it shows that they reach what they are made for.

/** Counts over cases. */
export function tally() {
  const counts = { calls: 0, requests: 0, retried: 0, waited: 0, vetoes: 0, unsettled: 0 };
  /** @type {Map<string, number>} */
  const ends = new Map();
  return {
    /** @param {any} seen of a case */
    add({ calls }) {
      for (const { sent, attempts, vetoes, end } of calls) {
        counts.calls += 1;
        counts.requests += sent.length;
        counts.waited += attempts.filter((attempt) => attempt.arguments[0].nextWait !== undefined).length;
        if (sent.some(({ method }, index) => method === sent[index - 1]?.method)) counts.retried += 1;
        counts.vetoes += vetoes.length;
        counts.unsettled += end ? 0 : 1;
        const threw = end?.threw;
        let kind = typeof threw === 'object' ? (threw?.name ?? 'null') : threw;
        if (!end) kind = 'unsettled';
        else if (!('threw' in end)) kind = 'fulfilled';
        ends.set(kind, (ends.get(kind) ?? 0) + 1);
      }
    },
    text() {
      const { calls, requests, retried, waited, vetoes, unsettled } = counts;
      const list = [...ends].sort(([, few], [, many]) => many - few).map(([kind, count]) => `${kind} ${count}`);
      const totals = `${calls} calls, ${requests} requests, ${retried} calls retried, ${waited} waits, ${vetoes} vetoes`;
      return `${totals}, ${unsettled} never settled\nends: ${list.join(', ')}`;
    },
  };
}

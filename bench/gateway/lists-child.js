// Lists through a gateway, in a process that controls its garbage collector: `node --expose-gc lists-child.js`. Its upstream is
// a function that responds at once, so that the gateway's own work is measured. It prints what lists.js describes.
import { setTimeout as sleep } from 'node:timers/promises';
import { createGateway } from '../../pkg/gateway/index.js';
import { interleave, mapValues, summary } from '../rounds.js';

/** The most that the gateway reads of a list, in bytes. */
const LONGEST = 4 * 1024 * 1024;
/** `LISTS_ROUNDS=1` is enough to try the benchmark. */
const rounds = { warmUp: 1, measured: Number(process.env.LISTS_ROUNDS ?? 5) };

const encoder = new TextEncoder();
/** @param {number} index */
const card = (index) => ({
  phone_number: `+1555${1_000_000 + index}`,
  first_name: `Ada ${index}`,
  last_name: 'Lovelace',
  image_url: `https://cdn.linqapp.com/contact-cards/${index}/image.jpg`,
  is_active: true,
});

/** Makes a list of cards. @param {number} count */
const cards = (count) => JSON.stringify({ contact_cards: Array.from({ length: count }, (_, index) => card(index)) });

/**
 * Repeats a part until the text is about as long as a list may be.
 *
 * @param {string} start
 * @param {string} part
 * @param {string} end
 */
const repeated = (start, part, end) => start + part.repeat(Math.floor((LONGEST - 1_000) / part.length)) + end;

const honest = cards(Math.floor(LONGEST / (JSON.stringify(card(10_000)).length + 1)) - 1);
const half = Math.floor(LONGEST / 2) - 100;
const shortest = '{"phone_number":"+10","first_name":"","is_active":true}';
const known = JSON.stringify(card(0)).slice(0, -1);

/** Lists that cost a parser more than their length is worth. */
const hostile = {
  'nested lists': `{"contact_cards":${'['.repeat(half)}${']'.repeat(half)}}`,
  'nested objects': `{"contact_cards":${'{"a":'.repeat(half / 3)}0${'}'.repeat(half / 3)}}`,
  'empty objects': repeated('{"contact_cards":[', '{},', '{}]}'),
  'empty lists': repeated('{"contact_cards":[', '[],', '[]]}'),
  'objects next to the cards': repeated('{"contact_cards":[],"more":[', '{},', '{}]}'),
  'nested lists in a card': `{"contact_cards":[${known},"more":${'['.repeat(half - 200)}${']'.repeat(half - 200)}}]}`,
  'objects in a card': repeated(`{"contact_cards":[${known},"more":[`, '{},', '{}]}]}'),
  'objects with a member in a card': repeated(`{"contact_cards":[${known},"more":[`, '{"a":0},', '{}]}]}'),
  'short cards': repeated('{"contact_cards":[', `${shortest},`, `${shortest}]}`),
  'small members of a card': repeated(`{"contact_cards":[${known},`, '"a":0,', '"b":0}]}'),
  'small members of the list': repeated('{', '"a":0,', '"contact_cards":[]}'),
  'the same member many times': repeated(`{"contact_cards":[${known},`, '"first_name":"",', '"b":0}]}'),
  'small numbers': repeated('{"contact_cards":[', '0,', '0]}'),
  'one long text': repeated(`{"contact_cards":[${known},"more":"`, 'x', '"}]}'),
  'escapes in a text': repeated(`{"contact_cards":[${known},"more":"`, '\\u0041', '"}]}'),
  'escapes in a name': repeated(`{"contact_cards":[{"first_name":"`, '\\u0041', `",${known.slice(1)}}]}`),
  'one long number': repeated('{"contact_cards":', '1', '}'),
  'white space': repeated('{"contact_cards":', ' ', '[]}'),
  'cards without a last bracket': honest.slice(0, -2),
};

/** The upstream's next response. @type {Uint8Array<ArrayBuffer>} */
let next = encoder.encode('{"contact_cards":[]}');
const FREE = { limit: 1_000_000, window: 1 };
const gateway = createGateway({
  apiKey: 'linq-benchmark-key',
  origins: ['https://dashboard.example'],
  authorize: () => ({ user: 'alice', numbers: 'all' }),
  // `lists` is newer than the others.
  limits: /** @type {any} */ ({ reads: FREE, lists: FREE }),
  timeout: 600_000,
  log() {},
  fetch: async () => new Response(next),
});

/** Requests a list, and reads the response. @param {Uint8Array<ArrayBuffer>} upstream */
async function request(upstream) {
  next = upstream;
  const response = await gateway(new Request('https://dashboard.example/api/linq/v3/contact_card'));
  await response.arrayBuffer();
  return response.status;
}

/** Returns the milliseconds of processor time that `run` takes. @param {() => unknown} run */
async function processorTime(run) {
  globalThis.gc?.();
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Returns the memory in use, after garbage collections. */
async function memory() {
  for (let run = 0; run < 5; run++) {
    globalThis.gc?.();
    await sleep(20);
  }
  return process.memoryUsage();
}

const few = cards(25_000);
const lists = mapValues({ honest, ...hostile }, (list) => encoder.encode(list));
if ((await request(encoder.encode(few))) !== 200) throw new Error('25,000 cards are refused');
const before = await memory();
const byList = await interleave(
  mapValues(lists, (list) => () => processorTime(() => request(list))),
  rounds,
);
const after = await memory();
const byParser = await interleave(
  {
    gateway: () => processorTime(() => request(encoder.encode(few))),
    json: () => processorTime(() => JSON.stringify(JSON.parse(few))),
  },
  rounds,
);
const used = (/** @type {NodeJS.MemoryUsage} */ { heapUsed, external }) => heapUsed + external;
console.log(
  JSON.stringify({
    lists: mapValues(byList, summary),
    parsers: mapValues(byParser, summary),
    growth: { rss: after.rss - before.rss, used: used(after) - used(before) },
  }),
);

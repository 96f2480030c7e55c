// A fresh process: imports a peer, makes its first call, and prints the milliseconds that both took, and those from the
// start of the process to their end.
import { apiKey, fetch, params, prepare } from './instant.js';

prepare(1);
const start = performance.now();
const { client } = await import(process.argv[2]);
await client(apiKey, fetch)(params);
const end = performance.now();
console.log(JSON.stringify({ own: end - start, whole: end }));

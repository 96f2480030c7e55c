// A fresh process. It imports the peer whose module is the first argument, makes its first call, and prints two times in
// milliseconds: `own`, of the import and the call, and `whole`, from the start of the process to the end of the call.
import { apiKey, fetch, params, prepare } from './instant.js';

/** @import { Client } from './instant.js' */

const [, , peer = ''] = process.argv;
prepare(1);
const start = performance.now();
/** @type {{ client: Client }} */
const { client } = await import(peer);
await client(apiKey, fetch)(params);
const end = performance.now();
console.log(JSON.stringify({ own: end - start, whole: end }));

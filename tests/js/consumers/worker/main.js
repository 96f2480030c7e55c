import { call } from './worker-call.js';

addEventListener('message', async ({ data }) => postMessage(await call(data)));

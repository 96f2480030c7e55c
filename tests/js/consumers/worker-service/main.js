import { call } from './worker-call.js';

addEventListener('message', (event) => {
  event.waitUntil(call(event.data).then((text) => event.source.postMessage(text)));
});

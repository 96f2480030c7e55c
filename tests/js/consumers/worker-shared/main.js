import { call } from './worker-call.js';

addEventListener('connect', ({ ports: [port] }) => {
  port.onmessage = async ({ data }) => port.postMessage(await call(data));
});

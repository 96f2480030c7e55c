// The gateway on workerd.
import { createTestGateway } from './gateway.js';

let gateway;
export default {
  fetch(request, { GATEWAY_CONFIG }) {
    gateway ??= createTestGateway(GATEWAY_CONFIG);
    return gateway(request);
  },
};

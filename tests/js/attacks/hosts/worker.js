// The gateway on workerd.
import { gatewayOf } from './setup.js';

let gateway;
export default {
  fetch: (request, { GIVEN }) => (gateway ??= gatewayOf(GIVEN))(request),
};

// The gateway on node:http.
import { createServer } from 'node:http';
import { toNodeListener } from 'linq-contact-card/gateway';
import { createTestGateway } from './gateway.js';

const { headersTimeout, ...config } = JSON.parse(process.env.GATEWAY_CONFIG);
const server = createServer(
  { headersTimeout, connectionsCheckingInterval: 100 },
  toNodeListener(createTestGateway(config)),
);
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));

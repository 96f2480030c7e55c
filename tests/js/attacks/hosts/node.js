// The gateway on node:http.
import { createServer } from 'node:http';
import { toNodeListener } from 'linq-contact-card/gateway';
import { gatewayOf } from './setup.js';

const { headersTimeout, ...given } = JSON.parse(process.env.GIVEN);
const server = createServer({ headersTimeout, connectionsCheckingInterval: 100 }, toNodeListener(gatewayOf(given)));
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));

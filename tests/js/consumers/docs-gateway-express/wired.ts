// An application of Express, of the version that is named, with a gateway behind middleware for sessions and for bodies.
import type { AddressInfo } from 'node:net';
import type { Request, default as Express } from 'express';
import { createGateway, toNodeListener } from 'linq-contact-card/gateway';

const { default: express }: { default: typeof Express } = await import(String(process.argv[2]));

const gatewayAt = (basePath: string) =>
  createGateway({
    apiKey: 'linq-emulator-key',
    upstream: process.env.LINQ_UPSTREAM,
    origins: ['https://dashboard.example'],
    basePath,
    authorize: (_request, { res }: Request) => {
      const user: unknown = res?.locals.user;
      return typeof user === 'string' ? { user, numbers: ['+15551234567'] } : null;
    },
  });

const app = express();
app.use((request, response, next) => {
  response.locals.user = request.get('x-user');
  next();
});
const router = express.Router();
router.use('/api', toNodeListener(gatewayAt('/session/api/linq')));
app.use('/session', router);
app.use(express.json());
app.use('/parsed', toNodeListener(gatewayAt('/parsed/api/linq')));
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`http://127.0.0.1:${port}`);
});

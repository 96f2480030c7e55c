// The gateway: pages call it at /api/linq, and it holds Linq's key.
import { createGateway } from 'linq-contact-card/gateway';
import { currentSession } from '../../../../sign-in';

let gateway; // made at the first request: a build has no key
const handle = (request) =>
  (gateway ??= createGateway({
    apiKey: process.env.LINQ_API_V3_API_KEY,
    upstream: process.env.LINQ_UPSTREAM,
    origins: [process.env.ORIGIN ?? 'http://localhost:3000'],
    authorize: currentSession,
  }))(request);
export { handle as GET, handle as PATCH, handle as POST };

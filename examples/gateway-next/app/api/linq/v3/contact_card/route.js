// The gateway: pages call it at /api/linq, and it holds Linq's key.
import { createGateway } from 'linq-contact-card/gateway';
import { currentSession } from '../../../../sign-in';

// Created by the first request, as the key isn't set during a build.
let gateway;

function handle(request) {
  gateway ??= createGateway({
    apiKey: process.env.LINQ_API_V3_API_KEY,
    upstream: process.env.LINQ_UPSTREAM,
    origins: [process.env.ORIGIN ?? 'http://localhost:3000'],
    authorize: currentSession,
  });
  return gateway(request);
}
export { handle as GET, handle as PATCH, handle as POST };

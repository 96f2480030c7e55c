// The gateway: pages call it at /api/linq, and it holds Linq's key.
import { createGateway, toNextHandlers } from 'linq-contact-card/gateway';
import { currentSession } from '../../../../sign-in';

// Made at the first request, as the key isn't set during a build.
export const { GET, PATCH, POST } = toNextHandlers(() =>
  createGateway({
    apiKey: process.env.LINQ_API_V3_API_KEY,
    upstream: process.env.LINQ_UPSTREAM,
    origins: [process.env.ORIGIN ?? 'http://localhost:3000'],
    authorize: currentSession,
  }),
);

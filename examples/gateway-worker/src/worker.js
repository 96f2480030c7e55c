// A dashboard's Worker: a sign-in for demonstration, and the gateway. Its page is in public/.
import { createGateway } from 'linq-contact-card/gateway';
import { durableObjectStore } from 'linq-contact-card/gateway/durable-object';
import { sessionOf, signIn, signOut } from './sign-in.js';

export { WriteBudgets } from 'linq-contact-card/gateway/durable-object';

/**
 * The Worker's variables, secrets and bindings.
 *
 * @typedef {object} Env
 * @property {string} LINQ_API_V3_API_KEY
 * @property {string} [LINQ_UPSTREAM] another server than Linq's, such as the emulator
 * @property {string} ORIGIN of the page
 * @property {string} SESSION_SECRET signs the sessions
 * @property {Parameters<typeof durableObjectStore>[0]} WRITE_BUDGETS
 */

/** @type {ReturnType<typeof createGateway> | undefined} */
let gateway;

export default {
  /** @param {Request} request @param {Env} env */
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/api/linq/')) {
      gateway ??= createGateway({
        apiKey: env.LINQ_API_V3_API_KEY,
        upstream: env.LINQ_UPSTREAM,
        origins: [env.ORIGIN],
        authorize: (request) => sessionOf(request, env),
        store: durableObjectStore(env.WRITE_BUDGETS),
      });
      return gateway(request);
    }
    // Refuses requests of other sites, which mustn't sign users in or out (CSRF).
    if (request.method === 'POST' && request.headers.get('origin') === env.ORIGIN) {
      const cookie = pathname === '/sign-out' ? signOut(env) : await signIn(pathname.replace('/sign-in/', ''), env);
      return new Response(null, {
        status: 303,
        headers: { location: '/', ...(cookie ? { 'set-cookie': cookie } : {}) },
      });
    }
    return new Response('Not found', { status: 404 });
  },
};

// Who may use a route. A web page that a developer visits can send requests to this machine: to its address (CSRF), or to the
// page's own name, once that resolves to this machine (DNS rebinding). Browsers set `Host`, `Origin` and `Sec-Fetch-Site`, and
// pages can't change them. A request without the last two is a program's, such as curl's, or a GET whose response its page
// can't read.

/** @import { IncomingMessage } from 'node:http' */

/**
 * Who may use a route, in addition to programs and the server's own pages. `own`: no one; `links`: a user who follows a link on
 * any page; `gateway`: the pages that the gateway allows, which has checks of its own.
 *
 * @typedef {'own' | 'links' | 'gateway'} Access
 */

/**
 * Returns why a request may not use a route; `undefined` if it may.
 *
 * @param {IncomingMessage} request
 * @param {Access} access
 * @param {{ own: readonly string[], forwarded: readonly string[] }} hosts `forwarded`: those of other servers, which forward
 *   the requests of their pages
 */
export function refusalOf(request, access, hosts) {
  const host = only(request, 'host')?.toLowerCase();
  if (host === undefined || ![...hosts.own, ...hosts.forwarded].includes(host)) {
    return "The host of the request isn't this server's, which may be DNS rebinding. Open the address that `dev` has printed, or start it with the --origin of your page.";
  }
  if (access === 'gateway' || isOwn(request, host)) return undefined;
  if (access === 'links' && followsLink(request)) return undefined;
  return "Pages of other origins can't use this route.";
}

/**
 * Whether the sender is a program, a page of this host, or a user who enters the address.
 *
 * @param {IncomingMessage} request
 * @param {string} host
 */
function isOwn(request, host) {
  const [origin, site] = [only(request, 'origin'), only(request, 'sec-fetch-site')];
  return (
    (origin === undefined || origin === `http://${host}`) &&
    (site === undefined || ['same-origin', 'none'].includes(site))
  );
}

/** Whether a user follows a link, and the response is shown in a tab, not in a frame. @param {IncomingMessage} request */
const followsLink = (request) =>
  request.method === 'GET' &&
  only(request, 'origin') === undefined &&
  only(request, 'sec-fetch-mode') === 'navigate' &&
  only(request, 'sec-fetch-dest') === 'document';

/**
 * Returns the value of a header; an empty text where it is sent twice.
 *
 * @param {IncomingMessage} request
 * @param {string} name
 */
function only({ headersDistinct }, name) {
  const [value, second] = headersDistinct[name] ?? [];
  return second === undefined ? value : '';
}

// The outcomes that a row may expect. Everything else is a finding.

/** The gateway refuses with this status and code in Linq's error envelope, and sends nothing upstream. */
export const refused = (status, code, headers = {}) => ({ outcome: 'refused', status, code, headers });

/** The host's HTTP parser or the gateway refuses, or the connection is closed. Nothing is sent upstream. */
export const blocked = { outcome: 'blocked' };

/** As `blocked`; or the host's parser has normalised the request to the valid one, and only that is sent upstream. */
export const blockedOrNormalised = { outcome: 'blockedOrNormalised' };

/** One request is sent upstream, and its response is returned; `body` if it isn't the usual card. */
export const forwarded = (request, { body, headers = {} } = {}) => ({
  outcome: 'forwarded',
  status: 200,
  request,
  body,
  headers,
});

/** One request is sent upstream, and an error is returned. */
export const failed = (status, code, request, { headers = {}, body, isCertain } = {}) => ({
  outcome: 'failed',
  status,
  code,
  request,
  headers,
  body,
  isCertain,
});

/** `expected`, with exceptions by host: for what workerd's `Request` normalises, or a host's HTTP parser does. */
export const unless = (expected, byHost) => ({ ...expected, byHost });

export const expectedOn = (host, { byHost, ...expected }) => byHost?.[host] ?? expected;

// What may become of a row's request. Everything else is a finding.

/** The gateway refuses: Linq's envelope with this status and code, and nothing upstream. */
export const refused = (status, code, headers = {}) => ({ kind: 'refused', status, code, headers });

/** The host's own parser or the gateway refuses, or the connection is closed: nothing upstream. */
export const cut = { kind: 'cut' };

/** As `cut`; or the host has made the legal request of it before the gateway saw it, which is then all that goes out. */
export const cutOrLegal = { kind: 'cutOrLegal' };

/** One request upstream, and its answer comes back. `card`: what differs from the usual one. */
export const passed = (forwards, { answer, headers = {} } = {}) => ({
  kind: 'passed',
  status: 200,
  forwards,
  answer,
  headers,
});

/** One request upstream, and an error comes back. */
export const failed = (status, code, forwards, { headers = {}, answer } = {}) => ({
  kind: 'failed',
  status,
  code,
  forwards,
  headers,
  answer,
});

/** What differs on some hosts: on workerd for what a `Request` has normalised, elsewhere for what a host's parser does. */
export const unless = (expected, byHost) => ({ ...expected, byHost });

export const expectedOn = (host, { byHost, ...expected }) => byHost?.[host] ?? expected;

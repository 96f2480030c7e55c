// Reads Content-Security-Policies, as far as the package's needs go. Pure functions.

/** @typedef {ReadonlyMap<string, readonly string[]>} Policy the sources by directive */

/** The start tag of a policy in a page. */
const metaTag = /<meta\s[^>]*http-equiv\s*=\s*["']?content-security-policy\b[^>]*>/gi;

/** The value of its attribute `content`, in either kind of quotes. */
const content = /\scontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i;

/** A source with a host: scheme, host, port and path. */
const hostSource = /^(?:([a-z][a-z\d+.-]*):\/\/)?(\*|(?:\*\.)?[\w.-]+|\[[\da-f:.]+\])(?::(\d+|\*))?(\/.*)?$/i;

/**
 * Returns the policies of a page: each of them has to allow what the page does.
 *
 * @param {string | null} header the value of `Content-Security-Policy`, with commas between policies
 * @param {string} html
 * @returns {Policy[]}
 */
export function policiesOf(header, html) {
  const inPage = [...html.matchAll(metaTag)].map(([tag]) => {
    const [, double, single] = content.exec(tag) ?? [];
    return unescaped(double ?? single ?? '');
  });
  return [...(header?.split(',') ?? []), ...inPage].map(parsePolicy).filter(({ size }) => size > 0);
}

/** Whether a policy lets a page compile WebAssembly. @param {Policy} policy */
export function allowsWasm(policy) {
  const sources = sourcesOf(policy, 'script-src');
  return sources === undefined || sources.some((source) => /^'(wasm-unsafe-eval|unsafe-eval)'$/i.test(source));
}

/**
 * Whether a policy lets a page send requests to a URL.
 *
 * @param {Policy} policy
 * @param {URL} page
 * @param {URL} target
 */
export function allowsConnection(policy, page, target) {
  const sources = sourcesOf(policy, 'connect-src');
  return sources === undefined || sources.some((source) => matches(source, page, target));
}

/** @param {string} text @returns {Policy} */
function parsePolicy(text) {
  /** @type {Map<string, string[]>} */
  const directives = new Map();
  for (const directive of text.split(';')) {
    const [name, ...sources] = directive.trim().split(/\s+/);
    // Of two with one name, the first counts.
    if (name && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources);
  }
  return directives;
}

/**
 * Returns the sources of a directive; `undefined` if the policy doesn't limit them.
 *
 * @param {Policy} policy
 * @param {string} directive
 */
const sourcesOf = (policy, directive) => policy.get(directive) ?? policy.get('default-src');

/**
 * Whether a source includes a URL.
 *
 * @param {string} source
 * @param {URL} page
 * @param {URL} target
 */
function matches(source, page, target) {
  if (/^'self'$/i.test(source)) return target.host === page.host && isScheme(page.protocol, target.protocol);
  if (source === '*') return /^https?:$/.test(target.protocol) || target.protocol === page.protocol;
  if (/^[a-z][a-z\d+.-]*:$/i.test(source)) return isScheme(source.toLowerCase(), target.protocol);
  const [, scheme, host = '', port, path] = hostSource.exec(source) ?? [];
  if (!isScheme(scheme ? `${scheme.toLowerCase()}:` : page.protocol, target.protocol)) return false;
  return isHost(host.toLowerCase(), target.hostname) && isPort(port, target) && isPath(path, target.pathname);
}

/**
 * Whether a scheme is the one of a source, or its secure one.
 *
 * @param {string} source
 * @param {string} scheme
 */
const isScheme = (source, scheme) => source === scheme || (source === 'http:' && scheme === 'https:');

/**
 * @param {string} source
 * @param {string} host
 */
function isHost(source, host) {
  if (source === '*') return true;
  return source.startsWith('*.') ? host.endsWith(source.slice(1)) : source === host;
}

/**
 * @param {string | undefined} source
 * @param {URL} target
 */
function isPort(source, { port, protocol }) {
  if (source === '*') return true;
  const defaultPort = protocol === 'https:' ? '443' : '80';
  return (source ?? defaultPort) === (port || defaultPort);
}

/**
 * @param {string | undefined} source
 * @param {string} path
 */
function isPath(source, path) {
  if (!source || source === '/') return true;
  return source.endsWith('/') ? path.startsWith(source) : path === source;
}

/** Returns the text of an attribute. @param {string} text */
const unescaped = (text) =>
  text
    .replaceAll(/&(?:#39|#x27|apos);/gi, "'")
    .replaceAll(/&(?:#34|#x22|quot);/gi, '"')
    .replaceAll('&amp;', '&');

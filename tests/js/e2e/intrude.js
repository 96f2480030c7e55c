// What a page can try against a server of another origin. The functions run in the page: each is complete in itself.

/**
 * What a page could read of a response.
 * @typedef {{ how: string, path: string, status?: number, text?: string }} Read
 */

/**
 * Requests each path by `fetch`, in every way that a page can choose.
 *
 * @param {string} server
 * @param {string[]} paths
 * @param {Record<string, string>} bodies By path.
 * @returns {Promise<Read[]>}
 */
export async function intrudeByFetch(server, paths, bodies) {
  const read = [];
  const simple = ['GET', 'HEAD', 'POST'];
  const other = ['PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  for (const path of paths) {
    const ways = ['cors', 'no-cors', 'same-origin'].flatMap((mode) =>
      [...simple, ...(mode === 'no-cors' ? [] : other)].flatMap((method) =>
        ['omit', 'include'].flatMap((credentials) =>
          [
            { 'content-type': 'text/plain' },
            { 'content-type': 'application/json', authorization: 'Bearer linq-emulator-key' },
          ].map((headers) => ({ mode, method, credentials, headers, keepalive: method === 'POST' })),
        ),
      ),
    );
    await Promise.all(
      ways.map(async (way) => {
        const body = ['GET', 'HEAD'].includes(way.method) ? undefined : bodies[path];
        try {
          const response = await fetch(server + path, { ...way, body });
          const text = await response.text();
          if (response.type === 'opaque' && text === '') return;
          read.push({ how: `${way.mode} ${way.method}`, path, status: response.status, text });
        } catch {
          // Nothing can be read.
        }
      }),
    );
  }
  return read;
}

/**
 * Requests each path by elements and other objects of a page.
 *
 * @param {string} server
 * @param {string[]} paths
 * @param {Record<string, string>} bodies By path.
 * @returns {Promise<Read[]>}
 */
export async function intrudeByElements(server, paths, bodies) {
  /** @type {Read[]} */
  const read = [];
  const next = (target, ...types) =>
    new Promise((resolve) => {
      for (const type of types) target.addEventListener(type, resolve, { once: true });
    });
  const add = (name, properties) => {
    const element = Object.assign(document.createElement(name), properties);
    document.documentElement.append(element);
    return element;
  };
  /** Adds an element that loads the address. */
  const load = async (how, path, name, properties) => {
    const element = Object.assign(document.createElement(name), properties);
    const loaded = next(element, 'load', 'error');
    document.documentElement.append(element);
    if ((await loaded).type === 'load') read.push({ how, path });
    element.remove();
  };
  const lookInto = (how, path, frame) => {
    try {
      const text = frame.contentDocument?.documentElement.textContent;
      if (text) read.push({ how, path, text });
    } catch {
      // Nothing can be read.
    }
  };
  const frame = async (path) => {
    const element = document.createElement('iframe');
    element.src = server + path;
    const loaded = next(element, 'load');
    document.documentElement.append(element);
    await loaded;
    lookInto('iframe', path, element);
    element.remove();
  };
  /** Sends a form, whose field makes its body JSON where it is sent as text. */
  const form = async (path, method, enctype) => {
    const target = `frame${Math.random()}`;
    const element = document.createElement('iframe');
    element.name = target;
    const empty = next(element, 'load');
    document.documentElement.append(element);
    await empty;
    const loaded = next(element, 'load');
    const sent = add('form', { action: server + path, method, enctype, target });
    const [name, value] = bodies[path].split(/(?<=:)/, 2);
    sent.append(Object.assign(document.createElement('input'), { name: `${name} "`, value: `": ${value}` }));
    sent.submit();
    await loaded;
    lookInto(`form ${method} ${enctype}`, path, element);
    element.remove();
    sent.remove();
  };
  const events = async (path) => {
    const source = new EventSource(server + path);
    const first = await next(source, 'open', 'message', 'error');
    if (first.type !== 'error') read.push({ how: 'EventSource', path });
    source.close();
  };
  const socket = async (path) => {
    const opened = new WebSocket(server.replace('http', 'ws') + path);
    const first = await next(opened, 'open', 'message', 'close');
    if (first.type !== 'close') read.push({ how: 'WebSocket', path });
    opened.close();
  };
  /** Sends a beacon, and waits until the browser has its response. */
  const beacon = async (path) => {
    const url = `${server}${path}?beacon`;
    const received = new Promise((resolve) => {
      new PerformanceObserver((list, observer) => {
        if (!list.getEntriesByName(url).length) return;
        observer.disconnect();
        resolve();
      }).observe({ type: 'resource' });
    });
    if (navigator.sendBeacon(url, new Blob([bodies[path]], { type: 'text/plain' }))) await received;
  };
  for (const path of paths) {
    await Promise.all([
      load('image', path, 'img', { src: server + path }),
      load('script', path, 'script', { src: server + path }),
      load('module', path, 'script', { type: 'module', src: server + path }),
      load('stylesheet', path, 'link', { rel: 'stylesheet', href: server + path }),
      frame(path),
      form(path, 'get', 'text/plain'),
      form(path, 'post', 'text/plain'),
      form(path, 'post', 'application/x-www-form-urlencoded'),
      events(path),
      socket(path),
      beacon(path),
    ]);
  }
  return read;
}

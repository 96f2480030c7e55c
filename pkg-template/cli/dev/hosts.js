// The hosts at which the server is reached, and origins of pages. Requests for others are refused because of DNS rebinding: a page whose own name
// resolves to this machine has the server's origin for the browser. Pure functions.

/** The names of this machine. */
const names = ['localhost', '127.0.0.1', '[::1]'];

/** Returns the hosts of a server on a port, as browsers send them. @param {number} port */
export const ownHosts = (port) => names.map((name) => new URL(`http://${name}:${port}`).host);

/** Returns the origins of the pages of hosts. @param {readonly string[]} hosts */
export const originsOf = (hosts) => hosts.map((host) => `http://${host}`);

/** Whether a text is the origin of a page as browsers send it. @param {string} text */
export const isOrigin = (text) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;

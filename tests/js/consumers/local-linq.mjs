// Linq's address leads to the local Linq: loaded first, in Node, Deno and Bun.
const { fetch } = globalThis;

globalThis.fetch = (url, init) => fetch(url.replace('https://api.linqapp.com', process.env.LINQ_URL), init);

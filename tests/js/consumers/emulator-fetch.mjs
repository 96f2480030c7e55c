// Redirects requests to Linq's address to the emulator at LINQ_URL. Imported before a program, in Node, Deno and Bun.
const { fetch } = globalThis;

globalThis.fetch = (url, init) => fetch(url.replace('https://api.linqapp.com', process.env.LINQ_URL), init);

import { updateContactCard } from 'linq-contact-card';

const name = new URLSearchParams(location.search).get('name');

function assert(holds, what) {
  if (!holds) throw Object.assign(new Error(what), { name: 'AssertionError' });
}

/** Sends a name to another context, and returns its outcome. */
const send = (context, text, target) =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    if (target) context.postMessage(text, target, [port2]);
    else context.postMessage(text, [port2]);
  });

/** Returns the window of a new frame, once its script has run. */
async function frame(attributes) {
  const element = Object.assign(document.createElement('iframe'), attributes);
  const loaded = new Promise((resolve) => element.addEventListener('load', resolve));
  document.body.append(element);
  await loaded;
  return element.contentWindow;
}

async function check() {
  // The path of a script that the base doesn't change.
  const script = await (await fetch(new URL('/context.js', origin))).text();
  const page = `<!doctype html><script>${script.replaceAll('</', '<\\/')}</script>`;
  const blob = (text, type) => URL.createObjectURL(new Blob([text], { type }));
  const contexts = {
    'C10 a worker made from a blob': async (text) => send(new Worker(blob(script, 'text/javascript')), text),
    'C10 a page made from a blob': async (text) => send(await frame({ src: blob(page, 'text/html') }), text, '*'),
    'C11 a page in srcdoc': async (text) => send(await frame({ srcdoc: page }), text, '*'),
    'C11 a page in srcdoc with a base': async (text) =>
      send(await frame({ srcdoc: `<base href="${document.baseURI}">${page}` }), text, '*'),
  };
  for (const [context, save] of Object.entries(contexts)) {
    const saved = await save(`In ${context}`);
    assert(saved === `In ${context}`, `${context}: ${saved}`);
  }
  const sandboxed = await send(await frame({ sandbox: 'allow-scripts', srcdoc: page }), 'Never', '*');
  assert(sandboxed === 'ValidationError not_sent options baseURL', `C11 in a sandbox: ${sandboxed}`);
  assert(document.baseURI.startsWith('http') && !document.baseURI.startsWith(origin), 'the page has a base');
  return (await updateContactCard({ phone_number: '+15551234567', first_name: name })).first_name;
}

addEventListener('DOMContentLoaded', () => {
  check()
    .then(
      (saved) => `saved ${saved}`,
      (error) => `${error.name}: ${error.message}`,
    )
    .then((text) => {
      document.title = text;
    });
});

// A page with one editor. The query sets its phone `number`, the `timeout` of its calls, and the `key` with which they bypass
// the gateway. `events` and `problems` record what happens.
import { ContactCards } from 'linq-contact-card';
import { defineContactCardEditor } from 'linq-contact-card/element';
import { enableUpload } from 'linq-contact-card/element/upload';

defineContactCardEditor();
defineContactCardEditor();

const query = new URLSearchParams(location.search);
const editor = document.createElement('contact-card-editor');
if (query.has('number')) editor.phoneNumber = query.get('number');
if (query.has('key')) {
  const direct = { apiKey: query.get('key'), dangerouslyAllowBrowser: true, baseURL: '/api/partner' };
  editor.client = new ContactCards(direct);
}
if (query.has('timeout')) editor.client = new ContactCards({ timeout: Number(query.get('timeout')) });

window.editor = editor;
window.enableUpload = enableUpload;
window.events = [];
for (const type of ['loaded', 'changed', 'saved', 'failed']) {
  document.addEventListener(type, ({ detail }) => {
    const { error, ...rest } = detail;
    window.events.push({ type, ...rest, ...(error ? { error: error.name } : {}) });
  });
}
window.problems = [];
addEventListener('securitypolicyviolation', ({ violatedDirective }) => window.problems.push(violatedDirective));
addEventListener('error', ({ message }) => window.problems.push(message));
addEventListener('unhandledrejection', ({ reason }) => window.problems.push(String(reason)));

document.querySelector('main').append(editor);

/** Moves the page's clock ahead. */
window.advanceClock = (milliseconds) => {
  const { now } = Date;
  Date.now = () => now() + milliseconds;
};

// A page with one editor, as its address says: `number`, the `timeout` of its calls, and the `key` with which they go past
// the gateway. It keeps what it heard.
import { ContactCards } from 'linq-contact-card';
import { defineContactCardEditor } from 'linq-contact-card/element';

defineContactCardEditor();
defineContactCardEditor();

const query = new URLSearchParams(location.search);
const editor = document.createElement('contact-card-editor');
if (query.has('number')) editor.phoneNumber = query.get('number');
if (query.has('key')) {
  const past = { apiKey: query.get('key'), dangerouslyAllowBrowser: true, baseURL: '/api/partner' };
  editor.client = new ContactCards(past);
}
if (query.has('timeout')) editor.client = new ContactCards({ timeout: Number(query.get('timeout')) });

window.editor = editor;
window.heard = [];
for (const type of ['loaded', 'changed', 'saved', 'failed']) {
  document.addEventListener(type, ({ detail }) => {
    const { error, ...rest } = detail;
    window.heard.push({ type, ...rest, ...(error ? { error: error.name } : {}) });
  });
}
window.troubles = [];
addEventListener('securitypolicyviolation', ({ violatedDirective }) => window.troubles.push(violatedDirective));
addEventListener('error', ({ message }) => window.troubles.push(message));
addEventListener('unhandledrejection', ({ reason }) => window.troubles.push(String(reason)));

document.querySelector('main').append(editor);

// The form for one card. It shows what the core says of what is typed, and hands over what is to be sent.
import { changedFields, previewUpdate, validateContactCardUpdate } from 'linq-contact-card';
import { announce, byId, element, show } from './page.js';
import { renderPicture } from './picture.js';
import { describeError as words } from 'linq-contact-card/element';

const fields = ['first_name', 'last_name', 'image_url'];
const labels = { first_name: 'First name', last_name: 'Last name', image_url: 'Picture URL' };

let card;
let isSaving = false;

/** Opens a card; the form is filled from it. */
export function openCard(opened) {
  card = opened;
  byId('editor-title').textContent = 'Edit the card';
  byId('editor-empty').hidden = true;
  byId('editor-body').hidden = false;
  for (const name of fields) byId(name).value = card[name] ?? '';
  byId('summary').hidden = true;
  renderOutcome();
  render();
}

/** Wires the form; `save` sends an update and gives the card that was answered. */
export function wireEditor(save, saved) {
  byId('form').addEventListener('input', () => {
    // What went well is history once something is typed; what went wrong stays to be read.
    if (byId('outcome').dataset.tone === 'good') renderOutcome();
    render();
  });
  byId('form').addEventListener('reset', (event) => {
    event.preventDefault();
    openCard(card);
    byId('first_name').focus();
  });
  byId('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    // A double click, or Enter and a click, sends once.
    if (isSaving) return;
    const { issues, params } = render();
    renderSummary(issues);
    if (issues.length > 0) return;
    if (!params) {
      renderOutcome({ title: 'Nothing to save', text: 'No field is changed.', tone: 'good' });
      return;
    }
    setSaving(true);
    renderOutcome();
    try {
      const answered = await save(params);
      saved(answered);
      openCard(answered);
      renderOutcome(answered.is_active
        ? { title: 'Saved', text: 'The card is up to date.', tone: 'good' }
        : { title: 'Saved, not active yet', text: 'Linq has the change, but has not applied it to the device yet.', tone: 'warn' });
    } catch (error) {
      renderOutcome(words(error));
    } finally {
      setSaving(false);
    }
  });
  byId('copy').addEventListener('click', async () => {
    await navigator.clipboard.writeText(byId('trace-id').textContent);
    announce('Trace id copied');
  });
}

/** What is typed, what is wrong with it, and what would be sent. */
function render() {
  const edited = Object.fromEntries(fields.map((name) => [name, byId(name).value]));
  const changed = changedFields(card, edited);
  const params = changed && { phone_number: card.phone_number, ...changed };
  const issues = params ? validateContactCardUpdate(params) : [];
  for (const name of fields) {
    const issue = issues.find(({ path }) => path[0] === name);
    show(byId(`${name}-error`), issue && `${labels[name]} ${issue.message}.`);
    byId(name).setAttribute('aria-invalid', String(issue !== undefined));
  }
  renderPicture(card, edited);
  renderRequest(params, issues);
  return { issues, params };
}

function renderRequest(params, issues) {
  const request = params && issues.length === 0 ? previewUpdate(params) : undefined;
  show(byId('request-empty'), request ? '' : issues.length > 0
    ? 'Nothing yet: a field has to be mended first.'
    : 'Nothing: no field is changed.');
  show(byId('request'), request && [
    `${request.method} ${request.url}`,
    ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`),
    '',
    request.body,
  ].join('\n'));
}

function renderSummary(issues) {
  byId('summary').hidden = issues.length === 0;
  byId('summary-list').replaceChildren(...issues.map(({ path, message }) => {
    const name = String(path[0] ?? 'first_name');
    const link = element('a', { href: `#${name}`, textContent: `${labels[name] ?? name} ${message}` });
    link.addEventListener('click', (event) => {
      event.preventDefault();
      byId(name).focus();
    });
    return element('li', {}, link);
  }));
  if (issues.length > 0) byId('summary').focus();
}

function renderOutcome(outcome) {
  byId('outcome').hidden = !outcome;
  if (!outcome) return;
  byId('outcome').dataset.tone = outcome.tone;
  byId('outcome-title').textContent = outcome.title;
  byId('outcome-text').textContent = outcome.text;
  byId('outcome-trace').hidden = !outcome.traceId;
  byId('trace-id').textContent = outcome.traceId ?? '';
  announce(`${outcome.title}. ${outcome.text}`);
}

function setSaving(saving) {
  isSaving = saving;
  byId('save').setAttribute('aria-disabled', String(saving));
  byId('save').textContent = saving ? 'Saving…' : 'Save';
}

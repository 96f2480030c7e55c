// The form for a number that has no card yet.
import { ValidationError } from 'linq-contact-card';
import { announce, byId, tellField } from './page.js';
import { labels, words } from './words.js';

const fields = ['first_name', 'last_name', 'image_url'];
const input = (name) => byId(`create-${name}`);

let phone_number;
let isCreating = false;

/** Offers to create the card of a number, with what may be known of it; `why` says that there is none. */
export function offerCreation(number, why, known = {}) {
  phone_number = number;
  for (const name of fields) input(name).value = known[name] ?? '';
  byId('create-why').textContent = why;
  renderIssues([]);
  renderFailure();
  byId('create').hidden = false;
}

/** Takes the offer away. */
export function withdrawCreation() {
  byId('create').hidden = true;
}

/** Wires the form; `create` sends, `created` hears of the card. */
export function wireCreate(create, created, edited) {
  byId('create').addEventListener('input', () => edited(phone_number, values()));
  byId('create').addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isCreating) return;
    setCreating(true);
    renderIssues([]);
    renderFailure();
    try {
      const card = await create({ phone_number, ...Object.fromEntries(Object.entries(values()).filter(([, value]) => value !== '')) });
      created(card);
    } catch (error) {
      if (error instanceof ValidationError) renderIssues(error.issues);
      else renderFailure(error);
    } finally {
      setCreating(false);
    }
  });
}

const values = () => Object.fromEntries(fields.map((name) => [name, input(name).value]));

function renderIssues(issues) {
  for (const name of fields) {
    const issue = issues.find(({ path }) => path[0] === name);
    tellField(input(name), byId(`create-${name}-error`), issue && `${labels[name]} ${issue.message}.`);
  }
  const first = fields.find((name) => issues.some(({ path }) => path[0] === name));
  if (first) input(first).focus();
}

function renderFailure(error) {
  byId('create-summary').hidden = !error;
  if (!error) return;
  const { title, text } = words(error);
  byId('create-summary-title').textContent = title;
  byId('create-summary-text').textContent = text;
  announce(`${title}. ${text}`);
  byId('create-summary').focus();
}

function setCreating(creating) {
  isCreating = creating;
  byId('create-save').setAttribute('aria-disabled', String(creating));
  byId('create-save').textContent = creating ? 'Creating…' : 'Create the card';
}

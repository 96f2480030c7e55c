// The states of the editor: how each is reached, and then the text of its status and the value of the first name.

const number = '+15551234567';
const numberForm = '.contact-card-number:not([hidden])';

/** Types another first name and saves it. */
async function rename(editor, name = 'Jane') {
  await editor.type('first_name', name);
  await editor.save();
}

/** Returns a scripted response to the next write. */
const writeResponse = (status, more = {}) => ({ method: 'PATCH', status, ...more });
const withError = (status, error) =>
  writeResponse(status, { body: { success: false, error: { status, ...error }, trace_id: 'trace-of-it' } });

/** Returns the state after a write with this response. */
const afterWrite = (name, response, status, more = {}) => ({
  name,
  status,
  firstName: 'Jane',
  async reach({ editor, emulator }) {
    await editor.visit({ number, ...more.query });
    await emulator.script(response);
    await rename(editor);
  },
});

export const states = [
  { name: 'no number', reach: ({ editor }) => editor.visit({}, { until: numberForm }) },
  {
    name: 'an invalid number',
    status: /^$/,
    async reach({ editor }) {
      await editor.visit({ number: '+1 (555) 123-4567' }, { until: numberForm });
      await editor.waitFor('.contact-card-suggestion:not([hidden])');
    },
  },
  {
    name: 'loading',
    status: /^Loading/,
    async reach({ editor, emulator }) {
      await emulator.script({ method: 'GET', fault: 'stall_head' });
      await editor.visit({ number }, { until: '.contact-card-status' });
    },
  },
  {
    name: 'not loaded',
    status: /^Please sign in again The card could not be read\. Sign in in another tab, then save again\. \w/,
    async reach({ editor, emulator }) {
      await emulator.signIn(false);
      await editor.visit({ number }, { until: '.contact-card-again:not([hidden])' });
    },
  },
  { name: 'open', status: /^$/, firstName: 'John', reach: ({ editor }) => editor.visit({ number }) },
  {
    name: 'open, not active',
    status: /^$/,
    firstName: 'Grace',
    reach: ({ editor }) => editor.visit({ number: '+15551230002' }),
  },
  {
    name: 'open, right to left',
    status: /^$/,
    firstName: 'נועה',
    reach: ({ editor }) => editor.visit({ number: '+972545550003' }),
  },
  {
    name: 'no card',
    status: /^No card yet/,
    firstName: '',
    reach: ({ editor }) => editor.visit({ number: '+15551239999' }),
  },
  {
    name: 'issues',
    status: /^$/,
    firstName: '',
    async reach({ editor }) {
      await editor.visit({ number });
      await editor.type('image_url', 'http://example.com/a.png');
      await rename(editor, '');
      await editor.waitFor('.contact-card-summary:not([hidden])');
    },
  },
  {
    name: 'nothing to save',
    status: /^Nothing to save The card already has these values\.$/,
    firstName: 'John',
    async reach({ editor }) {
      await editor.visit({ number });
      await editor.save();
    },
  },
  { ...afterWrite('saving', { method: 'PATCH', fault: 'stall_head' }, /^Saving/) },
  { ...afterWrite('saved', { method: 'PATCH' }, /^Saved The card is up to date\.$/) },
  {
    name: 'saved, not active',
    status: /^Saved, not active yet /,
    firstName: 'Jane',
    async reach({ editor }) {
      await editor.visit({ number: '+15551230002' });
      await rename(editor);
    },
  },
  afterWrite(
    '400',
    writeResponse(400),
    /^Linq refused the change Nothing was changed\. What you typed is still here\. \w.*\.$/,
  ),
  afterWrite(
    '401',
    writeResponse(401),
    /^Please sign in again Nothing was changed\. What you typed is still here\. Sign in in another tab, then save again\. \w/,
    // Without the gateway, for which Linq's 401 is about its own key.
    { query: { key: 'linq-emulator-key' } },
  ),
  afterWrite(
    'W3 a refused key',
    writeResponse(401),
    /^Linq had a problem Nothing was changed\. .*Signing in again does not help/,
  ),
  afterWrite('403', writeResponse(403), /^You don't have access to this number Nothing was changed/),
  afterWrite('404', writeResponse(404), /^This number has no active card Nothing was changed/),
  afterWrite('409', writeResponse(409), /^The card has changed Nothing was changed/),
  afterWrite('418', writeResponse(418), /^Linq refused the change Nothing was changed/),
  afterWrite('422', writeResponse(422), /^Linq refused the change Nothing was changed/),
  afterWrite(
    '429',
    writeResponse(429),
    /^Too many changes for this number Nothing was changed.* You can try again at \d.*\. \w/,
  ),
  afterWrite(
    '500',
    writeResponse(500),
    /^Linq had a problem We checked: your change isn't there yet\. Wait a moment, then reload\. \w/,
  ),
  afterWrite('503/4004', writeResponse(503), /^Linq had a problem We checked.* You can try again at \d/),
  afterWrite(
    '500, but saved',
    writeResponse(500, { apply: true }),
    /^Linq had a problem We checked: the card has what you typed\. \w/,
  ),
  afterWrite(
    'an unusable response',
    writeResponse(200, { body: '<html>' }),
    /^Can't reach the gateway Is it running at the base URL\? The response has status 200\. We checked/,
    {
      query: { key: 'linq-emulator-key' },
    },
  ),
  afterWrite(
    'stalled',
    { method: 'PATCH', fault: 'stall_head' },
    /^No response in time We checked: your change isn't there yet/,
    {
      query: { timeout: 5_000 },
    },
  ),
  afterWrite('an error without a reason', withError(400, {}), /^Linq refused the change /),
  {
    name: 'the check before saving fails',
    status: /^Please sign in again The card could not be read, so nothing was sent\./,
    firstName: 'Jane',
    async reach({ editor, emulator }) {
      await editor.visit({ number });
      await emulator.signIn(false);
      await rename(editor);
    },
  },
  {
    name: 'changed elsewhere',
    status: /^$/,
    firstName: 'Jane',
    async reach({ editor, emulator }) {
      await editor.visit({ number });
      await emulator.update(number, { first_name: 'Zoë', last_name: 'Smith' });
      await rename(editor);
      await editor.waitFor('.contact-card-differences:not([hidden])');
    },
  },
  {
    name: 'another tab saved',
    status: /^Changed in another tab /,
    firstName: 'Jane',
    async reach({ editor }) {
      await editor.visit({ number });
      await editor.type('first_name', 'Jane');
      await editor.saveInAnotherTab({ phone_number: number, first_name: 'Zoë', last_name: 'Doe', is_active: true });
    },
  },
];

// The states of the editor: how each is reached, and what is said in it. `says` and `keeps` follow a save: what the status
// must say, and what the field with the first name must hold then.

const number = '+15551234567';
const asked = '.contact-card-number:not([hidden])';

/** Types another first name and saves it. */
async function rename(editor, name = 'Jane') {
  await editor.type('first_name', name);
  await editor.save();
}

/** A failing answer to the next write. */
const refused = (status, more = {}) => ({ method: 'PATCH', status, ...more });
const withError = (status, error) =>
  refused(status, { body: { success: false, error: { status, ...error }, trace_id: 'trace-of-it' } });

/** A write that is answered like this. */
const failing = (name, answer, says, more = {}) => ({
  name,
  says,
  keeps: 'Jane',
  async reach({ editor, emulator }) {
    await editor.visit({ number, ...more.query });
    await emulator.script(answer);
    await rename(editor);
  },
});

export const states = [
  { name: 'no number', reach: ({ editor }) => editor.visit({}, { until: asked }) },
  {
    name: 'a number that is none',
    says: /^$/,
    async reach({ editor }) {
      await editor.visit({ number: '+1 (555) 123-4567' }, { until: asked });
      await editor.waitFor('.contact-card-suggestion:not([hidden])');
    },
  },
  {
    name: 'loading',
    says: /^Loading/,
    async reach({ editor, emulator }) {
      await emulator.script({ method: 'GET', fault: 'stall_head' });
      await editor.visit({ number }, { until: '.contact-card-status' });
    },
  },
  {
    name: 'not loaded',
    says: /^Please sign in again .*The card could not be read\. Sign in in another tab/,
    async reach({ editor, emulator }) {
      await emulator.script({ method: 'GET', status: 401 });
      await editor.visit({ number }, { until: '.contact-card-again:not([hidden])' });
    },
  },
  { name: 'open', says: /^$/, keeps: 'John', reach: ({ editor }) => editor.visit({ number }) },
  {
    name: 'open, not active',
    says: /^$/,
    keeps: 'Grace',
    reach: ({ editor }) => editor.visit({ number: '+15551230002' }),
  },
  {
    name: 'open, right to left',
    says: /^$/,
    keeps: 'נועה',
    reach: ({ editor }) => editor.visit({ number: '+972545550003' }),
  },
  { name: 'no card', says: /^No card yet/, keeps: '', reach: ({ editor }) => editor.visit({ number: '+15551239999' }) },
  {
    name: 'issues',
    says: /^$/,
    keeps: '',
    async reach({ editor }) {
      await editor.visit({ number });
      await editor.type('image_url', 'http://example.com/a.png');
      await rename(editor, '');
      await editor.waitFor('.contact-card-summary:not([hidden])');
    },
  },
  {
    name: 'nothing to save',
    says: /^Nothing to save The card already says this\.$/,
    keeps: 'John',
    async reach({ editor }) {
      await editor.visit({ number });
      await editor.save();
    },
  },
  { ...failing('saving', { method: 'PATCH', fault: 'stall_head' }, /^Saving/) },
  { ...failing('saved', { method: 'PATCH' }, /^Saved The card is up to date\.$/) },
  {
    name: 'saved, not active',
    says: /^Saved, not active yet /,
    keeps: 'Jane',
    async reach({ editor }) {
      await editor.visit({ number: '+15551230002' });
      await rename(editor);
    },
  },
  failing(
    '400',
    refused(400),
    /^Linq did not accept the change .*Nothing was changed\. What you typed is still here\.$/,
  ),
  failing(
    '401',
    refused(401),
    /^Please sign in again .*Nothing was changed\. What you typed is still here\. Sign in in another tab, then save again\.$/,
  ),
  failing('403', refused(403), /^This is not allowed .*Nothing was changed/),
  failing('404', refused(404), /^There is no active card for this number .*Nothing was changed/),
  failing('409', refused(409), /^The card is in another state than expected .*Nothing was changed/),
  failing('418', refused(418), /^Linq refused the change .*Nothing was changed/),
  failing('422', refused(422), /^Linq did not accept the change .*Nothing was changed/),
  failing('429', refused(429), /^Too many changes for this number .*Nothing was changed.* You can try again at \d/),
  failing(
    '500',
    refused(500),
    /^Linq had a problem .*not known whether the change was saved\. The card was read again, and does not say what you typed/,
  ),
  failing('503/4004', refused(503), /^Linq had a problem .*not known whether.* You can try again at \d/),
  failing(
    '500, and saved all the same',
    refused(500, { apply: true }),
    /^Linq had a problem .*not known whether the change was saved, but the card was read again, and it says what you typed\.$/,
  ),
  failing('an answer that is none', refused(200, { body: '<html>' }), /^The answer made no sense .*not known whether/, {
    query: { key: 'linq-emulator-key' },
  }),
  failing('stalled', { method: 'PATCH', fault: 'stall_head' }, /^No answer in time .*not known whether/, {
    query: { timeout: 5_000 },
  }),
  failing('an error without a reason', withError(400, {}), /^Linq did not accept the change /),
  {
    name: 'the check before saving fails',
    says: /^Please sign in again .*could not be read before saving, so nothing was sent\. What you typed is still here\./,
    keeps: 'Jane',
    async reach({ editor, emulator }) {
      await editor.visit({ number });
      await emulator.script({ method: 'GET', status: 401 });
      await rename(editor);
    },
  },
  {
    name: 'changed elsewhere',
    says: /^$/,
    keeps: 'Jane',
    async reach({ editor, emulator }) {
      await editor.visit({ number });
      await emulator.update(number, { first_name: 'Zoë', last_name: 'Smith' });
      await rename(editor);
      await editor.waitFor('.contact-card-differences:not([hidden])');
    },
  },
  {
    name: 'another tab saved',
    says: /^Changed in another tab /,
    keeps: 'Jane',
    async reach({ editor }) {
      await editor.visit({ number });
      await editor.type('first_name', 'Jane');
      await editor.sayInAnotherTab({ phone_number: number, first_name: 'Zoë', last_name: 'Doe', is_active: true });
    },
  },
];
